using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.People;

/// <summary>How somebody showed who he is.</summary>
public enum SignInMethod : byte
{
    Password = 0,
    Passkey = 1,
    Federation = 2,
    Certificate = 3,
}

/// <summary>One sign-in at one browser, until it is ended or left alone too long.</summary>
public sealed class SessionRow
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the portal last heard of it, to about a minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }
    public SignInMethod Method { get; set; }

    /// <summary>Network address at sign-in.</summary>
    public string? Address { get; set; }

    /// <summary>What the browser called itself at sign-in; believed by nobody, but it tells one's own browsers apart.</summary>
    public string? Browser { get; set; }

    /// <summary>Signed out or ended by somebody; null while it may still be used.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class SessionMap : IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<SessionRow> session)
    {
        session.ToTable("session");
        session.Property(s => s.Method).HasConversion<string>().HasMaxLength(16); // read by people, by name
        session.Property(s => s.Address).HasMaxLength(64);
        session.Property(s => s.Browser).HasMaxLength(256);
        session.HasIndex(s => new { s.PersonId, s.LastSeenAt }).IsDescending(false, true).HasDatabaseName("ix_session_person");
        session.HasIndex(s => s.LastSeenAt).HasDatabaseName("ix_session_last_seen");
        session.HasOne<PersonRow>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
