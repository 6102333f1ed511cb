using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>An organisation: a mail domain with a name and with what its systems may hold.</summary>
public sealed class OrganisationRow
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Domain { get; set; } = "";

    /// <summary>Clearances of the organisation itself, one key a line; empty means none.</summary>
    public string Clearances { get; set; } = "";
}

internal sealed class OrganisationMap : IEntityTypeConfiguration<OrganisationRow>
{
    public void Configure(EntityTypeBuilder<OrganisationRow> organisation)
    {
        organisation.ToTable("organisation");
        organisation.Property(o => o.Name).HasMaxLength(120);
        organisation.Property(o => o.Domain).HasMaxLength(255); // RFC 5321 §4.5.3.1.2
        organisation.Property(o => o.Clearances).HasMaxLength(8000);
        organisation.HasIndex(o => o.Domain).IsUnique().HasDatabaseName("ux_organisation_domain");
    }
}
