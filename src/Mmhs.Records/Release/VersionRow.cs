using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Release;

/// <summary>A version as it was submitted for release; rows are only added.</summary>
public sealed class VersionRow
{
    public Guid DraftId { get; set; }
    public int Number { get; set; }

    /// <summary>The form it was made of, as JSON; content and hash derive from it and the role's mailbox.</summary>
    public string Form { get; set; } = "";
    public string ContentHash { get; set; } = "";

    /// <summary>Name of the role mailbox as it was then: renamed later, the content stays what was approved. Null: of before it was kept.</summary>
    public string? FromName { get; set; }
    public string LastEditor { get; set; } = "";
    public string LastEditorName { get; set; } = "";

    /// <summary>Display name of the releaser who changed nothing but the precedence; null: a drafter made this version.</summary>
    public string? PrecedenceBy { get; set; }

    /// <summary>Name of the rule its stages come from; null: none fitted.</summary>
    public string? Rule { get; set; }
    public DateTimeOffset SubmittedAt { get; set; }
}

internal sealed class VersionMap : IEntityTypeConfiguration<VersionRow>
{
    public void Configure(EntityTypeBuilder<VersionRow> version)
    {
        version.ToTable("message_version");
        version.HasKey(v => new { v.DraftId, v.Number });
        version.Property(v => v.ContentHash).HasMaxLength(64);
        version.Property(v => v.LastEditor).HasMaxLength(64);
        version.Property(v => v.LastEditorName).HasMaxLength(120);
        version.Property(v => v.PrecedenceBy).HasMaxLength(120);
        version.Property(v => v.Rule).HasMaxLength(120);
        version.Property(v => v.FromName).HasMaxLength(250);
        version.HasOne<DraftRow>().WithMany().HasForeignKey(v => v.DraftId).OnDelete(DeleteBehavior.Restrict);
    }
}
