using System.Collections.Frozen;
using Mmhs.Cli.CommandLine;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Wire.Smime;

namespace Mmhs.Cli.Audit;

/// <summary><c>mmhs audit verify</c>: is the trail as it was written?</summary>
internal static class AuditVerify
{
    private static readonly FrozenSet<string> WithValue = FrozenSet.Create(
        "--attested",
        "--db",
        "--provider",
        "--stream",
        "--trust"
    );
    private static readonly FrozenSet<string> Flags = FrozenSet.Create("--json");

    /// <returns>0 whole, 1 violated, 2 incomplete evidence (access-and-audit §4.9).</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> typed,
        Surroundings surroundings,
        CancellationToken cancellationToken
    )
    {
        var arguments = Arguments.Read(typed, WithValue, Flags);
        var verifier = new AuditVerifier(SignatureCheck(arguments["--trust"]));
        var only = arguments["--stream"];
        // read before the database: what was attested by then must be in it
        var attested = arguments["--attested"] is { } folder ? AttestedStreams.FromFolder(folder) : null;
        var report = await AuditDatabase.ReadAsync(arguments, VerifyAsync, cancellationToken);
        if (only is not null && report.Streams.IsEmpty)
            throw new UsageException($"There is no stream {only}.");
        await surroundings.Output.WriteLineAsync(arguments.Has("--json") ? ToJson(report) : ToText(report));
        return (int)report.Verdict;

        async Task<AuditReport> VerifyAsync(RelayContext context, CancellationToken token)
        {
            var isPortal = attested is not null && await AuditDatabase.IsPortalAsync(context, token);
            return await verifier.VerifyAsync(
                context,
                only,
                attested?.Where(stream => stream.IsOfPortal == isPortal).ToList(),
                token
            );
        }
    }

    private static CheckpointSignatureCheck? SignatureCheck(string? trust)
    {
        if (trust is null)
            return null;
        var roots = TrustOption.Checkpoints(trust);
        return (text, signature, at, keyId) => CheckpointSignature.Check(roots, text, signature, at, keyId);
    }

    private static string ToText(AuditReport report)
    {
        var lines = new List<string>();
        if (report.Streams.IsEmpty)
            lines.Add("There is no entry of any stream.");
        if (!report.IsAttested)
            lines.Add(
                "Whether the records were set back or emptied was not asked: name the signing service's checkpoints with --attested."
            );
        foreach (var stream in report.Streams)
        {
            lines.Add(
                $"{stream.Stream}: {stream.Entries} entries and {stream.Checkpoints} checkpoints read, {stream.Covered} entries covered"
            );
            if (stream.Fault is { } fault)
                lines.Add($"{stream.Stream}: VIOLATED at entry {fault.Seq}: {fault.Code} {fault.What}");
            else if (stream.Uncovered > 0)
                lines.Add(
                    $"{stream.Stream}: entries {stream.Covered} to {stream.Entries - 1} come after the last checkpoint; no signature covers them"
                );
        }
        if (!report.SignaturesChecked)
            lines.Add("The signatures of the checkpoints were not checked: name their roots with --trust.");
        lines.Add(
            report.Verdict switch
            {
                AuditVerdict.Whole when report.Streams.All(stream => stream.Entries == 0) =>
                    "OK: there is no entry, and the signing service attested none",
                AuditVerdict.Whole => "OK: every entry is as it was written, and a signature covers it",
                AuditVerdict.Violated =>
                    $"VIOLATED: {report.FirstFault!.Stream} entry {report.FirstFault.Seq}: {report.FirstFault.What}",
                AuditVerdict.Incomplete =>
                    "INCOMPLETE EVIDENCE: nothing speaks against the entries, and what speaks for them is not all there",
            }
        );
        return string.Join(Environment.NewLine, lines);
    }

    private static string ToJson(AuditReport report) =>
        Json.Write(
            new
            {
                Verdict = report.Verdict switch
                {
                    AuditVerdict.Whole => "whole",
                    AuditVerdict.Violated => "violated",
                    AuditVerdict.Incomplete => "incomplete",
                },
                report.SignaturesChecked,
                report.IsAttested,
                Streams = report.Streams.Select(stream => new
                {
                    stream.Stream,
                    stream.Entries,
                    stream.Checkpoints,
                    stream.Covered,
                    stream.Uncovered,
                    stream.Fault,
                }),
                Fault = report.FirstFault,
            }
        );
}
