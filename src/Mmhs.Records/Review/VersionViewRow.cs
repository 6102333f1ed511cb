using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.Compose;
using Mmhs.Records.People;

namespace Mmhs.Records.Review;

/// <summary>Which version of a draft a person saw last, so that the next look shows what changed since.</summary>
public sealed class VersionViewRow
{
    public Guid PersonId { get; set; }
    public Guid DraftId { get; set; }
    public int Version { get; set; }

    /// <summary>The one seen before it: the page loaded again still shows what changed since. Null: none.</summary>
    public int? Before { get; set; }
    public DateTimeOffset At { get; set; }
}

internal sealed class VersionViewMap : IEntityTypeConfiguration<VersionViewRow>
{
    public void Configure(EntityTypeBuilder<VersionViewRow> look)
    {
        look.ToTable("version_view");
        look.HasKey(l => new { l.PersonId, l.DraftId });
        look.HasOne<PersonRow>().WithMany().HasForeignKey(l => l.PersonId).OnDelete(DeleteBehavior.Cascade);
        look.HasOne<DraftRow>().WithMany().HasForeignKey(l => l.DraftId).OnDelete(DeleteBehavior.Cascade);
    }
}
