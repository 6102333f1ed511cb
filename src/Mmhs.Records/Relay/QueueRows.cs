using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Relay;

/// <summary>Where a queued message stands.</summary>
public enum QueueState : byte
{
    /// <summary>Free to be claimed, now.</summary>
    Ready = 0,

    /// <summary>Somebody works on it until <see cref="QueueMessageRow.DueAt"/>.</summary>
    Leased = 1,

    /// <summary>To be tried again at <see cref="QueueMessageRow.DueAt"/>.</summary>
    Deferred = 2,
}

/// <summary>A message the relay took responsibility for. The row is gone when every recipient is settled; the audit trail tells the rest.</summary>
public sealed class QueueMessageRow
{
    /// <summary>Made by us, growing with time, so that a batch is inserted without asking for numbers.</summary>
    public Guid Id { get; set; }
    public QueueState State { get; set; }

    /// <summary>The MT-PRIORITY level it is handled at, -4 to 6; claims go by this first (RFC 6710 §5).</summary>
    public short HandledAs { get; set; }

    /// <summary>The determined MT-PRIORITY, which is what is relayed onward (RFC 6710 §4.1).</summary>
    public short Priority { get; set; }

    /// <summary>MAIL carried MT-PRIORITY, so a hop that does not know it gets the header field instead (RFC 6710 §4.2).</summary>
    public bool PriorityGiven { get; set; }
    public DateTimeOffset ArrivedAt { get; set; }
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Given up after this.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>BY= as a moment; null when not given (RFC 2852 §4).</summary>
    public DateTimeOffset? DeliverBy { get; set; }

    /// <summary>Late it is returned (mode R); otherwise its sender is told and it goes on (mode N).</summary>
    public bool ReturnWhenLate { get; set; }

    /// <summary>Each relay reports that it passed it on (by-trace).</summary>
    public bool TraceDelivery { get; set; }

    /// <summary>The sender was told that it is late (mode N), which is told once.</summary>
    public bool LateTold { get; set; }

    /// <summary>Not attempted before this (RFC 4865 §4); null when it was not to be held.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>What was asked for, <c>for;60</c> or <c>until;2026-11-24T18:00:00Z</c>, as reports repeat it (RFC 4865 §5); null when nothing was.</summary>
    public string? HoldRequest { get; set; }

    /// <summary>Grows with every claim; a holder whose number is no longer here may not write.</summary>
    public long Fence { get; set; }
    public int Attempts { get; set; }

    /// <summary>Null for the null reverse-path: nobody is told of its fate but the operator.</summary>
    public string? ReversePath { get; set; }
    public string? EnvelopeId { get; set; }
    public string? MessageId { get; set; }

    /// <summary>RET, "FULL" or "HDRS"; null when not given.</summary>
    public string? Return { get; set; }

    /// <summary>BODY, "7BIT" or "8BITMIME"; null when not given.</summary>
    public string? Body { get; set; }
    public string? AuthenticatedAs { get; set; }
    public DateTimeOffset SubmittedAt { get; set; }
    public long Size { get; set; }
}

/// <summary>The octets of a queued message, apart from its row, so that claims and lists never touch them.</summary>
public sealed class QueueBodyRow
{
    public Guid Id { get; set; }
    public byte[] Octets { get; set; } = [];
}

/// <summary>One recipient still to be settled.</summary>
public sealed class QueueRecipientRow
{
    public Guid MessageId { get; set; }

    /// <summary>Order of the RCPT commands, from 0.</summary>
    public int Number { get; set; }
    public string ForwardPath { get; set; } = "";

    /// <summary>NOTIFY as flags; null when not given.</summary>
    public int? Notify { get; set; }

    /// <summary>ORCPT as it stood on the wire; null when not given.</summary>
    public string? OriginalRecipient { get; set; }
    public string? LastReply { get; set; }
}

internal sealed class QueueMessageMap : IEntityTypeConfiguration<QueueMessageRow>
{
    public void Configure(EntityTypeBuilder<QueueMessageRow> message)
    {
        message.ToTable("queue_message");
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.State).HasConversion<short>();
        message.Property(m => m.ReversePath).HasMaxLength(400);
        message.Property(m => m.EnvelopeId).HasMaxLength(100); // RFC 3461 §4.4
        message.Property(m => m.MessageId).HasMaxLength(400);
        message.Property(m => m.Return).HasMaxLength(4);
        message.Property(m => m.Body).HasMaxLength(10);
        message.Property(m => m.HoldRequest).HasMaxLength(40);
        message.Property(m => m.AuthenticatedAs).HasMaxLength(320);
        // Most urgent first, then the longest waiting; the first row of the index is the next to go.
        message
            .HasIndex(m => new
            {
                m.State,
                m.HandledAs,
                m.ArrivedAt,
                m.Id,
            })
            .IsDescending(false, true, false, false)
            .HasDatabaseName("ix_queue_message_claim");
        message.HasIndex(m => new { m.State, m.DueAt }).HasDatabaseName("ix_queue_message_due");
    }
}

internal sealed class QueueBodyMap : IEntityTypeConfiguration<QueueBodyRow>
{
    public void Configure(EntityTypeBuilder<QueueBodyRow> body)
    {
        body.ToTable("queue_body");
        body.Property(b => b.Id).ValueGeneratedNever();
        body.HasOne<QueueMessageRow>().WithOne().HasForeignKey<QueueBodyRow>(b => b.Id).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class QueueRecipientMap : IEntityTypeConfiguration<QueueRecipientRow>
{
    public void Configure(EntityTypeBuilder<QueueRecipientRow> recipient)
    {
        recipient.ToTable("queue_recipient");
        recipient.HasKey(r => new { r.MessageId, r.Number });
        recipient.Property(r => r.ForwardPath).HasMaxLength(400);
        recipient.Property(r => r.OriginalRecipient).HasMaxLength(500); // RFC 3461 §4.2
        recipient.Property(r => r.LastReply).HasMaxLength(2000);
        recipient.HasOne<QueueMessageRow>().WithMany().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
