using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Relay;

/// <summary>One recipient of a message that a next host took from us: who it was, so that its reports on him can be told from those of strangers.</summary>
/// <remarks>Written with the settlement of the attempt; of messages with the null reverse-path there is none, for nobody reports on them.</remarks>
public sealed class HandOverRow
{
    /// <summary><see cref="HopAddress"/> of the delivery door of our own mailboxes.</summary>
    public const string OwnDoor = "local";

    public long Id { get; set; }

    /// <summary>Null: the message has none.</summary>
    public string? EnvelopeId { get; set; }

    /// <summary>Without brackets; null: the message has none that can be read.</summary>
    public string? MessageId { get; set; }

    /// <summary>The forward-path, as it was given to the host.</summary>
    public string Recipient { get; set; } = "";

    /// <summary>ORCPT as it stood on the wire; null when not given.</summary>
    public string? OriginalRecipient { get; set; }

    /// <summary>The IP address that was spoken to, IPv4 where it is one; or <see cref="OwnDoor"/>.</summary>
    public string HopAddress { get; set; } = "";

    /// <summary>The name it was looked up by; null for our own door.</summary>
    public string? HopName { get; set; }

    /// <summary>What it said when it took the message.</summary>
    public string Reply { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

internal sealed class HandOverMap : IEntityTypeConfiguration<HandOverRow>
{
    public void Configure(EntityTypeBuilder<HandOverRow> handOver)
    {
        handOver.ToTable("hand_over");
        handOver.Property(h => h.EnvelopeId).HasMaxLength(100); // RFC 3461 §4.4
        handOver.Property(h => h.MessageId).HasMaxLength(400);
        handOver.Property(h => h.Recipient).HasMaxLength(400);
        handOver.Property(h => h.OriginalRecipient).HasMaxLength(500); // RFC 3461 §4.2
        handOver.Property(h => h.HopAddress).HasMaxLength(64);
        handOver.Property(h => h.HopName).HasMaxLength(255);
        handOver.Property(h => h.Reply).HasMaxLength(2000);
        handOver.HasIndex(h => new { h.EnvelopeId, h.HopAddress }).HasDatabaseName("ix_hand_over_envelope");
        handOver.HasIndex(h => new { h.MessageId, h.HopAddress }).HasDatabaseName("ix_hand_over_message");
        handOver.HasIndex(h => h.At).HasDatabaseName("ix_hand_over_at");
    }
}
