using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Release;

/// <summary>A version as it was submitted for release; rows are only added.</summary>
public sealed class VersionRow
{
    public Guid DraftId { get; set; }
    public int Number { get; set; }

    /// <summary>What was submitted, in the octets its hash is made over (<see cref="ContentCodec"/>).</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>Its label, so that who may see it is asked without reading it.</summary>
    public int LabelId { get; set; }
    public string ContentHash { get; set; } = "";

    public string LastEditor { get; set; } = "";
    public string LastEditorName { get; set; } = "";

    /// <summary>Everybody who wrote in its draft up to it, as <see cref="WriterNames"/> keeps them.</summary>
    public string Writers { get; set; } = "";

    /// <summary>Display name of the releaser who changed nothing but the precedence; null: a drafter made this version.</summary>
    public string? PrecedenceBy { get; set; }

    /// <summary>Name of the rule its stages come from; null: none fitted.</summary>
    public string? Rule { get; set; }
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>A new row of a version.</summary>
    /// <param name="version">What it keeps.</param>
    /// <param name="label">The number of its label.</param>
    /// <param name="editor">Display name of its last editor.</param>
    /// <param name="rule">As <see cref="Rule"/>.</param>
    public static VersionRow Of(MessageVersion version, int label, string editor, string? rule) =>
        new()
        {
            DraftId = version.DraftId,
            Number = version.Number,
            Content = ContentCodec.Write(version.Content),
            LabelId = label,
            ContentHash = version.ContentHash,
            LastEditor = version.LastEditor,
            LastEditorName = editor,
            Writers = WriterNames.Write(version.Writers),
            Rule = rule,
            SubmittedAt = version.SubmittedAt,
        };

    /// <summary>The version it keeps; null when it is not what was submitted.</summary>
    public MessageVersion? ReadIfWhole()
    {
        try
        {
            return Read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The version it keeps.</summary>
    /// <exception cref="InvalidDataException">It is not what was submitted: its octets no longer have the hash, or are none of content.</exception>
    public MessageVersion Read()
    {
        MessageVersion version;
        try
        {
            version = new(DraftId, Number, ContentCodec.Read(Content), LastEditor, SubmittedAt)
            {
                Writers = WriterNames.Read(Writers, LastEditor),
            };
        }
        catch (FormatException wrong)
        {
            throw new InvalidDataException($"Version {Number} of draft {DraftId} cannot be read.", wrong);
        }
        return version.ContentHash == ContentHash
            ? version
            : throw new InvalidDataException($"Version {Number} of draft {DraftId} was changed after it was submitted.");
    }
}

internal sealed class VersionMap : IEntityTypeConfiguration<VersionRow>
{
    public void Configure(EntityTypeBuilder<VersionRow> version)
    {
        version.ToTable("message_version");
        version.HasKey(v => new { v.DraftId, v.Number });
        version.Property(v => v.ContentHash).HasMaxLength(64);
        version.Property(v => v.LastEditor).HasMaxLength(64);
        version.Property(v => v.LastEditorName).HasMaxLength(120);
        version.Property(v => v.PrecedenceBy).HasMaxLength(120);
        version.Property(v => v.Rule).HasMaxLength(120);
        version.HasOne<DraftRow>().WithMany().HasForeignKey(v => v.DraftId).OnDelete(DeleteBehavior.Restrict);
    }
}
