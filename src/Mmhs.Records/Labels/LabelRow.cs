using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Labels;

/// <summary>A security label that occurs, once: rows name it by number, so that a query can be held to the labels a reader may see.</summary>
public sealed class LabelRow
{
    public int Id { get; set; }

    /// <summary>The label's canonical key; empty for "no label", which nobody's clearance covers.</summary>
    public string Key { get; set; } = "";
}

internal sealed class LabelMap : IEntityTypeConfiguration<LabelRow>
{
    public void Configure(EntityTypeBuilder<LabelRow> label)
    {
        label.ToTable("label");
        label.Property(l => l.Key).HasMaxLength(4000);
        label.HasIndex(l => l.Key).IsUnique().HasDatabaseName("ux_label_key");
    }
}
