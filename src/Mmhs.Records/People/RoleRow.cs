using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>A role mailbox: it outlives the people who hold it.</summary>
public sealed class RoleRow
{
    public int Id { get; set; }
    public int OrganisationId { get; set; }
    public string Name { get; set; } = "";
    public string Address { get; set; } = "";

    /// <summary>The unit it belongs to; null: to the organisation as a whole.</summary>
    public int? UnitId { get; set; }

    /// <summary>Since when nothing is sent to it or from it any more; null: active. What it has stays readable.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    public OrganisationRow Organisation { get; set; } = null!;
}

internal sealed class RoleMap : IEntityTypeConfiguration<RoleRow>
{
    public void Configure(EntityTypeBuilder<RoleRow> role)
    {
        role.ToTable("role_mailbox");
        role.Property(r => r.Name).HasMaxLength(120);
        role.Property(r => r.Address).HasMaxLength(320);
        role.HasIndex(r => r.Address).IsUnique().HasDatabaseName("ux_role_mailbox_address");
        role.HasIndex(r => r.UnitId).HasDatabaseName("ix_role_mailbox_unit"); // no foreign key: SQLite would copy the whole table to add one
        role.HasIndex(r => r.OrganisationId).HasDatabaseName("ix_role_mailbox_organisation");
        role.HasOne(r => r.Organisation).WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
