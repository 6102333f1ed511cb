using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>A program's way in: it acts for one person in one membership, and for no longer than a year.</summary>
public sealed class TokenRow
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public int MembershipId { get; set; }

    /// <summary>What the person calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the whole token; the token itself is kept nowhere.</summary>
    public byte[] SecretHash { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>To about a minute; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class TokenMap : IEntityTypeConfiguration<TokenRow>
{
    public void Configure(EntityTypeBuilder<TokenRow> token)
    {
        token.ToTable("api_token");
        token.Property(t => t.Name).HasMaxLength(80);
        token.Property(t => t.SecretHash).HasMaxLength(32);
        token.HasIndex(t => t.SecretHash).IsUnique().HasDatabaseName("ux_api_token_secret_hash");
        token.HasIndex(t => new { t.PersonId, t.CreatedAt }).IsDescending(false, true).HasDatabaseName("ix_api_token_person");
        token.HasIndex(t => t.MembershipId).HasDatabaseName("ix_api_token_membership");
        token.HasOne<PersonRow>().WithMany().HasForeignKey(t => t.PersonId).OnDelete(DeleteBehavior.Cascade);
        token.HasOne<MembershipRow>().WithMany().HasForeignKey(t => t.MembershipId).OnDelete(DeleteBehavior.Cascade);
    }
}
