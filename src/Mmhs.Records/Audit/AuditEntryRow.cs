using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Audit;

/// <summary>One audit entry. <see cref="Canon"/> alone is evidence; the other columns are derived from it so that it can be found.</summary>
public sealed class AuditEntryRow
{
    public string Stream { get; set; } = "";
    public long Seq { get; set; }
    public byte[] Canon { get; set; } = [];
    public byte[] EntryHash { get; set; } = [];
    public byte[] ChainHash { get; set; } = [];
    public DateTimeOffset At { get; set; }
    public string EventType { get; set; } = "";
    public string Outcome { get; set; } = "";
    public string? Actor { get; set; }
    public string? MessageId { get; set; }
    public string? EnvelopeId { get; set; }
    public string? Correlation { get; set; }
}

/// <summary>The end of a stream: what the next entry is chained to. Its row is the lock that makes the stream's writer single.</summary>
public sealed class AuditStreamRow
{
    public string Stream { get; set; } = "";
    public long Size { get; set; }
    public byte[] Chain { get; set; } = [];
    public byte[] Frontier { get; set; } = [];
}

/// <summary>A checkpoint with the signing service's signature over its text.</summary>
public sealed class AuditCheckpointRow
{
    public string Stream { get; set; } = "";
    public long Number { get; set; }
    public long Size { get; set; }
    public string Text { get; set; } = "";

    /// <summary>Detached CMS SignedData, DER.</summary>
    public byte[] Signature { get; set; } = [];
}

internal sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntryRow>
{
    public void Configure(EntityTypeBuilder<AuditEntryRow> entry)
    {
        entry.ToTable("audit_entry");
        entry.HasKey(e => new { e.Stream, e.Seq });
        entry.Property(e => e.Stream).HasMaxLength(64);
        entry.Property(e => e.EntryHash).HasMaxLength(32);
        entry.Property(e => e.ChainHash).HasMaxLength(32);
        entry.Property(e => e.EventType).HasMaxLength(32);
        entry.Property(e => e.Outcome).HasMaxLength(8);
        entry.Property(e => e.Actor).HasMaxLength(320);
        entry.Property(e => e.MessageId).HasMaxLength(400);
        entry.Property(e => e.EnvelopeId).HasMaxLength(100);
        entry.Property(e => e.Correlation).HasMaxLength(64);
        // The four questions of AUD-5.2: which message, which submission, who, when; each answered newest first.
        entry
            .HasIndex(e => new
            {
                e.MessageId,
                e.At,
                e.Seq,
                e.Stream,
            })
            .HasDatabaseName("ix_audit_entry_message");
        entry
            .HasIndex(e => new
            {
                e.EnvelopeId,
                e.At,
                e.Seq,
                e.Stream,
            })
            .HasDatabaseName("ix_audit_entry_envelope");
        entry
            .HasIndex(e => new
            {
                e.Actor,
                e.At,
                e.Seq,
                e.Stream,
            })
            .HasDatabaseName("ix_audit_entry_actor");
        entry
            .HasIndex(e => new
            {
                e.At,
                e.Seq,
                e.Stream,
            })
            .HasDatabaseName("ix_audit_entry_at");
        entry
            .HasIndex(e => new
            {
                e.Correlation,
                e.At,
                e.Seq,
                e.Stream,
            })
            .HasDatabaseName("ix_audit_entry_correlation");
    }
}

internal sealed class AuditStreamMap : IEntityTypeConfiguration<AuditStreamRow>
{
    public void Configure(EntityTypeBuilder<AuditStreamRow> stream)
    {
        stream.ToTable("audit_stream");
        stream.HasKey(s => s.Stream);
        stream.Property(s => s.Stream).HasMaxLength(64);
        stream.Property(s => s.Chain).HasMaxLength(32);
        stream.Property(s => s.Frontier).HasMaxLength(64 * 32);
    }
}

internal sealed class AuditCheckpointMap : IEntityTypeConfiguration<AuditCheckpointRow>
{
    public void Configure(EntityTypeBuilder<AuditCheckpointRow> checkpoint)
    {
        checkpoint.ToTable("audit_checkpoint");
        checkpoint.HasKey(c => new { c.Stream, c.Number });
        checkpoint.Property(c => c.Stream).HasMaxLength(64);
        checkpoint.Property(c => c.Text).HasMaxLength(1000);
    }
}
