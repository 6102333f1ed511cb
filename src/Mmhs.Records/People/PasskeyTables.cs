using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>When a passkey was last used; the passkey itself is ASP.NET Core Identity's.</summary>
public sealed class PasskeyUseRow
{
    public byte[] CredentialId { get; set; } = [];
    public DateTimeOffset LastUsedAt { get; set; }
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
        use.HasOne<IdentityUserPasskey<Guid>>().WithOne().HasForeignKey<PasskeyUseRow>(u => u.CredentialId).OnDelete(DeleteBehavior.Cascade);
    }
}
