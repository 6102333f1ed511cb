using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Deliver;

/// <summary>The octets of a message as they were sent or received; everything shown is derived from them.</summary>
public sealed class StoredMessageRow
{
    public Guid Id { get; set; }
    public byte[] Octets { get; set; } = [];
    public DateTimeOffset StoredAt { get; set; }
}

internal sealed class StoredMessageMap : IEntityTypeConfiguration<StoredMessageRow>
{
    public void Configure(EntityTypeBuilder<StoredMessageRow> stored) => stored.ToTable("stored_message");
}
