using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.Deliver;
using Mmhs.Records.People;

namespace Mmhs.Records.Track;

/// <summary>A report or receipt that speaks of nothing we sent: kept for the operator, placed on no message.</summary>
public sealed class UnmatchedReportRow
{
    public long Id { get; set; }

    /// <summary>The role it came to.</summary>
    public int RoleId { get; set; }
    public Guid StoredMessageId { get; set; }

    /// <summary>SHA-256 of all it says, fields and body: the same report again is one entry.</summary>
    public string ContentSha256 { get; set; } = "";
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>The system that reports, as it names itself; empty when it does not.</summary>
    public string Reporter { get; set; } = "";

    /// <summary>What it says of whom, and by which identifiers.</summary>
    public string Words { get; set; } = "";

    /// <summary>When an operator put it away; null: it waits for one.</summary>
    public DateTimeOffset? SettledAt { get; set; }
    public string? SettledBy { get; set; }
}

internal sealed class UnmatchedReportMap : IEntityTypeConfiguration<UnmatchedReportRow>
{
    public void Configure(EntityTypeBuilder<UnmatchedReportRow> stray)
    {
        stray.ToTable("stray_report");
        stray.Property(s => s.ContentSha256).HasMaxLength(64);
        stray.Property(s => s.Reporter).HasMaxLength(400);
        stray.Property(s => s.Words).HasMaxLength(2000);
        stray.Property(s => s.SettledBy).HasMaxLength(64);
        stray.HasIndex(s => new { s.RoleId, s.ContentSha256 }).IsUnique().HasDatabaseName("ux_stray_report_role_content");
        stray.HasIndex(s => new { s.SettledAt, s.Id }).HasDatabaseName("ix_stray_report_waiting");
        stray.HasOne<RoleRow>().WithMany().HasForeignKey(s => s.RoleId).OnDelete(DeleteBehavior.Restrict);
        stray.HasOne<StoredMessageRow>().WithMany().HasForeignKey(s => s.StoredMessageId).OnDelete(DeleteBehavior.Restrict);
    }
}
