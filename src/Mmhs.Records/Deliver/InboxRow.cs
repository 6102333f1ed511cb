using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Track;
using Mmhs.Records.People;

namespace Mmhs.Records.Deliver;

/// <summary>A message in the inbox of a role: what the list shows, derived from the stored octets when it arrived.</summary>
public sealed class InboxRow
{
    /// <summary>The order of arrival, and the key of the page.</summary>
    public long Id { get; set; }
    public int RoleId { get; set; }

    /// <summary>Without angle brackets; a made one where the message had none.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>SHA-256 of what follows the header: the same identifier over another body is another message, never folded away.</summary>
    public string BodySha256 { get; set; } = "";
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
    public DateTimeOffset? FirstReadAt { get; set; }
    public string? FirstReadBy { get; set; }
}

internal sealed class InboxMap : IEntityTypeConfiguration<InboxRow>
{
    public void Configure(EntityTypeBuilder<InboxRow> inbox)
    {
        inbox.ToTable("inbox");
        inbox.Property(i => i.MessageId).HasMaxLength(400);
        inbox.Property(i => i.BodySha256).HasMaxLength(64);
        inbox.Property(i => i.ReceivedAs).HasConversion<short>();
        inbox.Property(i => i.Signature).HasConversion<short>();
        inbox.Property(i => i.LabelStatus).HasConversion<short>();
        inbox.Property(i => i.From).HasMaxLength(400);
        inbox.Property(i => i.Subject).HasMaxLength(400);
        inbox.Property(i => i.SubjectIndicatorCodes).HasMaxLength(200);
        inbox.Property(i => i.FirstReadBy).HasMaxLength(64);
        inbox.HasIndex(i => new { i.RoleId, i.Id }).IsDescending(false, true).HasDatabaseName("ix_inbox_role_arrival");
        // Duplicates are folded by message, copy and recipient (design §4).
        inbox.HasIndex(i => new { i.RoleId, i.MessageId, i.BodySha256 }).IsUnique().HasDatabaseName("ux_inbox_role_message_body");
        inbox.HasOne<RoleRow>().WithMany().HasForeignKey(i => i.RoleId).OnDelete(DeleteBehavior.Restrict);
        inbox.HasOne<StoredMessageRow>().WithMany().HasForeignKey(i => i.StoredMessageId).OnDelete(DeleteBehavior.Restrict);
    }
}
