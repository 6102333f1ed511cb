using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>A part of an organisation, or of another unit.</summary>
public sealed class UnitRow
{
    public int Id { get; set; }
    public int OrganisationId { get; set; }

    /// <summary>Null: directly below the organisation.</summary>
    public int? ParentId { get; set; }
    public string Name { get; set; } = "";
}

internal sealed class UnitMap : IEntityTypeConfiguration<UnitRow>
{
    public void Configure(EntityTypeBuilder<UnitRow> unit)
    {
        unit.ToTable("unit");
        unit.Property(u => u.Name).HasMaxLength(120);
        unit.HasIndex(u => new
            {
                u.OrganisationId,
                u.ParentId,
                u.Name,
            })
            .IsUnique()
            .HasDatabaseName("ux_unit_parent_name");
        unit.HasOne<OrganisationRow>().WithMany().HasForeignKey(u => u.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        unit.HasOne<UnitRow>().WithMany().HasForeignKey(u => u.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
