using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>A person who signs in. Password, lockout and stamps are ASP.NET Core Identity's.</summary>
public sealed class PersonRow : IdentityUser<Guid>
{
    /// <summary>What others see, role-like in the demo world.</summary>
    public string DisplayName { get; set; } = "";

    public int OrganisationId { get; set; }

    /// <summary>The person's own mailbox, for MMHS-Authorizing-Users.</summary>
    public string Address { get; set; } = "";

    /// <summary>Clearances, one key a line; empty means none, which permits nothing.</summary>
    public string Clearances { get; set; } = "";

    /// <summary>Until when the first password, which an administrator read out, is good; null: the person has one of his own, or none.</summary>
    public DateTimeOffset? FirstPasswordUntil { get; set; }

    /// <summary>Since when the person may do nothing here any more; null: active. The row stays, because evidence names it.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }
}

internal sealed class PersonMap : IEntityTypeConfiguration<PersonRow>
{
    public void Configure(EntityTypeBuilder<PersonRow> person)
    {
        person.ToTable("person");
        person.Property(p => p.UserName).HasMaxLength(64);
        person.Property(p => p.NormalizedUserName).HasMaxLength(64);
        person.Property(p => p.DisplayName).HasMaxLength(120);
        person.Property(p => p.Address).HasMaxLength(320);
        person.Property(p => p.Clearances).HasMaxLength(8000);
        person.HasIndex(p => p.Address).HasDatabaseName("ix_person_address");
        person.HasOne<OrganisationRow>().WithMany().HasForeignKey(p => p.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
