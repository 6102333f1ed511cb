using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Compose;

namespace Mmhs.Records.Compose;

/// <summary>What somebody said about a draft, or about one field of it. Said once, it stays; only whether it is settled changes.</summary>
public sealed class CommentRow
{
    public Guid Id { get; set; }
    public Guid DraftId { get; set; }

    /// <summary>The version it was made on; 0 where none had been submitted yet.</summary>
    public int Version { get; set; }

    /// <summary>The field as refusals name it; null when it is about the whole message.</summary>
    public string? Field { get; set; }
    public CommentKind Kind { get; set; }
    public string Text { get; set; } = "";

    /// <summary>Label of the draft when it was made: what is said may quote what was read. Null while there was none.</summary>
    public int? LabelId { get; set; }

    /// <summary>Sign-in name.</summary>
    public string By { get; set; } = "";
    public string ByName { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string? ResolvedBy { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
}

/// <summary>Somebody was named in a comment and has, or has not yet, looked at it.</summary>
public sealed class MentionRow
{
    public Guid CommentId { get; set; }
    public Guid PersonId { get; set; }

    /// <summary>The role of the draft: what a person is told depends on the role acted in.</summary>
    public int RoleId { get; set; }

    /// <summary>Sign-in name, as it was written.</summary>
    public string Name { get; set; } = "";
    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class CommentMap : IEntityTypeConfiguration<CommentRow>
{
    public void Configure(EntityTypeBuilder<CommentRow> comment)
    {
        comment.ToTable("draft_comment");
        comment.Property(c => c.Field).HasMaxLength(32);
        comment.Property(c => c.Kind).HasConversion<string>().HasMaxLength(16);
        comment.Property(c => c.Text).HasMaxLength(CommentLimits.MaxText);
        comment.Property(c => c.By).HasMaxLength(64);
        comment.Property(c => c.ByName).HasMaxLength(120);
        comment.Property(c => c.ResolvedBy).HasMaxLength(64);
        comment.HasIndex(c => new { c.DraftId, c.At }).HasDatabaseName("ix_draft_comment_draft_at");
        comment.HasOne<DraftRow>().WithMany().HasForeignKey(c => c.DraftId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MentionMap : IEntityTypeConfiguration<MentionRow>
{
    public void Configure(EntityTypeBuilder<MentionRow> mention)
    {
        mention.ToTable("draft_mention");
        mention.HasKey(m => new { m.CommentId, m.PersonId });
        mention.Property(m => m.Name).HasMaxLength(64);
        mention
            .HasIndex(m => new
            {
                m.PersonId,
                m.RoleId,
                m.ReadAt,
            })
            .HasDatabaseName("ix_draft_mention_unread");
        mention.HasOne<CommentRow>().WithMany().HasForeignKey(m => m.CommentId).OnDelete(DeleteBehavior.Cascade);
    }
}
