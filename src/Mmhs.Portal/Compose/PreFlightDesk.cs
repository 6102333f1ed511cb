using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook.Cards;
using Mmhs.Records;

namespace Mmhs.Portal.Compose;

/// <summary>Gathers what the pre-flight goes by. Pages show its answer, and handlers refuse by it.</summary>
public sealed class PreFlightDesk(
    PortalRecords records,
    LabelAccess gate,
    CertificateBook certificates,
    IOptions<PreFlightOptions> options,
    IOptions<PrecedenceTable> precedences,
    TimeProvider time
)
{
    /// <summary>Everything looked at, what stops it first.</summary>
    /// <param name="actor">Who asks; comments count on drafts he may see only.</param>
    /// <param name="draftId">The draft, for its comments.</param>
    /// <param name="form">What would go.</param>
    /// <param name="at">Submission or release.</param>
    /// <param name="answer">What the releaser says to a MINIMIZE in force.</param>
    /// <param name="refusals">What <see cref="DraftDesk.CheckAsync"/> said of the form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<ImmutableArray<PreFlightItem>> LookAsync(
        Actor actor,
        Guid draftId,
        DraftForm form,
        PreFlightMoment at,
        MinimizeAnswer answer,
        ImmutableArray<Refusal> refusals,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        var draft = await context
            .Drafts.AsNoTracking()
            .SingleOrDefaultAsync(draft => draft.Id == draftId && draft.RoleId == actor.RoleId, cancellationToken);
        var mine = draft is not null && gate.MaySee(draft, actor);
        return PreFlight.Check(
            new PreFlightFacts(form, at, now)
            {
                Refusals = refusals,
                MinimizeAnswer = answer,
                OpenMustFix = mine ? await CommentDesk.OpenMustFixAsync(context, draftId, cancellationToken) : 0,
                Minimizes = await MinimizeOrders.CurrentAsync(context, actor.OrganisationId, now, cancellationToken),
                Certificates = await certificates.FactsAsync(
                    form.To.Concat(form.Cc)
                        .Concat(form.Bcc)
                        .Select(mailbox => mailbox.Address.Domain)
                        .Prepend(actor.Role.Address.Domain),
                    cancellationToken
                ),
                Limits = new(precedences.Value, options.Value.StopFlashAttachments, HoldLimits.Longest),
            }
        );
    }
}
