using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;

namespace Mmhs.Records.Track;

/// <summary>What is known of one addressee of one release.</summary>
public sealed class TrackingRow
{
    public long Id { get; set; }
    public Guid ReleaseId { get; set; }
    public string EnvelopeId { get; set; } = "";
    public string Address { get; set; } = "";
    public string? DisplayName { get; set; }
    public ReceivedAs AddressedAs { get; set; }
    public TrackingState State { get; set; }

    /// <summary>What the mail systems are asked to report on him.</summary>
    public ReportRequest Reports { get; set; }
    public DateTimeOffset? SubmittedAt { get; set; }
    public DateTimeOffset? RelayedAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>What the reader's own system said of it.</summary>
    public ReceiptState Receipt { get; set; }
    public DateTimeOffset? ReceiptAt { get; set; }

    /// <summary>Why it failed or is late, in words with the enhanced status code; null otherwise.</summary>
    public string? Reason { get; set; }
}

internal sealed class TrackingMap : IEntityTypeConfiguration<TrackingRow>
{
    public void Configure(EntityTypeBuilder<TrackingRow> tracking)
    {
        tracking.ToTable("tracking");
        tracking.Property(t => t.EnvelopeId).HasMaxLength(100); // RFC 3461 §4.4
        tracking.Property(t => t.Address).HasMaxLength(320);
        tracking.Property(t => t.DisplayName).HasMaxLength(120);
        tracking.Property(t => t.AddressedAs).HasConversion<short>();
        tracking.Property(t => t.State).HasConversion<short>();
        tracking.Property(t => t.Reports).HasConversion<short>();
        tracking.Property(t => t.Receipt).HasConversion<short>();
        tracking.Property(t => t.Reason).HasMaxLength(2000);
        tracking.HasIndex(t => new { t.EnvelopeId, t.Address }).IsUnique().HasDatabaseName("ux_tracking_envelope_address");
        tracking.HasIndex(t => t.ReleaseId).HasDatabaseName("ix_tracking_release");
    }
}

/// <summary>A report about an addressee, kept as it came in whatever it changed.</summary>
public sealed class TrackingEventRow
{
    public long Id { get; set; }
    public long TrackingId { get; set; }
    public DateTimeOffset At { get; set; }
    public TrackingState Reported { get; set; }

    /// <summary>What the reader's own system said; null: it is no receipt but a delivery report, and <see cref="Reported"/> counts.</summary>
    public ReceiptState? Receipt { get; set; }

    /// <summary>It is known to come from who took the message, or from the addressee's own domain; else it was kept and moved nothing.</summary>
    public bool Confirmed { get; set; }
    public string Text { get; set; } = "";

    /// <summary>The report's own Message-ID, as far as it is one; empty where it has none.</summary>
    public string ReportId { get; set; } = "";

    /// <summary>SHA-256 of all the report says, which of its recipients, and whether it was confirmed: the same report twice is one event, whatever it is called.</summary>
    public string ContentKey { get; set; } = "";
    public Guid? StoredMessageId { get; set; }
}

internal sealed class TrackingEventMap : IEntityTypeConfiguration<TrackingEventRow>
{
    public void Configure(EntityTypeBuilder<TrackingEventRow> happened)
    {
        happened.ToTable("tracking_event");
        happened.Property(e => e.Reported).HasConversion<short>();
        happened.Property(e => e.Receipt).HasConversion<short>();
        happened.Property(e => e.Text).HasMaxLength(2000);
        happened.Property(e => e.ReportId).HasMaxLength(400);
        happened.Property(e => e.ContentKey).HasMaxLength(80);
        happened.HasIndex(e => new { e.TrackingId, e.ContentKey }).IsUnique().HasDatabaseName("ux_tracking_event_content");
        happened.HasOne<TrackingRow>().WithMany().HasForeignKey(e => e.TrackingId).OnDelete(DeleteBehavior.Restrict);
    }
}
