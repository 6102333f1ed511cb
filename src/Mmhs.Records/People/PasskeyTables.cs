using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>When a passkey was last used; the passkey itself is ASP.NET Core Identity's.</summary>
public sealed class PasskeyUseRow
{
    public byte[] CredentialId { get; set; } = [];
    public DateTimeOffset LastUsedAt { get; set; }

    /// <summary>Highest counter an answer of it brought, at a sign-in or for a proof; 0 where it does not count.</summary>
    public long SignCount { get; set; }

    /// <summary>SHA-256 of the last answer taken, so that the same one sent again is known as the same.</summary>
    public byte[]? LastAnswer { get; set; }

    /// <summary>Since when it is good for nothing because it seems to be copied, until an administrator decides; null: it is good.</summary>
    public DateTimeOffset? SetAsideAt { get; set; }
}

/// <remarks>Said here and not by a schema version of Identity, so that what makes migrations and what runs cannot differ.</remarks>
internal sealed class PasskeyMap : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> passkey)
    {
        passkey.ToTable("person_passkey");
        passkey.HasKey(p => p.CredentialId);
        passkey.Property(p => p.CredentialId).HasMaxLength(1024); // WebAuthn Level 2 §4: 1023 octets at the most
        passkey.OwnsOne(p => p.Data).ToJson("data");
        passkey.HasIndex(p => p.UserId).HasDatabaseName("ix_person_passkey_person");
        passkey.HasOne<PersonRow>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PasskeyUseMap : IEntityTypeConfiguration<PasskeyUseRow>
{
    public void Configure(EntityTypeBuilder<PasskeyUseRow> use)
    {
        use.ToTable("person_passkey_use");
        use.HasKey(u => u.CredentialId);
        use.Property(u => u.CredentialId).HasMaxLength(1024);
        use.Property(u => u.LastAnswer).HasMaxLength(32);
        use.HasOne<IdentityUserPasskey<Guid>>()
            .WithOne()
            .HasForeignKey<PasskeyUseRow>(u => u.CredentialId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
