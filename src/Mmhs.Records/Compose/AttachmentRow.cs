using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Compose;

/// <summary>The octets of an attachment of a draft, kept once under their digest.</summary>
public sealed class AttachmentRow
{
    public Guid DraftId { get; set; }
    public string Sha256 { get; set; } = "";
    public byte[] Octets { get; set; } = [];
}

internal sealed class AttachmentMap : IEntityTypeConfiguration<AttachmentRow>
{
    public void Configure(EntityTypeBuilder<AttachmentRow> attachment)
    {
        attachment.ToTable("draft_attachment");
        attachment.HasKey(a => new { a.DraftId, a.Sha256 });
        attachment.Property(a => a.Sha256).HasMaxLength(64);
        attachment.HasOne<DraftRow>().WithMany().HasForeignKey(a => a.DraftId).OnDelete(DeleteBehavior.Cascade);
    }
}
