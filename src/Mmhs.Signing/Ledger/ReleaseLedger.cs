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
        // by their place here: what number a version has is somebody else's word
        foreach (var name in known.Take(at + 1).SelectMany(one => one.Writers))
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
    public DateTimeOffset? ProvenAt(Statement statement) => IsTakenBack(statement) ? null : Said(statement.Digest())?.At;

    /// <summary>Whether a yes counts no more: it was taken back itself, or what it releases was since it was said.</summary>
    public bool IsTakenBack(Statement statement)
    {
        var subject = statement.Digest();
        return IsTakenBack(subject)
            || (
                statement is ApprovalStatement release
                && Said(subject) is { } said
                && IsTakenBackSince(said, release.DraftId, release.Version)
            );
    }

    /// <summary>A yes no longer counts; one that was never said is left alone.</summary>
    public Task TakeBackAsync(Statement statement, string by) =>
        Said(statement.Digest()) is not null && !IsTakenBack(statement.Digest())
            ? NoteTakenBackAsync(statement.Digest(), by)
            : Task.CompletedTask;

    /// <summary>No release of a version that was approved until now counts, and no copy that was signed by one goes on.</summary>
    /// <remarks>Named by draft and version, so that nobody's record of the approval says which yes is meant.</remarks>
    public Task TakeBackReleaseAsync(Guid draft, int version, string by) => NoteTakenBackAsync(ReleaseOf(draft, version), by);

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
            .Select(entry => (Entry: entry, Facts: LedgerFacts.Copy(entry)))
            .Where(one => one.Facts.MessageId == copy.MessageId.Value)
            .ToList();
        if (known.Count == 0)
            return LedgerRefusals.NotReleased;
        var standing = known
            .Where(one => !IsTakenBack(one.Facts.Approval) && !IsTakenBackSince(one.Entry, one.Facts.Draft, one.Facts.Version))
            .Select(one => one.Facts)
            .ToList();
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

    private LedgerEntry? Said(string statement) => file.Find(LedgerKinds.Approval, statement).FirstOrDefault();

    private bool IsTakenBack(string statement) => file.Last(LedgerKinds.TakenBack, statement) is not null;

    private bool IsTakenBackSince(LedgerEntry entry, Guid draft, int version) =>
        file.Last(LedgerKinds.TakenBack, ReleaseOf(draft, version)) is { } back && back.Sequence > entry.Sequence;

    private Task NoteTakenBackAsync(string subject, string by) =>
        file.AppendAsync(
            new LedgerNote(
                LedgerKinds.TakenBack,
                subject,
                JsonSerializer.SerializeToUtf8Bytes(new TakenBackFacts(by), LedgerFacts.Default.TakenBackFacts)
            )
        );

    private static string ReleaseOf(Guid draft, int version) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{draft:D}/{version}");

    private List<VersionFacts> Versions(Guid draft) =>
        [.. file.Find(LedgerKinds.Version, Subject(draft)).Select(LedgerFacts.Version)];

    private static string Subject(Guid draft) => draft.ToString("D");

    private static bool IsSame(VersionFacts one, SubmittedVersion other) =>
        one.Number == other.Number && one.ContentHash == other.ContentHash;

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
