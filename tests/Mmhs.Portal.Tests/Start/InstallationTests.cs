using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Mmhs.Portal.Hosting;

namespace Mmhs.Portal.Tests.Start;

public sealed class InstallationTests
{
    /// <summary>What is kept would be kept where nobody looks for it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_portal_with_an_empty_data_folder_does_not_start_and_says_why(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Mmhs:DataFolder", folder)]);
        builder.Services.AddInstallation();
        var heard = new Heard();
        builder.Logging.ClearProviders().AddProvider(heard);
        await using var app = builder.Build();

        Assert.False(await Startup.RunAsync(app, TestContext.Current.CancellationToken));

        Assert.Contains("DataFolder", Assert.Single(heard.Lines), StringComparison.Ordinal);
    }

    private sealed class Heard : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
