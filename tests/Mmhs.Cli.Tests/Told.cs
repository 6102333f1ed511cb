using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Cli.CommandLine;

namespace Mmhs.Cli.Tests;

/// <summary>What <c>mmhs</c> answered.</summary>
internal sealed record Told(int Exit, string Output, string Errors)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    public static async Task<Told> ByAsync(params string[] typed)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await Commands.RunAsync(
            typed,
            new Surroundings(output, errors, new FakeTimeProvider(Now)),
            TestContext.Current.CancellationToken
        );
        return new(exit, output.ToString(), errors.ToString());
    }

    /// <summary>A file or folder of this repository.</summary>
    public static string Ours(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mmhs.Portal.sln")))
                return Path.Combine([folder.FullName, .. parts]);
        throw new DirectoryNotFoundException("The tests do not run below the folder of Mmhs.Portal.sln.");
    }
}
