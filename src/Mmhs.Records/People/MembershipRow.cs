using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Release;

namespace Mmhs.Records.People;

/// <summary>A person holds a role and does one thing in it.</summary>
public sealed class MembershipRow
{
    public int Id { get; set; }
    public Guid PersonId { get; set; }
    public int RoleId { get; set; }
    public RoleFunction Function { get; set; }

    public RoleRow Role { get; set; } = null!;
}

internal sealed class MembershipMap : IEntityTypeConfiguration<MembershipRow>
{
    public void Configure(EntityTypeBuilder<MembershipRow> membership)
    {
        membership.ToTable("membership");
        membership.Property(m => m.Function).HasConversion<string>().HasMaxLength(16); // read by people, by name
        membership.HasIndex(m => new { m.PersonId, m.RoleId, m.Function }).IsUnique().HasDatabaseName("ux_membership_person_role_function");
        membership.HasIndex(m => m.RoleId).HasDatabaseName("ix_membership_role");
        membership.HasOne<PersonRow>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne(m => m.Role).WithMany().HasForeignKey(m => m.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
