using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Signing.Approvals;
using Mmhs.Signing.Checkpoints;
using Mmhs.Signing.Client;
using Mmhs.Signing.Keys;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smime;

namespace Mmhs.Signing;

/// <summary>Asks every question again by itself, builds the octets, and only then signs (design §5).</summary>
internal sealed class SigningService(
    KeyStore keys,
    Roster roster,
    RosterDesk people,
    CheckpointDesk checkpoints,
    PolicyCatalog policies,
    TimeProvider time,
    ILogger<SigningService> logger
) : IReleaseSigning, IApprovals, IRosterChanges, ICheckpoints
{
    public Task<SigningResult> SignAsync(SigningRequest request, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var started = time.GetTimestamp();
                var statement = request.Approval.Statement;
                var result = Sign(request, out var keyId, cancellationToken);
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

    public Task<ProofParameters> ProofParametersAsync(string releaser, CancellationToken cancellationToken) =>
        Task.Run(() => roster.Parameters(releaser), cancellationToken);

    public Task<bool> ProvesAsync(Statement statement, Proof proof, CancellationToken cancellationToken) =>
        Task.Run(() => roster.IsProven(statement, proof), cancellationToken);

    public Task<Authority> AuthorityAsync(CancellationToken cancellationToken) => Task.Run(roster.Current, cancellationToken);

    public Task<Refusal?> RegisterPasskeyAsync(PasskeyStatement statement, Proof proof, CancellationToken cancellationToken) =>
        Task.Run(() => people.AddPasskey(statement, proof), cancellationToken);

    public Task<Refusal?> RemovePasskeyAsync(
        PasskeyRemovalStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    ) => Task.Run(() => people.RemovePasskey(statement, proof), cancellationToken);

    public Task<Refusal?> ReplaceVerifierAsync(VerifierStatement statement, Proof proof, CancellationToken cancellationToken) =>
        Task.Run(() => people.ReplaceVerifier(statement, proof), cancellationToken);

    public Task<Refusal?> DelegateAsync(DelegationStatement statement, Proof proof, CancellationToken cancellationToken) =>
        Task.Run(() => people.Delegate(statement, proof), cancellationToken);

    public Task<Refusal?> EndDelegationAsync(
        DelegationEndStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    ) => Task.Run(() => people.EndDelegation(statement, proof), cancellationToken);

    public Task<Refusal?> ChangeBookAsync(BookChange change, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var newcomers = ImmutableArray.CreateBuilder<Credential>();
                foreach (var (name, text) in change.FirstVerifiers)
                {
                    if (!ScramVerifier.TryParse(text, out var verifier))
                        return RosterRefusals.PasswordNotTakenOver.Of(name);
                    newcomers.Add(new(name, verifier, []));
                }
                return people.ChangeBook(change.After, newcomers.ToImmutable(), change.Proposed, change.Approved);
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

    private SigningResult Sign(SigningRequest request, out string keyId, CancellationToken cancellationToken)
    {
        keyId = "";
        var (version, approval, concurrences, attachments) = request;
        var content = version.Content;
        var now = time.GetUtcNow();
        if (content.Hash() != version.ContentHash)
            return Refused(SigningRefusals.HashDiffers);
        if (content.Optional.DeferUntil is { } defer && now + ReleaseRules.ClockSkew < defer.At)
            return Refused(SigningRefusals.HeldUntil.Of(defer));
        if (Missing(content, attachments) is { } missing)
            return Refused(SigningRefusals.AttachmentMissing.Of(missing));
        if (Unlawful(content.Label, now) is { } unlawful)
            return Refused(SigningRefusals.LabelInvalid.Of(unlawful));

        return ReleaseRules.Decide(
            new ReleaseRequest(version, approval, concurrences),
            roster.Current(),
            roster.IsProven,
            policies,
            now
        ) switch
        {
            ReleaseDecision.Granted(var released) => Sign(released, attachments, now, out keyId, cancellationToken),
            ReleaseDecision.Refused(var reason) => new SigningResult.Refused(reason),
            _ => throw new UnreachableException(),
        };
    }

    private SigningResult Sign(
        ReleasedMessage released,
        IReadOnlyDictionary<string, byte[]> attachments,
        DateTimeOffset now,
        out string keyId,
        CancellationToken cancellationToken
    )
    {
        keyId = "";
        var content = released.Version.Content;
        if (!keys.TryFind(content.From.Address.Domain, out var identity, out var noKey))
            return new SigningResult.Refused(noKey);
        if (Unusable(identity, content.From.Address, now) is { } unusable)
            return new SigningResult.Refused(SigningRefusals.KeyUnusable.Of(content.From.Address.Domain, unusable));
        keyId = identity.KeyId;

        var label = LabelForms.Of(content.Label, policies.Find(content.Label.PolicyId)!);
        var copies = ImmutableArray.CreateBuilder<SignedCopy>();
        foreach (var (copy, envelopeId) in CopyPlan.Of(content).Zip(released.Filled.EnvelopeIds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var built = MessageBuilder.Build(released, copy, attachments, label);
            copies.Add(new(copy, envelopeId, SignedMessage.Sign(built, identity, now, label.Ess)));
        }
        return new SigningResult.Signed(copies.ToImmutable());
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

    private static SigningResult.Refused Refused(Refusal reason) => new(reason);
}
