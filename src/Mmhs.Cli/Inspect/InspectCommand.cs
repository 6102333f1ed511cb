using System.Collections.Frozen;
using System.Collections.Immutable;
using Mmhs.Cli.CommandLine;
using Mmhs.Wire.Dkim;
using Mmhs.Wire.Mime;

namespace Mmhs.Cli.Inspect;

/// <summary><c>mmhs inspect</c>: what the portal would show of a file (design §8). It never throws, and goes to no network but to the name server it is told to ask.</summary>
internal static class InspectCommand
{
    private const int Read = 0;
    private const int NotRead = 2;

    private const int LeastRsaBits = 1024; // RFC 8301 §3.2: whoever looks judges by the standard, not by a house rule

    // larger than any message our servers accept; the reader has its own, lower limits
    private const long MaxOctets = 256L << 20;

    private static readonly FrozenSet<string> WithValue = FrozenSet.Create(
        "--trust",
        "--policies",
        "--at",
        "--crl",
        "--key",
        "--password-file",
        "--dns"
    );
    private static readonly FrozenSet<string> Flags = FrozenSet.Create("--json");
    private static readonly ImmutableArray<string> NotBuilt = ["--crl", "--key", "--password-file"];

    public static async Task<int> RunAsync(
        IReadOnlyList<string> typed,
        Surroundings surroundings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var arguments = Arguments.Read(typed, WithValue, Flags);
            if (arguments.Operands is not [var file])
                throw new UsageException("inspect wants one file.");
            if (!File.Exists(file) || new FileInfo(file).Length > MaxOctets)
                throw new UsageException($"{file} is no file of at most {MaxOctets} octets.");
            var context = new ReadingContext(
                TrustOption.Signers(arguments["--trust"]),
                PolicyFiles.Load(arguments["--policies"]),
                Times.Read(arguments["--at"]) ?? surroundings.Time.GetUtcNow()
            );
            var octets = await File.ReadAllBytesAsync(file, cancellationToken);
            var reading = MessageReader.Read(octets, context);
            var domains = arguments["--dns"] is { } named
                ? await DkimCheck.ReadAsync(octets, KeySource.Open(named), LeastRsaBits, context.At, cancellationToken)
                : [];
            reading = reading with
            {
                Problems = reading.Problems.AddRange(
                    NotBuilt
                        .Where(arguments.Has)
                        .Select(option => new ReadingProblem(
                            "OPTION_NOT_BUILT",
                            option,
                            "This release does not use the option; what it would show is left out."
                        ))
                ),
            };
            await surroundings.Output.WriteLineAsync(
                arguments.Has("--json") ? Json.Write(ReadingJson.Of(reading, domains)) : ReadingText.Write(reading, domains)
            );
            return Read;
        }
        catch (UsageException wrong)
        {
            await surroundings.Errors.WriteLineAsync($"mmhs: {wrong.Message}");
            return NotRead;
        }
        // whatever a file holds, the answer is an exit code and not a crash: programs rely on it (design §8)
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            await surroundings.Errors.WriteLineAsync($"mmhs: the file cannot be read: {unexpected.Message}");
            return NotRead;
        }
    }
}
