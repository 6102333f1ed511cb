using System.Collections.Frozen;
using System.Collections.Immutable;
using Mmhs.Cli.CommandLine;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Cli.Label;

/// <summary><c>mmhs label check</c>: what a policy makes of an ESS label, and whether a clearance covers it.</summary>
internal static class LabelCheck
{
    private const int Good = 0;
    private const int NotGood = 1;
    private static readonly FrozenSet<string> WithValue = FrozenSet.Create(
        "--policies",
        "--label",
        "--clearance",
        "--to-policy",
        "--at"
    );
    private static readonly FrozenSet<string> Flags = FrozenSet.Create("--json");

    public static int Run(IReadOnlyList<string> typed, Surroundings surroundings)
    {
        var arguments = Arguments.Read(typed, WithValue, Flags);
        if (arguments.Has("--to-policy"))
            throw new UsageException("--to-policy: labels are not translated by this release.");
        var policies = PolicyFiles.Load(arguments.Required("--policies"));
        var label = Read(arguments.Required("--label"));
        var at = Times.Read(arguments["--at"]) ?? surroundings.Time.GetUtcNow();

        var policy = policies.Find(label.PolicyId);
        var findings = policy is null
            ? [new LabelFinding(LabelCodes.UnknownPolicy, true, $"The policy {label.PolicyId} is not known here.")]
            : LabelRules.Validate(policy, label, at, creating: false);
        var valid = !findings.Any(finding => finding.IsError);
        var marking = policy is null ? null : Marking.Of(policy, label).Text;
        var decision = arguments["--clearance"] is { } file ? AccessControl.Decide(label, Clearances(file), policies, at) : null;

        if (arguments.Has("--json"))
        {
            surroundings.Output.WriteLine(
                Json.Write(
                    new
                    {
                        label.PolicyId,
                        Policy = policy?.Name,
                        label.Classification,
                        ClassificationName = policy?.Find(label.Classification)?.Name,
                        label.PrivacyMark,
                        Valid = valid,
                        Marking = marking,
                        Findings = findings.Select(finding => new
                        {
                            finding.Code,
                            finding.IsError,
                            finding.Text,
                        }),
                        Access = decision is null
                            ? null
                            : new
                            {
                                Permitted = decision is AccessDecision.Permit,
                                Reasons = Reasons(decision).Select(reason => new { reason.Code, reason.Text }),
                            },
                    }
                )
            );
        }
        else
        {
            surroundings.Output.WriteLine($"policy:  {policy?.Name ?? "not known"} ({label.PolicyId})");
            surroundings.Output.WriteLine($"marking: {marking ?? "none"}");
            surroundings.Output.WriteLine($"label:   {(valid ? "valid" : "not valid")}");
            foreach (var finding in findings)
                surroundings.Output.WriteLine($"         {finding.Code}: {finding.Text}");
            if (decision is not null)
            {
                surroundings.Output.WriteLine($"access:  {(decision is AccessDecision.Permit ? "permitted" : "denied")}");
                foreach (var reason in Reasons(decision))
                    surroundings.Output.WriteLine($"         {reason.Code}: {reason.Text}");
            }
        }
        return valid && decision is not AccessDecision.Deny ? Good : NotGood;
    }

    private static ImmutableArray<LabelFinding> Reasons(AccessDecision decision) =>
        decision is AccessDecision.Deny(var findings) ? findings : [];

    private static SecurityLabel Read(string named)
    {
        try
        {
            var octets = File.Exists(named) ? File.ReadAllBytes(named) : Convert.FromBase64String(named);
            if (octets is [(byte)'<', ..])
                throw new UsageException(
                    "--label: labels in XML are not read by this release; give the DER of an ESSSecurityLabel, as a file or in Base64."
                );
            return EssLabelCodec.TryDecode(octets, out var label, out var problem)
                ? label
                : throw new UsageException($"--label is no ESSSecurityLabel: {problem}");
        }
        catch (FormatException neither)
        {
            throw new UsageException("--label is neither a file nor Base64.", neither);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{named} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static List<Clearance> Clearances(string file)
    {
        try
        {
            var lines = File.ReadAllLines(file).Where(line => line.Trim().Length > 0).ToList();
            if (lines is [var first, ..] && first.TrimStart().StartsWith('<'))
                throw new UsageException(
                    "--clearance: clearances in XML are not read by this release; give one key a line, as the portal keeps them."
                );
            // unlike the portal, a tool says what it cannot read
            return
            [
                .. lines.Select(line =>
                    ClearanceKey.TryParse(line.Trim(), out var clearance)
                        ? clearance
                        : throw new UsageException($"--clearance: a line of {file} is no clearance key.")
                ),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
