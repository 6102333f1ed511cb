using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Track;
using Mmhs.Records.People;

namespace Mmhs.Records.Deliver;

/// <summary>Where the request of a message for a receipt stands.</summary>
public enum ReceiptAnswer : byte
{
    /// <summary>Nobody asks for one.</summary>
    NotAsked = 0,
    Asked = 1,

    /// <summary>A receipt says it was displayed.</summary>
    Acknowledged = 2,

    /// <summary>The reader said no; nothing was sent.</summary>
    Declined = 3,

    /// <summary>A receipt says it was deleted unread.</summary>
    NotRead = 4,
}

/// <summary>A message in the inbox of a role: what the list shows, derived from the stored octets when it arrived.</summary>
public sealed class InboxRow
{
    /// <summary>The order of arrival, and the key of the page.</summary>
    public long Id { get; set; }
    public int RoleId { get; set; }

    /// <summary>Without angle brackets; a made one where the message had none.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>SHA-256 of all it says, fields and body: the same identifier over anything else is another message, never folded away.</summary>
    public string ContentSha256 { get; set; } = "";
    public ReceivedAs ReceivedAs { get; set; }

    /// <summary>The precedence that applies to this reader, 0 to 5 by name, others as their number; -1 when the message says none.</summary>
    public short Urgency { get; set; }
    public int LabelId { get; set; }
    public string From { get; set; } = "";
    public string Subject { get; set; } = "";
    public string SubjectIndicatorCodes { get; set; } = "";
    public DateTimeOffset? Dtg { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public SignatureStatus Signature { get; set; }
    public LabelStatus LabelStatus { get; set; }
    public Guid StoredMessageId { get; set; }

    /// <summary>Address of From, in lower case; empty when there is none. Who makes a message obsolete must be who sent it.</summary>
    public string FromAddress { get; set; } = "";

    /// <summary>No longer valid after this; null: always.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Message-ID of the later message of the same sender that takes its place; null: none.</summary>
    public string? ObsoletedBy { get; set; }

    /// <summary>Reverse-path of the envelope it came in, empty for the null path; null: of before it was kept.</summary>
    public string? ReversePath { get; set; }

    /// <summary>What was answered to the request for a receipt.</summary>
    public ReceiptAnswer Receipt { get; set; }
    public DateTimeOffset? ReceiptAt { get; set; }
    public string? ReceiptBy { get; set; }
    public DateTimeOffset? FirstReadAt { get; set; }
    public string? FirstReadBy { get; set; }

    /// <summary>Taken out of the inbox unread; the message and its story stay. Null: it is there.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
    public string? RemovedBy { get; set; }

    /// <summary>Whether its words can be searched; until then it waits for the indexer.</summary>
    public bool Indexed { get; set; }
}

internal sealed class InboxMap : IEntityTypeConfiguration<InboxRow>
{
    public void Configure(EntityTypeBuilder<InboxRow> inbox)
    {
        inbox.ToTable("inbox");
        inbox.Property(i => i.MessageId).HasMaxLength(400);
        inbox.Property(i => i.ContentSha256).HasMaxLength(64);
        inbox.Property(i => i.ReceivedAs).HasConversion<short>();
        inbox.Property(i => i.Signature).HasConversion<short>();
        inbox.Property(i => i.LabelStatus).HasConversion<short>();
        inbox.Property(i => i.From).HasMaxLength(400);
        inbox.Property(i => i.Subject).HasMaxLength(400);
        inbox.Property(i => i.SubjectIndicatorCodes).HasMaxLength(200);
        inbox.Property(i => i.FirstReadBy).HasMaxLength(64);
        inbox.Property(i => i.FromAddress).HasMaxLength(320);
        inbox.Property(i => i.ObsoletedBy).HasMaxLength(400);
        inbox.Property(i => i.ReversePath).HasMaxLength(400);
        inbox.Property(i => i.ReceiptBy).HasMaxLength(64);
        inbox.Property(i => i.Receipt).HasConversion<short>();
        inbox.Property(i => i.RemovedBy).HasMaxLength(64);
        inbox.HasIndex(i => i.Id).HasFilter("NOT indexed").HasDatabaseName("ix_inbox_to_index");
        inbox.HasIndex(i => i.ReceivedAt).HasDatabaseName("ix_inbox_received");
        inbox
            .HasIndex(i => new
            {
                i.RoleId,
                i.ExpiresAt,
                i.Id,
            })
            .HasFilter("expires_at IS NOT NULL")
            .HasDatabaseName("ix_inbox_role_expiry");
        inbox.HasIndex(i => new { i.RoleId, i.Id }).IsDescending(false, true).HasDatabaseName("ix_inbox_role_arrival");
        inbox
            .HasIndex(i => new { i.RoleId, i.LabelId })
            .HasFilter("first_read_at IS NULL AND removed_at IS NULL")
            .HasDatabaseName("ix_inbox_unread");
        // Duplicates are folded by message, copy and recipient (design §4).
        inbox
            .HasIndex(i => new
            {
                i.RoleId,
                i.MessageId,
                i.ContentSha256,
            })
            .IsUnique()
            .HasDatabaseName("ux_inbox_role_message_content");
        inbox.HasOne<RoleRow>().WithMany().HasForeignKey(i => i.RoleId).OnDelete(DeleteBehavior.Restrict);
        inbox.HasOne<StoredMessageRow>().WithMany().HasForeignKey(i => i.StoredMessageId).OnDelete(DeleteBehavior.Restrict);
    }
}
