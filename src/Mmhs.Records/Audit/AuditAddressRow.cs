using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Audit;

/// <summary>An address or a domain an audit entry names, so that the entry is found by it. Derived from the entry, as <see cref="AuditAddresses"/> says; no evidence by itself.</summary>
public sealed class AuditAddressRow
{
    public string Stream { get; set; } = "";
    public long Seq { get; set; }

    /// <summary><c>local@domain</c> or <c>@domain</c>, in small letters.</summary>
    public string Name { get; set; } = "";

    /// <summary>The entry's time.</summary>
    public DateTimeOffset At { get; set; }
}

internal sealed class AuditAddressMap : IEntityTypeConfiguration<AuditAddressRow>
{
    public void Configure(EntityTypeBuilder<AuditAddressRow> address)
    {
        address.ToTable("audit_address");
        address.HasKey(a => new
        {
            a.Stream,
            a.Seq,
            a.Name,
        });
        address.Property(a => a.Stream).HasMaxLength(64);
        address.Property(a => a.Name).HasMaxLength(AuditAddresses.LongestName);
        address
            .HasIndex(a => new
            {
                a.Name,
                a.At,
                a.Seq,
                a.Stream,
            })
            .HasDatabaseName("ix_audit_address_name");
    }
}
