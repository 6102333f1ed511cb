using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Submit;

/// <summary>What an outbox entry is there for.</summary>
public enum OutboxWork : byte
{
    /// <summary>Have the signing service build and sign all copies of the release; their submissions come of it.</summary>
    Sign = 0,

    /// <summary>Hand one copy to the MSA.</summary>
    Submit = 1,

    /// <summary>Hand a receipt to the MSA, with the null reverse-path; it belongs to no release.</summary>
    Receipt = 2,
}

/// <summary>Where an outbox entry stands.</summary>
public enum OutboxState : byte
{
    Pending = 0,
    Done = 1,
    Failed = 2,
}

/// <summary>Work that was promised when its transaction committed; done under a lease, repeated until it is done or refused for good.</summary>
public sealed class OutboxRow
{
    /// <summary>Tried without success, and to be tried again: <see cref="LastReply"/> says why.</summary>
    public static Expression<Func<OutboxRow, bool>> Waits { get; } =
        entry => entry.State == OutboxState.Pending && entry.LastReply != null;

    /// <summary>Nobody has begun to sign it: until its time it can be called back, and with the entry gone nobody will.</summary>
    public static Expression<Func<OutboxRow, bool>> IsUnsigned { get; } =
        entry => entry.Work == OutboxWork.Sign && entry.State == OutboxState.Pending && entry.Fence == 0;

    public long Id { get; set; }
    public Guid ReleaseId { get; set; }
    public OutboxWork Work { get; set; }
    public OutboxState State { get; set; }

    /// <summary>Governing precedence; more urgent work is claimed first.</summary>
    public short Urgency { get; set; }
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Nobody else may claim it before this; in the past when nobody holds it.</summary>
    public DateTimeOffset LeasedUntil { get; set; }

    /// <summary>Grows with every claim: a holder whose number is no longer here has lost it and may not write (fencing).</summary>
    public long Fence { get; set; }
    public int Attempts { get; set; }

    /// <summary>Which copy of the plan, for submissions.</summary>
    public int Copy { get; set; }
    public string? EnvelopeId { get; set; }

    /// <summary>Recipients as one address a line, for submissions.</summary>
    public string? Recipients { get; set; }
    public Guid? StoredMessageId { get; set; }

    /// <summary>The last answer of the MSA, or what kept us from getting one.</summary>
    public string? LastReply { get; set; }
}

internal sealed class OutboxMap : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> outbox)
    {
        outbox.ToTable("outbox");
        outbox.Property(o => o.Work).HasConversion<short>();
        outbox.Property(o => o.State).HasConversion<short>();
        outbox.Property(o => o.EnvelopeId).HasMaxLength(100); // RFC 3461 §4.4
        outbox.Property(o => o.LastReply).HasMaxLength(2000);
        outbox
            .HasIndex(o => new
            {
                o.State,
                o.Urgency,
                o.Id,
            })
            .IsDescending(false, true, false)
            .HasDatabaseName("ix_outbox_claim");
        outbox.HasIndex(o => o.EnvelopeId).IsUnique().HasDatabaseName("ux_outbox_envelope_id");
        outbox.HasIndex(o => o.ReleaseId).HasDatabaseName("ix_outbox_release");
    }
}
