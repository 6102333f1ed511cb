using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Messages.Reports;
using Mmhs.Signing.Client;
using Mmhs.Wire.Mime;

namespace Mmhs.Signing.Ledger;

/// <summary>What the service was told, what was proven to it and what it signed; by this and not by anybody's database it decides.</summary>
internal sealed class ReleaseLedger(LedgerFile file, IOptions<SigningOptions> options, TimeProvider time)
{
    /// <summary>Notes a version; the same again adds nothing.</summary>
    public async Task NoteAsync(SubmittedVersion version)
    {
        var facts = new VersionFacts(version.Number, version.ContentHash, version.Writers, version.By);
        var known = Versions(version.DraftId);
        if (known.Any(one => IsSame(one, version) && version.Writers.All(name => one.Writers.Any(other => Same(name, other)))))
            return;
        await file.AppendAsync(
                new LedgerNote(
                    LedgerKinds.Version,
                    Subject(version.DraftId),
                    JsonSerializer.SerializeToUtf8Bytes(facts, LedgerFacts.Default.VersionFacts)
                )
            )
            .ConfigureAwait(false);
    }

    /// <summary>Everybody who wrote in the draft up to this version, who wrote last at the end; null: no such version was submitted.</summary>
    public ImmutableArray<string>? Writers(MessageVersion version)
    {
        var known = Versions(version.DraftId);
        var at = known.FindLastIndex(one => one.Number == version.Number && one.ContentHash == version.ContentHash);
        if (at < 0)
            return null;
        var writers = new List<string>();
        foreach (var name in known.Where(one => one.Number <= version.Number).SelectMany(one => one.Writers))
        {
            writers.RemoveAll(other => Same(name, other));
            writers.Add(name);
        }
        return [.. writers];
    }

    /// <summary>Notes that a yes was proven; a second time it stays as it was.</summary>
    public async Task NoteAsync(Statement statement, ApprovalMethod method)
    {
        var subject = statement.Digest();
        if (file.Last(LedgerKinds.Approval, subject) is not null)
            return;
        await file.AppendAsync(
                new LedgerNote(
                    LedgerKinds.Approval,
                    subject,
                    JsonSerializer.SerializeToUtf8Bytes(
                        new ApprovalFacts(statement.Person, method.ToWord()),
                        LedgerFacts.Default.ApprovalFacts
                    )
                )
            )
            .ConfigureAwait(false);
    }

    /// <summary>When the yes was first proven; null when it never was, or was taken back.</summary>
    public DateTimeOffset? ProvenAt(Statement statement)
    {
        var subject = statement.Digest();
        return IsTakenBack(subject) ? null : file.Find(LedgerKinds.Approval, subject).FirstOrDefault()?.At;
    }

    public bool IsTakenBack(string statement) => file.Last(LedgerKinds.TakenBack, statement) is not null;

    /// <summary>A yes no longer counts, and no copy signed by it goes on.</summary>
    public async Task TakeBackAsync(string statement, string by)
    {
        if (!IsTakenBack(statement))
            await file.AppendAsync(
                    new LedgerNote(
                        LedgerKinds.TakenBack,
                        statement,
                        JsonSerializer.SerializeToUtf8Bytes(new TakenBackFacts(by), LedgerFacts.Default.TakenBackFacts)
                    )
                )
                .ConfigureAwait(false);
    }

    /// <summary>Enters the copies of a release, before anybody has them.</summary>
    public Task NoteAsync(ReleasedMessage released, DateTimeOffset approvedAt, ImmutableArray<SignedCopy> copies)
    {
        var (version, statement) = (released.Version, released.Approval.Statement);
        var leaves = version.Content.Optional.DeferUntil is { } defer && defer.At > approvedAt ? defer.At : approvedAt;
        return file.AppendAsync([
            .. copies.Select(copy => new LedgerNote(
                LedgerKinds.Copy,
                Convert.ToHexStringLower(BodyDigest.OfMessage(copy.Octets)),
                JsonSerializer.SerializeToUtf8Bytes(
                    new CopyFacts(
                        released.Filled.MessageId.Value,
                        copy.EnvelopeId.Value,
                        [.. copy.Plan.Recipients.Select(recipient => recipient.Address.ToString())],
                        version.DraftId,
                        version.Number,
                        version.ContentHash,
                        statement.Digest(),
                        leaves.ToUnixTimeMilliseconds()
                    ),
                    LedgerFacts.Default.CopyFacts
                )
            )),
        ]);
    }

    /// <summary>Why a copy may not go on; null when it was released to all it is going to.</summary>
    public Refusal? Objection(CopyInTransit copy)
    {
        var known = file.Find(LedgerKinds.Copy, Convert.ToHexStringLower(copy.BodyDigest))
            .Select(LedgerFacts.Copy)
            .Where(one => one.MessageId == copy.MessageId.Value)
            .ToList();
        if (known.Count == 0)
            return LedgerRefusals.NotReleased;
        var standing = known.Where(one => !IsTakenBack(one.Approval)).ToList();
        if (standing.Count == 0)
            return LedgerRefusals.TakenBack;
        var approved = standing.SelectMany(one => one.Recipients).Select(AddressIdentity.Key).ToHashSet(StringComparer.Ordinal);
        if (
            copy.Recipients.FirstOrDefault(recipient =>
                AddressIdentity.Key(recipient) is not { } key || !approved.Contains(key)
            ) is
            { } other
        )
            return LedgerRefusals.OtherRecipients.Of(other);
        var leaves = DateTimeOffset.FromUnixTimeMilliseconds(standing.Max(one => one.Leaves));
        return time.GetUtcNow() - leaves > options.Value.CopyLifetime ? LedgerRefusals.TooOld.Of(leaves) : null;
    }

    private List<VersionFacts> Versions(Guid draft) =>
        [.. file.Find(LedgerKinds.Version, Subject(draft)).Select(LedgerFacts.Version)];

    private static string Subject(Guid draft) => draft.ToString("D");

    private static bool IsSame(VersionFacts one, SubmittedVersion other) =>
        one.Number == other.Number && one.ContentHash == other.ContentHash;

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
