using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Records.Track;

namespace Mmhs.Portal.Release;

/// <summary>A release that was granted, and what it is of.</summary>
/// <param name="Draft">Its draft.</param>
/// <param name="Row">Its version, as it is kept.</param>
/// <param name="Message">What was approved.</param>
/// <param name="Finding">What the last look found.</param>
public sealed record GrantedRelease(DraftRow Draft, VersionRow Row, ReleasedMessage Message, ReleaseFinding Finding);

/// <summary>Writes a release: its row, the outbox entry, the tracking of each addressee and what it makes obsolete, in the transaction of the act.</summary>
public sealed class ReleaseWriter(IOptions<PrecedenceTable> precedences)
{
    /// <param name="work">The act's.</param>
    /// <param name="act">The release; its facts are completed.</param>
    /// <param name="granted">What is released.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(
        PortalWork work,
        Act act,
        GrantedRelease granted,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (actor, draft, released) = (act.Actor, granted.Draft, granted.Message);
        var statement = released.Approval.Statement;
        await new DraftLifecycle(work, draft, actor.Decides, now).ReleaseAsync(
            statement.BreakGlass is null ? DecisionKind.Released : DecisionKind.ReleasedAlone,
            statement.BreakGlass ?? (statement.MinimizeConsidered ? Minimize.Statement : null),
            cancellationToken
        );
        var release = Row(actor, granted, now);
        work.Context.Releases.Add(release);
        work.Context.Outbox.Add(
            new OutboxRow
            {
                ReleaseId = release.Id,
                Work = OutboxWork.Sign,
                Urgency = release.Urgency,
                DueAt = release.LeavesAt,
                LeasedUntil = DateTimeOffset.UnixEpoch,
            }
        );
        Track(work.Context, release, released);
        foreach (var old in released.Version.Content.Optional.Supersedes)
            work.Context.Supersessions.Add(
                new()
                {
                    RoleId = actor.RoleId,
                    Obsolete = old.Value,
                    By = release.MessageId,
                    FromAddress = released.Version.Content.From.Address.ToString().ToLowerInvariant(),
                }
            );
        work.Changed(ChangeTopic.Tracking, draft.RoleId);
        act.MessageId = release.MessageId;
        if (statement.BreakGlass is not { } reason)
            Describe(act, release, released);
        else
            BreakGlass(work, act, release, released, granted.Finding.AgainstMinimize, reason);
    }

    private ReleaseRow Row(Actor actor, GrantedRelease granted, DateTimeOffset now)
    {
        var released = granted.Message;
        var (version, content) = (released.Version, released.Version.Content);
        var leaves = now + precedences.Value.Of(content.GoverningPrecedence).Grace;
        // MMHS §3.4.10: held here, unsigned, so that it can be called back until its time
        if (content.Optional.DeferUntil is { } defer && defer.At > leaves)
            leaves = defer.At;
        return new ReleaseRow
        {
            Id = Guid.CreateVersion7(now),
            DraftId = version.DraftId,
            Version = version.Number,
            RoleId = actor.RoleId,
            MessageId = released.Filled.MessageId.Value,
            Drafter = version.LastEditor,
            DrafterName = granted.Row.LastEditorName,
            Releaser = actor.Name,
            ReleaserName = actor.DisplayName,
            OnBehalfOf = actor.OnBehalfOfName,
            ByOnePerson = version.IsWrittenBy(actor.Name, policy: null) || released.Approval.Statement.BreakGlass is not null,
            ReleasedAt = now,
            LeavesAt = leaves,
            Approval = StatementCodec.Write(released.Approval),
            Subject = content.Subject,
            LabelId = granted.Finding.Label,
            Urgency = (short)content.GoverningPrecedence,
            Dtg = released.Filled.Dtg.At,
        };
    }

    // a release by one person is two facts: that it was released, and that nobody else said yes
    private static void BreakGlass(
        PortalWork work,
        Act act,
        ReleaseRow release,
        ReleasedMessage released,
        bool againstMinimize,
        string reason
    )
    {
        work.Context.BreakGlass.Add(
            new BreakGlassRow
            {
                ReleaseId = release.Id,
                OrganisationId = act.Actor.OrganisationId,
                By = act.Actor.Name,
                ByName = act.Actor.DisplayName,
                Reason = reason,
                At = release.ReleasedAt,
                SetAsideMinimize = againstMinimize,
            }
        );
        var whole = new Act(AuditTypes.Release, act.Actor, act.About)
        {
            MessageId = release.MessageId,
            Facts = new() { ["version"] = release.Version },
        };
        Describe(whole, release, released);
        work.Audit(whole.Done());
        act.Facts["release"] = release.Id.ToString("D");
        act.Facts["reasonLength"] = reason.Length;
        act.Facts["minimizeSetAside"] = againstMinimize;
    }

    private static void Describe(Act act, ReleaseRow release, ReleasedMessage released)
    {
        var facts = act.Facts;
        facts["contentHash"] = released.Version.ContentHash;
        facts["approval"] = released.Approval.Statement.Digest();
        facts["method"] = released.Approval.Proof.Method.ToWord();
        facts["drafter"] = release.Drafter;
        facts["onBehalfOf"] = act.Actor.OnBehalfOf;
        facts["release"] = release.Id.ToString("D");
        facts["leaves"] = release.LeavesAt;
        facts["deferredUntil"] = released.Version.Content.Optional.DeferUntil?.At;
        facts["minimizeConsidered"] = released.Approval.Statement.MinimizeConsidered;
    }

    private static void Track(PortalContext context, ReleaseRow release, ReleasedMessage released)
    {
        var content = released.Version.Content;
        foreach (var (copy, envelope) in CopyPlan.Of(content).Zip(released.Filled.EnvelopeIds))
        foreach (var recipient in copy.Recipients)
            context.Tracking.Add(
                new TrackingRow
                {
                    ReleaseId = release.Id,
                    EnvelopeId = envelope.Value,
                    Address = recipient.Address.ToString(),
                    DisplayName = recipient.DisplayName,
                    AddressedAs =
                        !copy.IsOpen ? ReceivedAs.Blind
                        : content.To.Contains(recipient) ? ReceivedAs.Action
                        : ReceivedAs.Information,
                    State = TrackingState.Outbox,
                    Reports = content.ReportsFor(recipient.Address),
                    Receipt = copy.AsksReceipt ? ReceiptState.Awaited : ReceiptState.NotRequested,
                }
            );
    }
}
