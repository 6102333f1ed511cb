using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Review;

/// <summary>What somebody decided about a version on its way.</summary>
public enum DecisionKind : byte
{
    Submitted = 0,
    Concurred = 1,
    Returned = 2,
    HandedOn = 3,
    TakenOver = 4,
    PrecedenceChanged = 5,
    Held = 6,
    Resumed = 7,
    Released = 8,
    Undone = 9,
    Withdrawn = 10,
    ReleasedAlone = 11,
    ReleaseFailed = 12,
    Retried = 13,
    Escalated = 14,
}

/// <summary>A decision; rows are only added. They are the history a message shows.</summary>
public sealed class DecisionRow
{
    public long Id { get; set; }
    public Guid DraftId { get; set; }
    public int Version { get; set; }
    public DecisionKind Kind { get; set; }

    /// <summary>Name of the stage; null when it was not at one.</summary>
    public string? Stage { get; set; }

    /// <summary>Sign-in name; <c>portal</c> for the clock.</summary>
    public string By { get; set; } = "";
    public string ByName { get; set; } = "";

    /// <summary>Display name of the principal a deputy decided for; null: for himself.</summary>
    public string? OnBehalfOf { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Code of the reason, for returns; null where there is none.</summary>
    public string? Reason { get; set; }

    /// <summary>What was said with it; null when nothing.</summary>
    public string? Words { get; set; }

    /// <summary>For a concurrence: statement and proof as JSON.</summary>
    public string? Concurrence { get; set; }
}

internal sealed class DecisionMap : IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> decision)
    {
        decision.ToTable("decision");
        decision.Property(d => d.Kind).HasConversion<short>();
        decision.Property(d => d.Stage).HasMaxLength(120);
        decision.Property(d => d.By).HasMaxLength(64);
        decision.Property(d => d.ByName).HasMaxLength(120);
        decision.Property(d => d.OnBehalfOf).HasMaxLength(120);
        decision.Property(d => d.Reason).HasMaxLength(32);
        decision.Property(d => d.Words).HasMaxLength(2000);
        decision.HasIndex(d => new { d.DraftId, d.Id }).HasDatabaseName("ix_decision_draft");
        decision.HasOne<DraftRow>().WithMany().HasForeignKey(d => d.DraftId).OnDelete(DeleteBehavior.Restrict);
    }
}
