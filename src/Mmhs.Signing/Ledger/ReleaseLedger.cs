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
        if (
            known.Any(one =>
                IsSame(one, version) && version.Writers.All(name => one.Writers.Any(other => RightsBook.IsSame(name, other)))
            )
        )
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
        // by their place here: what number a version has is somebody else's word
        return known.Take(at + 1).SelectMany(one => one.Writers).Aggregate(ImmutableArray<string>.Empty, WriterList.With);
    }

    /// <summary>Notes that a yes was proven; a second time it stays as it was.</summary>
    public async Task NoteAsync(Statement statement, ApprovalMethod method)
    {
        var subject = statement.Digest();
        if (Said(subject) is not null)
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
    public DateTimeOffset? ProvenAt(Statement statement) => Standing(statement.Digest(), ReleaseOf(statement))?.At;

    /// <summary>Whether a yes was said and counts no more: it was taken back itself, or what it releases was since it was said.</summary>
    public bool IsTakenBack(Statement statement) => Said(statement.Digest()) is not null && ProvenAt(statement) is null;

    /// <summary>A yes no longer counts; one that was never said is left alone.</summary>
    public Task TakeBackAsync(Statement statement, string by) =>
        ProvenAt(statement) is null ? Task.CompletedTask : NoteTakenBackAsync(statement.Digest(), by);

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
            .Select(LedgerFacts.Copy)
            .Where(one => one.MessageId == copy.MessageId.Value)
            .ToList();
        if (known.Count == 0)
            return LedgerRefusals.NotReleased;
        // by the yes and not by the copy: one that was signed while its release was taken back is caught too
        var standing = known.Where(one => Standing(one.Approval, ReleaseOf(one.Draft, one.Version)) is not null).ToList();
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

    /// <summary>The entry of a yes that was said and still counts.</summary>
    /// <param name="statement">Its digest.</param>
    /// <param name="release">What it releases; null: it is another kind of yes.</param>
    private LedgerEntry? Standing(string statement, string? release) =>
        Said(statement) is { } said
        && !IsTakenBackSince(said, statement)
        && !(release is not null && IsTakenBackSince(said, release))
            ? said
            : null;

    private LedgerEntry? Said(string statement) => file.Last(LedgerKinds.Approval, statement);

    private bool IsTakenBackSince(LedgerEntry said, string subject) =>
        file.Last(LedgerKinds.TakenBack, subject) is { } back && back.Sequence > said.Sequence;

    private Task NoteTakenBackAsync(string subject, string by) =>
        file.AppendAsync(
            new LedgerNote(
                LedgerKinds.TakenBack,
                subject,
                JsonSerializer.SerializeToUtf8Bytes(new TakenBackFacts(by), LedgerFacts.Default.TakenBackFacts)
            )
        );

    private static string? ReleaseOf(Statement statement) =>
        statement is ApprovalStatement release ? ReleaseOf(release.DraftId, release.Version) : null;

    private static string ReleaseOf(Guid draft, int version) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{draft:D}/{version}");

    private List<VersionFacts> Versions(Guid draft) =>
        [.. file.Find(LedgerKinds.Version, Subject(draft)).Select(LedgerFacts.Version)];

    private static string Subject(Guid draft) => draft.ToString("D");

    private static bool IsSame(VersionFacts one, SubmittedVersion other) =>
        one.Number == other.Number && one.ContentHash == other.ContentHash;
}
