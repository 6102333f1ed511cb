using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Release;
using Marking = Mmhs.Portal.Shared.Controls.Marking;

namespace Mmhs.Portal.Admin;

/// <summary>A message already released, as the rules would have taken it: neither subject nor text.</summary>
/// <param name="Dtg">Its date-time group.</param>
/// <param name="Precedence">The one that governs.</param>
/// <param name="Marking">Its label in words.</param>
/// <param name="Before">Rule and stages by the policy in force.</param>
/// <param name="After">Rule and stages by the policy proposed.</param>
public sealed record SimulatedMessage(DateTimeGroup Dtg, Precedence Precedence, Marking Marking, StagePlan Before, StagePlan After)
{
    public bool Differs => Before.Rule != After.Rule || !Before.Stages.SequenceEqual(After.Stages);
}

/// <param name="Messages">Those the viewer is cleared for, latest first.</param>
/// <param name="Hidden">How many more there were that he is not cleared for.</param>
/// <param name="HiddenDiffering">How many of those would take another way.</param>
/// <param name="Unread">How many could not be read any more as they were submitted, and say nothing either way.</param>
public sealed record Simulation(IReadOnlyList<SimulatedMessage> Messages, int Hidden, int HiddenDiffering, int Unread);

/// <summary>What a changed release policy would have meant for the messages released last.</summary>
public sealed class PolicySimulator(PortalRecords records, LabelGate gate)
{
    public const int Most = 200;

    /// <summary>Over the last messages of the viewer's organisation; null for those who do not keep rights.</summary>
    public async Task<Simulation?> RunAsync(Viewer viewer, RightsBook before, RightsBook after, int take, CancellationToken cancellationToken)
    {
        if (!RightsDesk.MayChange(viewer.Function)) return null;
        await using var context = await records.ReadAsync(cancellationToken);
        var released = await (
            from release in context.Releases.AsNoTracking()
            join role in context.Roles on release.RoleId equals role.Id
            join version in context.Versions on new { release.DraftId, Number = release.Version } equals new { version.DraftId, version.Number }
            where role.OrganisationId == viewer.OrganisationId
            orderby release.Number descending
            select new { release.Dtg, Role = role, Organisation = role.Organisation.Name, Version = version }).Take(Math.Clamp(take, 1, Most)).ToListAsync(cancellationToken);
        var shown = new List<SimulatedMessage>();
        var (hidden, differing, unread) = (0, 0, 0);
        foreach (var one in released)
        {
            var from = new Mailbox($"{one.Organisation} {one.Role.Name}", EmailAddress.Parse(one.Role.Address));
            if (Read(one.Version, from) is not { } content)
            {
                unread++;
                continue;
            }
            var (old, now) = Plans(content, before, after, gate.Policies);
            var message = new SimulatedMessage(new(one.Dtg), content.GoverningPrecedence, gate.Mark(content.Label), old, now);
            if (gate.MaySee(content.Label, viewer)) shown.Add(message);
            else
            {
                hidden++;
                if (message.Differs) differing++;
            }
        }
        return new(shown, hidden, differing, unread);
    }

    /// <summary>The ways of one message by two books.</summary>
    public static (StagePlan Before, StagePlan After) Plans(MessageContent content, RightsBook before, RightsBook after, PolicyCatalog policies)
    {
        var domain = content.From.Address.Domain;
        return (StagePlan.For(content, before.PolicyOf(domain), policies), StagePlan.For(content, after.PolicyOf(domain), policies));
    }

    // an organisation or role renamed since no longer yields the hash that was approved
    private static MessageContent? Read(VersionRow row, Mailbox from)
    {
        try
        {
            return VersionReader.Read(row, from).Content;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
