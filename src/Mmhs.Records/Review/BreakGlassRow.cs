using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.People;

namespace Mmhs.Records.Review;

/// <summary>A release by one person alone: reported upward, and looked at afterwards by somebody else.</summary>
public sealed class BreakGlassRow
{
    public Guid ReleaseId { get; set; }
    public int OrganisationId { get; set; }
    public string By { get; set; } = "";
    public string ByName { get; set; } = "";
    public string Reason { get; set; } = "";
    public DateTimeOffset At { get; set; }

    /// <summary>A MINIMIZE in force that would have kept it back was set aside with the rest.</summary>
    public bool SetAsideMinimize { get; set; }

    /// <summary>Who looked at it; null: nobody yet.</summary>
    public string? ReviewedBy { get; set; }
    public string? ReviewedByName { get; set; }
    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>Whether it was justified; null until it was looked at.</summary>
    public bool? Justified { get; set; }
    public string? Finding { get; set; }
}

internal sealed class BreakGlassMap : IEntityTypeConfiguration<BreakGlassRow>
{
    public void Configure(EntityTypeBuilder<BreakGlassRow> report)
    {
        report.ToTable("break_glass");
        report.HasKey(r => r.ReleaseId);
        report.Property(r => r.By).HasMaxLength(64);
        report.Property(r => r.ByName).HasMaxLength(120);
        report.Property(r => r.Reason).HasMaxLength(2000);
        report.Property(r => r.ReviewedBy).HasMaxLength(64);
        report.Property(r => r.ReviewedByName).HasMaxLength(120);
        report.Property(r => r.Finding).HasMaxLength(2000);
        report.HasIndex(r => new { r.OrganisationId, r.At }).HasDatabaseName("ix_break_glass_organisation");
        report.HasOne<OrganisationRow>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
