using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>A named set of role mailboxes and other lists; drafters put its members into a message by one name.</summary>
public sealed class AddressListRow
{
    public int Id { get; set; }
    public int OrganisationId { get; set; }

    /// <summary>What people type: <c>AIG 5</c>. Unique within the organisation.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is for.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>Grows with every change; who changes it names the one he saw.</summary>
    public int Revision { get; set; }
}

/// <summary>One line of a list: a mailbox, or another list of the organisation.</summary>
public sealed class AddressListMemberRow
{
    public int ListId { get; set; }

    /// <summary>Place in the list, from 0.</summary>
    public int Number { get; set; }

    /// <summary>Null for another list.</summary>
    public string? Address { get; set; }

    /// <summary>Null for a mailbox.</summary>
    public int? MemberListId { get; set; }

    /// <summary>Whether the member is to know only, whatever the list is addressed as.</summary>
    public bool InformationOnly { get; set; }
}

internal sealed class AddressListMap : IEntityTypeConfiguration<AddressListRow>
{
    public void Configure(EntityTypeBuilder<AddressListRow> list)
    {
        list.ToTable("address_list");
        list.Property(l => l.Name).HasMaxLength(80);
        list.Property(l => l.Purpose).HasMaxLength(400);
        list.Property(l => l.Revision).IsConcurrencyToken();
        list.HasIndex(l => new { l.OrganisationId, l.Name }).IsUnique().HasDatabaseName("ux_address_list_organisation_name");
        list.HasOne<OrganisationRow>().WithMany().HasForeignKey(l => l.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AddressListMemberMap : IEntityTypeConfiguration<AddressListMemberRow>
{
    public void Configure(EntityTypeBuilder<AddressListMemberRow> member)
    {
        member.ToTable("address_list_member");
        member.HasKey(m => new { m.ListId, m.Number });
        member.Property(m => m.Number).ValueGeneratedNever();
        member.Property(m => m.Address).HasMaxLength(320);
        member.HasOne<AddressListRow>().WithMany().HasForeignKey(m => m.ListId).OnDelete(DeleteBehavior.Cascade);
        member.HasOne<AddressListRow>().WithMany().HasForeignKey(m => m.MemberListId).OnDelete(DeleteBehavior.Restrict);
    }
}
