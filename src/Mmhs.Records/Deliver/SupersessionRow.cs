using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Deliver;

/// <summary>A message of a role's inbox, or one it sent, says that it takes the place of another; kept because the other may arrive later.</summary>
public sealed class SupersessionRow
{
    public long Id { get; set; }
    public int RoleId { get; set; }

    /// <summary>Message-ID of the message that is obsolete.</summary>
    public string Obsolete { get; set; } = "";

    /// <summary>Message-ID of the one that takes its place.</summary>
    public string By { get; set; } = "";

    /// <summary>Address of its sender, in lower case.</summary>
    public string FromAddress { get; set; } = "";
}

internal sealed class SupersessionMap : IEntityTypeConfiguration<SupersessionRow>
{
    public void Configure(EntityTypeBuilder<SupersessionRow> supersession)
    {
        supersession.ToTable("supersession");
        supersession.Property(s => s.Obsolete).HasMaxLength(400);
        supersession.Property(s => s.By).HasMaxLength(400);
        supersession.Property(s => s.FromAddress).HasMaxLength(320);
        supersession.HasIndex(s => new { s.RoleId, s.Obsolete }).HasDatabaseName("ix_supersession_role_obsolete");
    }
}
