using Microsoft.Extensions.Options;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Operate;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Deliver;

/// <summary>The portal's delivery door (LMTP): keeps the octets, reads them, checks signature and label, and puts the message into the role inboxes.</summary>
/// <remarks>
/// 2yz is said to a recipient after the commit that put the message there (RFC 2033 §4.2). What a recipient may not hold is refused,
/// so that the sender is told; what is merely doubtful, such as a bad signature, is delivered and marked. All recipients go in one
/// transaction; where that fails each goes in its own, so that one that cannot be served fails no other.
/// </remarks>
internal sealed class DeliveryReception(
    PortalRecords records,
    DirectorySnapshot directory,
    LabelAccess gate,
    MessageFiles files,
    InboxPlacing placing,
    IOptions<MmhsOptions> options,
    TimeProvider time,
    ILogger<DeliveryReception> logger
) : ISmtpReception
{
    private static readonly SmtpReply Accepted = new(250, "2.1.0", "OK");
    private static readonly SmtpReply RecipientAccepted = new(250, "2.1.5", "OK");
    private static readonly SmtpReply NoSuchMailbox = new(550, "5.1.1", "No such mailbox here");
    private static readonly SmtpReply TooLarge = new(552, "5.3.4", "Message too large");
    private static readonly SmtpReply NotNow = new(451, "4.3.0", "Local error in processing");

    public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Accepted);

    public async ValueTask<SmtpReply> RecipientAsync(
        SmtpPeer peer,
        Envelope envelope,
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    ) => await FindAsync(recipient, cancellationToken) is null ? NoSuchMailbox : RecipientAccepted;

    public async ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
        SmtpPeer peer,
        Envelope envelope,
        ReceivedMessage message,
        CancellationToken cancellationToken
    )
    {
        if (message.Length > options.Value.MaxMessageOctets)
            return [.. envelope.Recipients.Select(_ => TooLarge)];
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var octets = DeliveryTrace.Prepend(message.Content, envelope.ReversePath, peer, id, now);
        var reading = await files.ReadFieldsAsync(octets, now, cancellationToken);
        var labelNumber = reading.EffectiveLabel is { } label ? await gate.NumberAsync(label, cancellationToken) : 0;
        var arrival = new Arrival(
            envelope.ReversePath,
            id,
            octets,
            reading,
            labelNumber,
            envelope.ReversePath is null ? ReportSource.ReadFirst(message.Content) : ReportSource.Unknown,
            now
        );

        // Several names of one mailbox are one recipient: one entry, and the same answer to each.
        var named = new List<DirectorySnapshot.KnownRole?>();
        foreach (var recipient in envelope.Recipients)
            named.Add(await FindAsync(recipient, cancellationToken));
        var replies = await ServeAsync(
            arrival,
            [.. named.OfType<DirectorySnapshot.KnownRole>().DistinctBy(role => role.Id)],
            cancellationToken
        );
        return [.. named.Select(role => role is null ? NoSuchMailbox : replies[role.Id])];
    }

    private async Task<IReadOnlyDictionary<int, SmtpReply>> ServeAsync(
        Arrival arrival,
        IReadOnlyList<DirectorySnapshot.KnownRole> roles,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await placing.PlaceAsync(arrival, roles, isStored: false, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.PlacingTogetherFailed(arrival.StoredId, roles.Count, Failures.Words(failure));
        }
        var replies = new Dictionary<int, SmtpReply>();
        var isStored = false;
        foreach (var role in roles)
        {
            try
            {
                replies[role.Id] = (await placing.PlaceAsync(arrival, [role], isStored, cancellationToken))[role.Id];
                isStored = true;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                logger.PlacingFailed(arrival.StoredId, role.Id, failure);
                replies[role.Id] = NotNow;
                if (!Failures.IsPassing(failure))
                    await TrySetAsideAsync(arrival, role, Failures.Words(failure), cancellationToken);
            }
        }
        return replies;
    }

    // The sender keeps it and tries again; the operator is to know why, if the records take even that.
    private async Task TrySetAsideAsync(
        Arrival arrival,
        DirectorySnapshot.KnownRole role,
        string reason,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var work = await records.BeginAsync(cancellationToken);
            await work.Context.SetAsideAsync(
                SetAsideWork.Delivery,
                arrival.Reading.ContentSha256,
                role.Id,
                arrival.Reading.MessageId,
                reason,
                arrival.At,
                cancellationToken
            );
            work.Audit(
                SetAsideAudit.Event(
                    SetAsideWork.Delivery,
                    arrival.Reading.ContentSha256,
                    role.Mailbox.Address.ToString(),
                    arrival.Reading.MessageId,
                    reason
                )
            );
            await work.CommitAsync(cancellationToken);
        }
        catch (Exception again) when (!cancellationToken.IsCancellationRequested)
        {
            logger.PlacingFailed(arrival.StoredId, role.Id, again);
        }
    }

    private async ValueTask<DirectorySnapshot.KnownRole?> FindAsync(
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    ) =>
        recipient.ForwardPath.Address is { } address
        && (await directory.GetAsync(cancellationToken)).Roles.TryGetValue(address.ToString(), out var role)
            ? role
            : null;
}

internal static partial class DeliveryLog
{
    [LoggerMessage(
        EventId = 7101,
        EventName = "PlacingTogetherFailed",
        Level = LogLevel.Warning,
        Message = "Message {StoredId} could not be put into {Roles} inboxes together ({Reason}); each is tried alone"
    )]
    public static partial void PlacingTogetherFailed(this ILogger logger, Guid storedId, int roles, string reason);

    [LoggerMessage(
        EventId = 7102,
        EventName = "PlacingFailed",
        Level = LogLevel.Error,
        Message = "Message {StoredId} could not be put into the inbox of role {Role}; its sender is told to try again"
    )]
    public static partial void PlacingFailed(this ILogger logger, Guid storedId, int role, Exception failure);
}
