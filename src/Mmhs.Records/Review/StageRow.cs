using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.Compose;
using Mmhs.Records.People;

namespace Mmhs.Records.Review;

/// <summary>Where a stage of a version stands.</summary>
public enum StageState : byte
{
    /// <summary>Waits for the stages before it.</summary>
    Waiting = 0,

    /// <summary>Can be decided on now.</summary>
    Open = 1,

    /// <summary>Has the concurrences it needs.</summary>
    Passed = 2,

    /// <summary>The version went back, was withdrawn or replaced, or left by break-glass.</summary>
    Ended = 3,
}

/// <summary>How far something late has been brought upward.</summary>
public enum Escalation : byte
{
    None = 0,
    Deputy = 1,
    DutyOfficer = 2,
}

/// <summary>A stage of one version: who is asked, by when, and how many have concurred.</summary>
public sealed class StageRow
{
    public Guid DraftId { get; set; }
    public int Version { get; set; }

    /// <summary>Its place in the plan, from 0.</summary>
    public int Number { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Stages of one order stand side by side.</summary>
    public int Order { get; set; }

    /// <summary>The role that reviews.</summary>
    public int RoleId { get; set; }

    /// <summary>How many must concur.</summary>
    public int Needed { get; set; }

    /// <summary>How many have.</summary>
    public int Concurred { get; set; }

    /// <summary>Written by <see cref="DraftLifecycle"/> alone.</summary>
    public StageState State { get; internal set; }

    /// <summary>Seconds a step of the escalation takes.</summary>
    public int BudgetSeconds { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>When it should be done; null while it waits.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public Escalation Escalation { get; set; }

    /// <summary>Sign-in name of the reviewer who takes care of it; null: nobody yet.</summary>
    public string? TakenBy { get; set; }
    public string? TakenByName { get; set; }

    /// <summary>Of the version, for the order of the queue and for who may see it.</summary>
    public short Urgency { get; set; }
    public int LabelId { get; set; }

    public DraftRow Draft { get; set; } = null!;
    public RoleRow Role { get; set; } = null!;
}

internal sealed class StageMap : IEntityTypeConfiguration<StageRow>
{
    public void Configure(EntityTypeBuilder<StageRow> stage)
    {
        stage.ToTable("review_stage");
        stage.HasKey(s => new
        {
            s.DraftId,
            s.Version,
            s.Number,
        });
        stage.Property(s => s.Name).HasMaxLength(120);
        stage.Property(s => s.State).HasConversion<short>();
        stage.Property(s => s.Escalation).HasConversion<short>();
        stage.Property(s => s.TakenBy).HasMaxLength(64);
        stage.Property(s => s.TakenByName).HasMaxLength(120);
        stage
            .HasIndex(s => new
            {
                s.RoleId,
                s.State,
                s.Urgency,
                s.DueAt,
                s.DraftId,
            })
            .IsDescending(false, false, true, false, false)
            .HasDatabaseName("ix_review_stage_queue");
        stage
            .HasIndex(s => new
            {
                s.State,
                s.Escalation,
                s.DueAt,
            })
            .HasDatabaseName("ix_review_stage_due");
        stage.HasOne(s => s.Draft).WithMany().HasForeignKey(s => s.DraftId).OnDelete(DeleteBehavior.Restrict);
        stage.HasOne(s => s.Role).WithMany().HasForeignKey(s => s.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
