using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Release;

namespace Mmhs.Records.People;

/// <summary>Who brings this claim from this provider holds this role and function until the next watch.</summary>
public sealed class RoleRuleRow
{
    public int Id { get; set; }

    /// <summary>The rule counts for people of this organisation, and grants roles of it.</summary>
    public int OrganisationId { get; set; }

    /// <summary>Issuer of the claim, or <c>certificate</c>.</summary>
    public string ProvidedBy { get; set; } = "";

    public string ClaimType { get; set; } = "";

    /// <summary>The whole value, letter by letter.</summary>
    public string ClaimValue { get; set; } = "";

    public int RoleId { get; set; }
    public RoleFunction Function { get; set; }

    public RoleRow Role { get; set; } = null!;
}

internal sealed class RoleRuleMap : IEntityTypeConfiguration<RoleRuleRow>
{
    public void Configure(EntityTypeBuilder<RoleRuleRow> rule)
    {
        rule.ToTable("role_rule");
        rule.Property(r => r.ProvidedBy).HasMaxLength(400);
        rule.Property(r => r.ClaimType).HasMaxLength(120);
        rule.Property(r => r.ClaimValue).HasMaxLength(400);
        rule.Property(r => r.Function).HasConversion<string>().HasMaxLength(16); // read by people, by name
        rule.HasIndex(r => new
            {
                r.OrganisationId,
                r.ProvidedBy,
                r.ClaimType,
                r.ClaimValue,
                r.RoleId,
                r.Function,
            })
            .IsUnique()
            .HasDatabaseName("ux_role_rule");
        rule.HasIndex(r => r.RoleId).HasDatabaseName("ix_role_rule_role");
        rule.HasOne<OrganisationRow>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        rule.HasOne(r => r.Role).WithMany().HasForeignKey(r => r.RoleId).OnDelete(DeleteBehavior.Cascade);
    }
}
