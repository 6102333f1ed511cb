using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Reports;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Deliver;
using Mmhs.Records.Submit;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Inbox.Receipts;

/// <summary>What a reader answers to the request for a receipt.</summary>
public enum ReceiptChoice : byte
{
    Acknowledge = 0,
    Decline = 1,
}

/// <summary>Requests for receipts: nothing is ever answered but by a reader, once, and where RFC 8098 lets him.</summary>
/// <remarks>Source: RFC 8098 §2.1, §3; MMHS §3.4.27, §3.4.33.</remarks>
public sealed class ReceiptDesk(PortalRecords records, InboxDesk inbox, OutboxSignal outbox, TimeProvider time)
{
    /// <summary>Whether the reader may answer, and what keeps him; it sends nothing and reads nothing anew.</summary>
    public static ReceiptDecision DecisionOf(OpenMessage message) =>
        MdnRules.Decide(
            ReceiptRequest.FactsOf(
                message.Reading,
                message.Entry.Receipt is not (ReceiptAnswer.Asked or ReceiptAnswer.NotAsked),
                message.Entry.ReversePath
            )
        );

    /// <summary>Answers for the role: sends the receipt, or writes down that none is sent.</summary>
    public async Task<Outcome> AnswerAsync(Actor actor, long entry, ReceiptChoice choice, CancellationToken cancellationToken)
    {
        if (await inbox.OpenAsync(actor, entry, cancellationToken) is not { } message)
            return Outcome.Refused(CommonRefusals.NotFound);
        var act = Act(AuditTypes.ReceiptAnswered, actor, message);
        var decision = DecisionOf(message);
        if (Whither(decision) is not { IsEmpty: false } to)
            return await records.RefuseAsync(
                act,
                decision is ReceiptDecision.Forbidden { Reason: var reason } ? reason : ReceiptRefusals.NotRequested,
                cancellationToken
            );
        var now = time.GetUtcNow();
        var answer = choice switch
        {
            ReceiptChoice.Acknowledge => ReceiptAnswer.Acknowledged,
            ReceiptChoice.Decline => ReceiptAnswer.Declined,
        };
        return await SignalAsync(
            records.RunAsync(
                act,
                async work =>
                {
                    // one receipt per reader: of two who answer at once one is told
                    if (
                        await work
                            .Context.Inbox.Where(row => row.Id == entry && row.Receipt == ReceiptAnswer.Asked)
                            .ExecuteUpdateAsync(
                                set =>
                                    set.SetProperty(row => row.Receipt, answer)
                                        .SetProperty(row => row.ReceiptAt, now)
                                        .SetProperty(row => row.ReceiptBy, actor.Name),
                                cancellationToken
                            ) != 1
                    )
                        return ReceiptRefusals.Answered;
                    act.Facts["answer"] = answer.ToString();
                    act.Facts["receipt"] =
                        choice == ReceiptChoice.Acknowledge ? Send(work, message, to, ReceiptOccasion.Acknowledged, now) : null;
                    work.Changed(ChangeTopic.Inbox, message.Entry.RoleId);
                    return (Refusal?)null;
                },
                cancellationToken
            )
        );
    }

    /// <summary>Takes a message nobody read out of the inbox, and tells the originator so if he asked and the reader consents. The message and its story stay in the records.</summary>
    /// <param name="tell">Send the receipt "deleted" where one was asked for; else none is sent.</param>
    public async Task<Outcome> DeleteUnreadAsync(Actor actor, long entry, bool tell, CancellationToken cancellationToken)
    {
        if (await inbox.PeekAsync(actor, entry, cancellationToken) is not { } message)
            return Outcome.Refused(CommonRefusals.NotFound);
        var act = Act(AuditTypes.MessageRemoved, actor, message);
        act.Facts["entry"] = entry;
        var asked = message.Entry.Receipt == ReceiptAnswer.Asked;
        var told = asked && tell;
        var decision = DecisionOf(message);
        var to = told ? Whither(decision) : [];
        if (message.Entry.FirstReadAt is not null)
            return await records.RefuseAsync(act, ReceiptRefusals.WasRead, cancellationToken);
        if (told && to.IsEmpty)
            return await records.RefuseAsync(
                act,
                decision is ReceiptDecision.Forbidden { Reason: var reason } ? reason : ReceiptRefusals.NotRequested,
                cancellationToken
            );
        var now = time.GetUtcNow();
        var answer =
            told ? ReceiptAnswer.NotRead
            : asked ? ReceiptAnswer.Declined
            : message.Entry.Receipt;
        return await SignalAsync(
            records.RunAsync(
                act,
                async work =>
                {
                    // who opens it at this very moment has read it, and it stays
                    if (
                        await work
                            .Context.Inbox.Where(row =>
                                row.Id == entry
                                && row.FirstReadAt == null
                                && row.RemovedAt == null
                                && row.Receipt == message.Entry.Receipt
                            )
                            .ExecuteUpdateAsync(
                                set =>
                                    set.SetProperty(row => row.RemovedAt, now)
                                        .SetProperty(row => row.RemovedBy, actor.Name)
                                        .SetProperty(row => row.Receipt, answer)
                                        .SetProperty(row => row.ReceiptAt, asked ? now : null)
                                        .SetProperty(row => row.ReceiptBy, asked ? actor.Name : null),
                                cancellationToken
                            ) != 1
                    )
                        return ReceiptRefusals.WasRead;
                    act.Facts["answer"] = answer.ToString();
                    act.Facts["receipt"] = told ? Send(work, message, to, ReceiptOccasion.DeletedUnread, now) : null;
                    work.Changed(ChangeTopic.Inbox, message.Entry.RoleId);
                    return (Refusal?)null;
                },
                cancellationToken
            )
        );
    }

    private async Task<Outcome> SignalAsync(Task<Outcome> act)
    {
        var outcome = await act;
        if (outcome.IsDone)
            outbox.Signal();
        return outcome;
    }

    private static string Send(
        PortalWork work,
        OpenMessage message,
        ImmutableArray<string> to,
        ReceiptOccasion occasion,
        DateTimeOffset now
    )
    {
        var receipt = Write(message, to, occasion, now);
        var stored = new StoredMessageRow
        {
            Id = Guid.CreateVersion7(now),
            Octets = receipt.Octets,
            StoredAt = now,
        };
        work.Context.StoredMessages.Add(stored);
        work.Context.Outbox.Add(
            new OutboxRow
            {
                ReleaseId = Guid.Empty,
                Work = OutboxWork.Receipt,
                Urgency = (short)Precedence.Routine,
                DueAt = now,
                LeasedUntil = DateTimeOffset.UnixEpoch,
                EnvelopeId = $"mdn-{stored.Id:N}",
                Recipients = string.Join('\n', to),
                StoredMessageId = stored.Id,
            }
        );
        return receipt.Id;
    }

    private static (string Id, byte[] Octets) Write(
        OpenMessage message,
        IReadOnlyList<string> to,
        ReceiptOccasion occasion,
        DateTimeOffset now
    )
    {
        var id = $"{RandomNumberGenerator.GetHexString(24)}.receipt@{EmailAddress.Parse(message.Address).Domain}";
        return (
            id,
            ReceiptWriter.Write(
                new ReceiptNotification
                {
                    MessageId = id,
                    From = new HeaderAddress(message.Role, message.Address),
                    To = to,
                    At = now,
                    Disposition = Dispositions.For(occasion),
                    FinalRecipient = message.Address,
                    OriginalMessageId = message.Reading.MessageId,
                    OriginalRecipient = message.Reading.OriginalRecipient,
                    OriginalSubject = null, // of a labelled message no subject leaves under no label
                    ReportingUa = "MMHS Portal",
                }
            )
        );
    }

    private static ImmutableArray<string> Whither(ReceiptDecision decision) =>
        decision switch
        {
            ReceiptDecision.Permitted permitted => [permitted.To],
            ReceiptDecision.OnlyByReader asked => asked.To,
            _ => [],
        };

    private static Act Act(string type, Actor actor, OpenMessage message) =>
        new(type, actor, message.Entry.StoredMessageId) { MessageId = message.Entry.MessageId };
}
