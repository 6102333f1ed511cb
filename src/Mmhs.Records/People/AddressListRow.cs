using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>Role mailboxes that are often written to together. It is no address: a drafter expands it and sees every member.</summary>
public sealed class AddressListRow
{
    public int Id { get; set; }

    /// <summary>The organisation that keeps it and whose drafters may use it.</summary>
    public int OrganisationId { get; set; }

    public string Name { get; set; } = "";

    public List<AddressListEntryRow> Entries { get; } = [];
}

public sealed class AddressListEntryRow
{
    public int Id { get; set; }
    public int ListId { get; set; }
    public int RoleId { get; set; }

    public RoleRow Role { get; set; } = null!;
}

internal sealed class AddressListMap : IEntityTypeConfiguration<AddressListRow>
{
    public void Configure(EntityTypeBuilder<AddressListRow> list)
    {
        list.ToTable("address_list");
        list.Property(l => l.Name).HasMaxLength(120);
        list.HasIndex(l => new { l.OrganisationId, l.Name }).IsUnique().HasDatabaseName("ux_address_list_organisation_name");
        list.HasOne<OrganisationRow>().WithMany().HasForeignKey(l => l.OrganisationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AddressListEntryMap : IEntityTypeConfiguration<AddressListEntryRow>
{
    public void Configure(EntityTypeBuilder<AddressListEntryRow> entry)
    {
        entry.ToTable("address_list_entry");
        entry.HasIndex(e => new { e.ListId, e.RoleId }).IsUnique().HasDatabaseName("ux_address_list_entry");
        entry.HasIndex(e => e.RoleId).HasDatabaseName("ix_address_list_entry_role");
        entry.HasOne<AddressListRow>().WithMany(l => l.Entries).HasForeignKey(e => e.ListId).OnDelete(DeleteBehavior.Cascade);
        entry.HasOne(e => e.Role).WithMany().HasForeignKey(e => e.RoleId).OnDelete(DeleteBehavior.Cascade);
    }
}
