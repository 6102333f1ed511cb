using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Signing.Approvals;
using Mmhs.Signing.Checkpoints;
using Mmhs.Signing.Client;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;

namespace Mmhs.Signing;

/// <summary>Asks every question again by itself, builds the octets, and only then signs (design §5).</summary>
internal sealed class SigningService(
    KeyStore keys,
    Roster roster,
    RosterDesk people,
    CheckpointDesk checkpoints,
    Anchors anchors,
    LedgerFile chain,
    ReleaseLedger ledger,
    PolicyCatalog policies,
    TimeProvider time,
    ILogger<SigningService> logger
) : IReleaseSigning, IReleaseLedger, IApprovals, IRosterChanges, ICheckpoints
{
    private static readonly TimeSpan AlarmLasts = TimeSpan.FromHours(24);

    // read once, and again only where the disk did not let it be read
    private readonly Lazy<Refusal?> _chain = new(
        () => chain.FirstFault() is { } entry ? LedgerRefusals.Bent.Of(entry) : null,
        LazyThreadSafetyMode.PublicationOnly
    );

    private Unreleased? _unreleased;
    private string? _told;

    public Task NoteAsync(SubmittedVersion version, CancellationToken cancellationToken) =>
        Task.Run(() => ledger.NoteAsync(version), cancellationToken);

    public Task<Refusal?> ObjectionAsync(CopyInTransit copy, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var objection = ledger.Objection(copy);
                if (objection is not null)
                {
                    logger.CopyRefused(copy.MessageId.Value, copy.Recipients.Length, objection.Code);
                    // late or taken back is our own doing; these two are somebody's
                    if (
                        objection.Code == LedgerRefusals.NotReleased.Code
                        || objection.Code == LedgerRefusals.OtherRecipients.Code
                    )
                        Volatile.Write(ref _unreleased, new(time.GetUtcNow(), copy.MessageId.Value, objection.Code));
                }
                return objection;
            },
            cancellationToken
        );

    public Task<SigningResult> SignAsync(SigningRequest request, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                var started = time.GetTimestamp();
                var statement = request.Approval.Statement;
                var (result, keyId) = await SignNowAsync(request, cancellationToken).ConfigureAwait(false);
                switch (result)
                {
                    case SigningResult.Signed(var copies):
                        logger.Signed(
                            statement.Filled.MessageId.Value,
                            statement.Role.ToString(),
                            statement.Releaser,
                            copies.Length,
                            keyId,
                            time.GetElapsedTime(started).TotalMilliseconds
                        );
                        break;
                    case SigningResult.Refused(var reason):
                        logger.SigningRefused(
                            statement.Filled.MessageId.Value,
                            statement.Role.ToString(),
                            statement.Releaser,
                            reason.Code
                        );
                        break;
                }
                return result;
            },
            cancellationToken
        );

    public Task<Refusal?> FaultAsync(CancellationToken cancellationToken) =>
        Task.Run(
            () =>
                FileFault()
                ?? anchors.Fault
                ?? (
                    Volatile.Read(ref _unreleased) is { } seen && time.GetUtcNow() - seen.At < AlarmLasts
                        ? LedgerRefusals.UnreleasedCopy.Of(seen.MessageId, seen.At, seen.Code)
                        : null
                ),
            cancellationToken
        );

    public Task<ProofParameters> ProofParametersAsync(string releaser, CancellationToken cancellationToken) =>
        Task.Run(() => roster.Parameters(releaser), cancellationToken);

    public Task<bool> ProvesAsync(Statement statement, Proof proof, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                if (FileFault() is not null || !people.Accepts(statement, proof) || ledger.IsTakenBack(statement))
                    return false;
                await ledger.NoteAsync(statement, proof.Method).ConfigureAwait(false);
                return true;
            },
            cancellationToken
        );

    public Task TakeBackAsync(Statement statement, string by, CancellationToken cancellationToken) =>
        Task.Run(() => ledger.TakeBackAsync(statement, by), cancellationToken);

    public Task TakeBackReleaseAsync(Guid draftId, int version, string by, CancellationToken cancellationToken) =>
        Task.Run(() => ledger.TakeBackReleaseAsync(draftId, version, by), cancellationToken);

    public Task<Refusal?> StopAsync(CancellationToken cancellationToken) => Task.Run(FileFault, cancellationToken);

    public Task<Authority> AuthorityAsync(CancellationToken cancellationToken) =>
        Task.Run(() => FileFault() is null ? roster.Current() : Authority.None, cancellationToken);

    public Task<Refusal?> RegisterPasskeyAsync(PasskeyStatement statement, Proof proof, CancellationToken cancellationToken) =>
        ChangeAsync(() => people.AddPasskey(statement, proof), cancellationToken);

    public Task<Refusal?> RemovePasskeyAsync(
        PasskeyRemovalStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    ) => ChangeAsync(() => people.RemovePasskey(statement, proof), cancellationToken);

    public Task<Refusal?> ReplaceVerifierAsync(VerifierStatement statement, Proof proof, CancellationToken cancellationToken) =>
        ChangeAsync(() => people.ReplaceVerifier(statement, proof), cancellationToken);

    public Task<Refusal?> DelegateAsync(DelegationStatement statement, Proof proof, CancellationToken cancellationToken) =>
        ChangeAsync(() => people.Delegate(statement, proof), cancellationToken);

    public Task<Refusal?> EndDelegationAsync(
        DelegationEndStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    ) => ChangeAsync(() => people.EndDelegation(statement, proof), cancellationToken);

    public Task<Refusal?> ChangeBookAsync(BookChange change, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                if ((FileFault() ?? people.ChangeBook(change)) is { } refusal)
                    return refusal;
                // once: set back to the old book, the same two yeses do not change it again
                await ledger.TakeBackAsync(change.Proposed, "signing").ConfigureAwait(false);
                await ledger.TakeBackAsync(change.Approved.Statement, "signing").ConfigureAwait(false);
                return null;
            },
            cancellationToken
        );

    public Task<DateTimeOffset?> CertificateUntilAsync(string domain, CancellationToken cancellationToken) =>
        Task.Run<DateTimeOffset?>(
            () =>
                EmailAddress.TryParse($"x@{domain}", out _) && keys.TryFind(domain, out var identity, out _)
                    ? identity.Certificate.NotAfter.ToUniversalTime()
                    : null,
            cancellationToken
        );

    public Task<CheckpointResult> SignCheckpointAsync(CheckpointRequest request, CancellationToken cancellationToken) =>
        Task.Run(() => checkpoints.Sign(request), cancellationToken);

    public Task<Attested> AttestedAsync(CancellationToken cancellationToken) => Task.Run(checkpoints.Attested, cancellationToken);

    private Task<Refusal?> ChangeAsync(Func<Refusal?> change, CancellationToken cancellationToken) =>
        Task.Run(() => FileFault() ?? change(), cancellationToken);

    // what somebody else wrote entitles nobody, and proves nobody's yes
    private Refusal? FileFault()
    {
        var fault = Look();
        // it is asked with every page: said when it comes
        if (Interlocked.Exchange(ref _told, fault?.Code) != fault?.Code && fault is not null)
            logger.FileNotOurs(fault.Code, fault.Text);
        return fault;
    }

    private Refusal? Look()
    {
        try
        {
            roster.CheckFiles();
            return _chain.Value ?? anchors.LedgerObjection();
        }
        catch (KeptFileException changed)
        {
            return changed.Reason;
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or FormatException or SqliteException)
        {
            return LedgerRefusals.Unreadable.Of(unreadable.GetType().Name, unreadable.Message);
        }
    }

    private async Task<(SigningResult Result, string KeyId)> SignNowAsync(
        SigningRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (FileFault() is { } fault)
            return (new SigningResult.Later(fault), "");
        if (!TryPermit(request, roster.Current(), now, out var permit, out var objection))
            return (new SigningResult.Refused(objection), "");
        var (released, approvedAt, identity) = permit;
        var copies = Sign(released, request.Attachments, identity, now, cancellationToken);
        // entered before anybody has them: what was given out and is not on record would be refused everywhere
        await ledger.NoteAsync(released, approvedAt, copies).ConfigureAwait(false);
        return (new SigningResult.Signed(copies), identity.KeyId);
    }

    private bool TryPermit(
        SigningRequest request,
        Authority authority,
        DateTimeOffset now,
        [NotNullWhen(true)] out Permit? permit,
        [NotNullWhen(false)] out Refusal? objection
    )
    {
        permit = null;
        var (version, approval, concurrences, attachments) = request;
        var content = version.Content;
        objection = Unfit(request, now);
        if (objection is not null)
            return false;
        if (ledger.Writers(version) is not { } writers)
        {
            objection = SigningRefusals.VersionUnknown;
            return false;
        }
        var approvedAt = ledger.ProvenAt(approval.Statement);
        // who wrote it is what was noted when it was submitted, whatever its record says now
        var decision = ReleaseRules.Decide(
            new ReleaseRequest(version with { LastEditor = writers[^1], Writers = writers }, approval, concurrences),
            authority,
            (statement, _) => statement == approval.Statement ? approvedAt : ledger.ProvenAt(statement),
            policies,
            now
        );
        if (decision is not ReleaseDecision.Granted(var released))
        {
            objection = ((ReleaseDecision.Refused)decision).Reason;
            return false;
        }
        if (!keys.TryFind(content.From.Address.Domain, out var identity, out objection))
            return false;
        if (Unusable(identity, content.From.Address, now) is { } unusable)
        {
            objection = SigningRefusals.KeyUnusable.Of(content.From.Address.Domain, unusable);
            return false;
        }
        permit = new(released, approvedAt!.Value, identity); // what was granted was proven
        return true;
    }

    private Refusal? Unfit(SigningRequest request, DateTimeOffset now)
    {
        var content = request.Version.Content;
        if (content.Hash() != request.Version.ContentHash)
            return SigningRefusals.HashDiffers;
        if (ledger.IsTakenBack(request.Approval.Statement))
            return SigningRefusals.TakenBack;
        if (content.Optional.DeferUntil is { } defer && now + ReleaseRules.ClockSkew < defer.At)
            return SigningRefusals.HeldUntil.Of(defer);
        if (Missing(content, request.Attachments) is { } missing)
            return SigningRefusals.AttachmentMissing.Of(missing);
        return Unlawful(content.Label, now) is { } unlawful ? SigningRefusals.LabelInvalid.Of(unlawful) : null;
    }

    private ImmutableArray<SignedCopy> Sign(
        ReleasedMessage released,
        IReadOnlyDictionary<string, byte[]> attachments,
        SigningIdentity identity,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var content = released.Version.Content;
        var label = LabelForms.Of(content.Label, policies.Find(content.Label.PolicyId)!);
        var copies = ImmutableArray.CreateBuilder<SignedCopy>();
        foreach (var (copy, envelopeId) in CopyPlan.Of(content).Zip(released.Filled.EnvelopeIds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var built = MessageBuilder.Build(released, copy, attachments, label);
            copies.Add(new(copy, envelopeId, SignedMessage.Sign(built, identity, now, label.Ess)));
        }
        return copies.ToImmutable();
    }

    private static string? Missing(MessageContent content, IReadOnlyDictionary<string, byte[]> attachments)
    {
        foreach (var attachment in content.Attachments)
            if (
                !attachments.TryGetValue(attachment.Sha256, out var octets)
                || octets.LongLength != attachment.Size
                || Convert.ToHexStringLower(SHA256.HashData(octets)) != attachment.Sha256
            )
                return attachment.Sha256;
        return null;
    }

    private string? Unlawful(SecurityLabel label, DateTimeOffset now) =>
        policies.Find(label.PolicyId) is { } policy
            ? LabelRules.Validate(policy, label, now, creating: true).FirstOrDefault(finding => finding.IsError)?.Text
            : $"The policy {label.PolicyId} is not known to the signing service.";

    private static string? Unusable(SigningIdentity identity, EmailAddress from, DateTimeOffset now)
    {
        var certificate = identity.Certificate;
        if (now < certificate.NotBefore || now > certificate.NotAfter)
            return "its certificate is not valid at this time. Have a new one issued.";
        return CertificateAddresses.Covers(CertificateAddresses.Of(certificate), from.ToString())
            ? null
            : $"its certificate is not for {from}. Have one issued that names it.";
    }

    private sealed record Unreleased(DateTimeOffset At, string MessageId, string Code);

    private sealed record Permit(ReleasedMessage Released, DateTimeOffset ApprovedAt, SigningIdentity Identity);
}
