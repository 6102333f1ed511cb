using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records;

namespace Mmhs.Portal.Admin;

/// <summary>A message already released, as the rules would have taken it: neither subject nor text.</summary>
/// <param name="Dtg">Its date-time group.</param>
/// <param name="Precedence">The one that governs.</param>
/// <param name="Marking">Its label in words.</param>
/// <param name="Before">Rule and stages by the policy in force.</param>
/// <param name="After">Rule and stages by the policy proposed.</param>
internal sealed record SimulatedMessage(
    DateTimeGroup Dtg,
    Precedence Precedence,
    LabelDisplay Marking,
    StagePlan Before,
    StagePlan After
)
{
    public bool Differs => Before.Rule != After.Rule || !Before.Stages.SequenceEqual(After.Stages);
}

/// <summary>A message nobody wrote: only what rules and rights look at.</summary>
/// <param name="From">The role that would send it.</param>
/// <param name="Action">At least one here or in <paramref name="Information"/>.</param>
internal sealed record ImaginedMessage(
    EmailAddress From,
    SecurityLabel Label,
    Precedence Precedence,
    byte? MessageType,
    ImmutableArray<SubjectIndicatorCode> SubjectIndicatorCodes,
    ImmutableArray<EmailAddress> Action,
    ImmutableArray<EmailAddress> Information
);

/// <summary>What would become of it by the book in force and by the changed one.</summary>
internal sealed record TriedMessage(
    StagePlan Before,
    StagePlan After,
    PossibleReleasers ReleasersBefore,
    PossibleReleasers ReleasersAfter
);

/// <summary>Who could release it, or what stands against the first who has a right in the role.</summary>
/// <param name="WhyNobody">Null when somebody could, or when nobody has a right there.</param>
internal sealed record PossibleReleasers(ImmutableArray<string> Names, Refusal? WhyNobody)
{
    public bool Equals(PossibleReleasers? other) =>
        other is not null && Names.SequenceEqual(other.Names) && WhyNobody == other.WhyNobody;

    public override int GetHashCode() => Names.Length;
}

/// <param name="Messages">Those the actor is cleared for, latest first.</param>
/// <param name="Hidden">How many more there were that he is not cleared for.</param>
/// <param name="HiddenDiffering">How many of those would take another way.</param>
/// <param name="Unread">How many could not be read any more as they were submitted, and say nothing either way.</param>
internal sealed record Simulation(IReadOnlyList<SimulatedMessage> Messages, int Hidden, int HiddenDiffering, int Unread);

/// <summary>What a changed release policy would have meant for the messages released last.</summary>
internal sealed class PolicySimulator(PortalRecords records, LabelAccess gate, TimeProvider time)
{
    public const int Most = 200;

    /// <summary>Over the last messages of the actor's organisation; null for those who do not keep rights.</summary>
    public async Task<Simulation?> RunAsync(
        Actor actor,
        RightsBook before,
        RightsBook after,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!RightsDesk.MayChange(actor.Function))
            return null;
        await using var context = await records.ReadAsync(cancellationToken);
        var released = await (
            from release in context.Releases.AsNoTracking()
            join role in context.Roles on release.RoleId equals role.Id
            join version in context.Versions
                on new { release.DraftId, Number = release.Version } equals new { version.DraftId, version.Number }
            where role.OrganisationId == actor.OrganisationId
            orderby release.Number descending
            select new { release.Dtg, Version = version }
        )
            .Take(Math.Clamp(take, 1, Most))
            .ToListAsync(cancellationToken);
        var shown = new List<SimulatedMessage>();
        var (hidden, differing, unread) = (0, 0, 0);
        foreach (var one in released)
        {
            if (one.Version.ReadIfWhole()?.Content is not { } content)
            {
                unread++;
                continue;
            }
            var (old, now) = Plans(content, before, after, gate.Policies);
            var message = new SimulatedMessage(new(one.Dtg), content.GoverningPrecedence, gate.Mark(content.Label), old, now);
            if (gate.MaySee(content.Label, actor))
                shown.Add(message);
            else
            {
                hidden++;
                if (message.Differs)
                    differing++;
            }
        }
        return new(shown, hidden, differing, unread);
    }

    /// <summary>The way a message that was never written would take, and who could release it by each book; null for those who do not keep rights.</summary>
    public TriedMessage? Try(Actor actor, RightsBook before, RightsBook after, ImaginedMessage imagined)
    {
        if (!RightsDesk.MayChange(actor.Function))
            return null;
        var content = new MessageContent(
            new Mailbox(null, imagined.From),
            imagined.Label,
            imagined.Action.IsEmpty
                ? null
                : new ActionAddressees(imagined.Precedence, [.. imagined.Action.Select(address => new Mailbox(null, address))]),
            imagined.Information.IsEmpty
                ? null
                : new InformationAddressees(
                    imagined.Precedence,
                    [.. imagined.Information.Select(address => new Mailbox(null, address))],
                    []
                ),
            "",
            imagined.SubjectIndicatorCodes,
            imagined.MessageType is { } type ? new MessageType(type) : null,
            null,
            "",
            [],
            true
        );
        var (old, now) = Plans(content, before, after, gate.Policies);
        return new(old, now, Releasers(content, before), Releasers(content, after));
    }

    // in their own right: deputies come and go
    private PossibleReleasers Releasers(MessageContent content, RightsBook book)
    {
        var version = new MessageVersion(Guid.Empty, 1, content, "", time.GetUtcNow());
        var asked = book
            .People.Where(person => person.Rights.Any(right => right.Role == content.From.Address))
            .Select(person =>
                (
                    Name: person.Mailbox.DisplayName ?? person.Name,
                    Why: Entitlement.Objection(
                        version,
                        person,
                        null,
                        false,
                        new Authority(book, []),
                        gate.Policies,
                        time.GetUtcNow()
                    )
                )
            )
            .ToList();
        ImmutableArray<string> names = [.. asked.Where(one => one.Why is null).Select(one => one.Name)];
        return new(names, names.IsEmpty && asked.Count > 0 ? asked[0].Why : null);
    }

    /// <summary>The ways of one message by two books.</summary>
    public static (StagePlan Before, StagePlan After) Plans(
        MessageContent content,
        RightsBook before,
        RightsBook after,
        PolicyCatalog policies
    )
    {
        var domain = content.From.Address.Domain;
        return (
            StagePlan.For(content, before.PolicyOf(domain), policies),
            StagePlan.For(content, after.PolicyOf(domain), policies)
        );
    }
}
