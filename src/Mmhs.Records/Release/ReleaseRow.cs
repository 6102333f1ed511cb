using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Release;

/// <summary>A release: who said yes to which version with which system-filled values, and the proof.</summary>
public sealed class ReleaseRow
{
    public Guid Id { get; set; }
    public Guid DraftId { get; set; }
    public int Version { get; set; }
    public int RoleId { get; set; }
    public string MessageId { get; set; } = "";
    public string Drafter { get; set; } = "";
    public string DrafterName { get; set; } = "";
    public string Releaser { get; set; } = "";
    public string ReleaserName { get; set; } = "";

    /// <summary>Display name of the principal a deputy released for; null: in his own right.</summary>
    public string? OnBehalfOf { get; set; }

    /// <summary>Released by one person alone: break-glass, or where the policy lets the last editor release.</summary>
    public bool ByOnePerson { get; set; }

    /// <summary>When it leaves; before that the release can be undone.</summary>
    public DateTimeOffset LeavesAt { get; set; }
    public DateTimeOffset ReleasedAt { get; set; }

    /// <summary>The approval as JSON: statement, method, proof.</summary>
    public string Approval { get; set; } = "";
    public string Subject { get; set; } = "";
    public int LabelId { get; set; }
    public short Urgency { get; set; }
    public DateTimeOffset Dtg { get; set; }

    /// <summary>Why it could not be sent; null when nothing failed.</summary>
    public string? Failure { get; set; }

    /// <summary>Grows with every release: the order of the sent list.</summary>
    public long Number { get; set; }
}

internal sealed class ReleaseMap : IEntityTypeConfiguration<ReleaseRow>
{
    public void Configure(EntityTypeBuilder<ReleaseRow> release)
    {
        // Separation of duty is a rule of the domain, so the database forbids the rest too.
        release.ToTable("release", t => t.HasCheckConstraint("ck_release_two_persons", "drafter <> releaser OR by_one_person"));
        release.HasKey(r => r.Number);
        release.Property(r => r.Number).ValueGeneratedOnAdd();
        release.HasAlternateKey(r => r.Id);
        release.Property(r => r.MessageId).HasMaxLength(250);
        release.Property(r => r.Drafter).HasMaxLength(64);
        release.Property(r => r.Releaser).HasMaxLength(64);
        release.Property(r => r.DrafterName).HasMaxLength(120);
        release.Property(r => r.ReleaserName).HasMaxLength(120);
        release.Property(r => r.OnBehalfOf).HasMaxLength(120);
        release.Property(r => r.Subject).HasMaxLength(400);
        release.Property(r => r.Failure).HasMaxLength(2000);
        release.HasIndex(r => r.MessageId).IsUnique().HasDatabaseName("ux_release_message_id");
        release.HasIndex(r => new { r.DraftId, r.Version }).IsUnique().HasDatabaseName("ux_release_draft_version");
        release.HasIndex(r => new { r.RoleId, r.Number }).HasDatabaseName("ix_release_role_number");
        release.HasOne<DraftRow>().WithMany().HasForeignKey(r => r.DraftId).OnDelete(DeleteBehavior.Restrict);
    }
}
