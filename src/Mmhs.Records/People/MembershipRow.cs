using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Release;

namespace Mmhs.Records.People;

/// <summary>A person holds a role and does one thing in it, for as long as the dates say.</summary>
public sealed class MembershipRow
{
    public int Id { get; set; }
    public Guid PersonId { get; set; }
    public int RoleId { get; set; }
    public RoleFunction Function { get; set; }

    /// <summary>First instant it is held; null: it has been from the beginning.</summary>
    public DateTimeOffset? HeldFrom { get; set; }

    /// <summary>First instant it is held no more; null: until somebody ends it.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>The rule that granted it at a sign-in; null: an administrator did.</summary>
    public int? GrantedBy { get; set; }

    public RoleRow Role { get; set; } = null!;

    /// <summary>Whether a membership is held at an instant, as the database understands it.</summary>
    public static Expression<Func<MembershipRow, bool>> HeldAt(DateTimeOffset now) =>
        membership =>
            (membership.HeldFrom == null || membership.HeldFrom <= now)
            && (membership.HeldUntil == null || membership.HeldUntil > now);
}

internal sealed class MembershipMap : IEntityTypeConfiguration<MembershipRow>
{
    public void Configure(EntityTypeBuilder<MembershipRow> membership)
    {
        membership.ToTable("membership");
        membership.Property(m => m.Function).HasConversion<string>().HasMaxLength(16); // read by people, by name
        membership
            .HasIndex(m => new
            {
                m.PersonId,
                m.RoleId,
                m.Function,
            })
            .IsUnique()
            .HasDatabaseName("ux_membership_person_role_function");
        membership.HasIndex(m => m.RoleId).HasDatabaseName("ix_membership_role");
        membership.HasIndex(m => m.GrantedBy).HasDatabaseName("ix_membership_granted_by");
        membership.HasOne<PersonRow>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne(m => m.Role).WithMany().HasForeignKey(m => m.RoleId).OnDelete(DeleteBehavior.Restrict);
        // granted_by has no foreign key: SQLite would copy the whole table, outside a transaction, to add one. Who removes a rule removes what it granted.
    }
}
