using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.People;

namespace Mmhs.Records.Operate;

/// <summary>Where an item was worked on when it was set aside.</summary>
public enum SetAsideWork : byte
{
    /// <summary>A message could not be made searchable; it is in its inbox all the same. The item is its entry.</summary>
    Index = 0,

    /// <summary>One copy of a release, or a receipt, cannot be sent; a whole release is failed instead. The item is its entry in the outbox.</summary>
    Outbox = 1,

    /// <summary>A message could not be put into an inbox; its sender was told to try again. The item is the digest of what it says.</summary>
    Delivery = 2,
}

/// <summary>One bad item, taken out of the way of the others with its reason, until an operator has looked at it.</summary>
public sealed class SetAsideRow
{
    public long Id { get; set; }
    public SetAsideWork Work { get; set; }

    /// <summary>Which one; what it names depends on the work.</summary>
    public string Item { get; set; } = "";

    /// <summary>The role it is of; null where that cannot be told, and every operator is.</summary>
    public int? RoleId { get; set; }

    /// <summary>Null where it has none, or where that cannot be told.</summary>
    public string? MessageId { get; set; }

    /// <summary>What went wrong, without a word of the message.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How often; the same item is one row.</summary>
    public int Times { get; set; }
    public DateTimeOffset FirstAt { get; set; }
    public DateTimeOffset LastAt { get; set; }

    /// <summary>When an operator had it tried again or put it away; null: it waits for one.</summary>
    public DateTimeOffset? SettledAt { get; set; }
    public string? SettledBy { get; set; }
}

internal sealed class SetAsideMap : IEntityTypeConfiguration<SetAsideRow>
{
    public void Configure(EntityTypeBuilder<SetAsideRow> aside)
    {
        aside.ToTable("set_aside");
        aside.Property(s => s.Work).HasConversion<short>();
        aside.Property(s => s.Item).HasMaxLength(80);
        aside.Property(s => s.MessageId).HasMaxLength(400);
        aside.Property(s => s.Reason).HasMaxLength(1000);
        aside.Property(s => s.SettledBy).HasMaxLength(64);
        aside
            .HasIndex(s => new
            {
                s.Work,
                s.Item,
                s.RoleId,
            })
            .IsUnique()
            .HasDatabaseName("ux_set_aside_item");
        aside.HasIndex(s => new { s.SettledAt, s.Id }).HasDatabaseName("ix_set_aside_waiting");
        aside.HasOne<RoleRow>().WithMany().HasForeignKey(s => s.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
