using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Release;
using Mmhs.Records.People;
using Mmhs.Records.Review;

namespace Mmhs.Records.Compose;

/// <summary>A draft of a role: the form as it stands, and where it is on its way.</summary>
public sealed class DraftRow
{
    public Guid Id { get; set; }
    public int RoleId { get; set; }

    /// <summary>Written by <see cref="DraftLifecycle"/> alone.</summary>
    public DraftState State { get; internal set; }

    /// <summary>Number of the latest version, 0 before the first submission.</summary>
    public int Version { get; set; }

    /// <summary>The form as JSON, see <c>FormCodec</c>.</summary>
    public string Form { get; set; } = "";

    /// <summary>For lists only; the form has the authoritative one.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Null while none is chosen yet: such a draft is seen by whoever wrote it last, and by drafters cleared for all there is.</summary>
    public int? LabelId { get; set; }

    /// <summary>Label of the received message this draft answers or hands on, as it was begun; no field of the form takes it away. Null: it began of itself.</summary>
    public int? OriginLabelId { get; set; }

    /// <summary>Governing precedence, -1 while none is chosen.</summary>
    public short Urgency { get; set; }

    /// <summary>Sign-in name of who wrote it last, and so had seen all of it.</summary>
    public string LastEditor { get; set; } = "";
    public string LastEditorName { get; set; } = "";

    /// <summary>Who began it and everybody who wrote in it since, as <see cref="WriterNames"/> keeps them.</summary>
    public string Writers { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? SubmittedAt { get; set; }

    /// <summary>When the present step should be done; null while it is with its drafter.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How far the step that is late has been brought upward.</summary>
    public Escalation Escalation { get; set; }

    /// <summary>Sign-in name of the releaser who takes care of it; null: nobody yet.</summary>
    public string? TakenBy { get; set; }
    public string? TakenByName { get; set; }

    /// <summary>Until when it is held; null when it is not.</summary>
    public DateTimeOffset? HeldUntil { get; set; }
    public string? HeldReason { get; set; }
    public string? HeldBy { get; set; }

    /// <summary>Why it came back; null when it did not.</summary>
    public string? ReturnReason { get; set; }
    public string? ReturnedBy { get; set; }

    /// <summary>Counts every change; two people cannot both change the same state of it.</summary>
    public int Revision { get; set; }

    /// <summary>Sign-in name of whoever writes in it; null when nobody does. Counts until <see cref="LockedUntil"/> only.</summary>
    public string? LockedBy { get; set; }
    public string? LockedByName { get; set; }
    public DateTimeOffset? LockedSince { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>The template it came from; its terms are kept here, so that a template changed later changes no draft.</summary>
    public Guid? TemplateId { get; set; }
    public string? TemplateName { get; set; }

    /// <summary>Fields nobody may change here, with blanks between them; null or empty: none.</summary>
    public string? LockedFields { get; set; }

    /// <summary>Fields the template wants filled in.</summary>
    public string? RequiredFields { get; set; }

    public RoleRow Role { get; set; } = null!;
}

internal sealed class DraftMap : IEntityTypeConfiguration<DraftRow>
{
    public void Configure(EntityTypeBuilder<DraftRow> draft)
    {
        draft.ToTable("draft");
        draft.Property(d => d.State).HasConversion<string>().HasMaxLength(16);
        draft.Property(d => d.Subject).HasMaxLength(400);
        draft.Property(d => d.LastEditor).HasMaxLength(64);
        draft.Property(d => d.LastEditorName).HasMaxLength(120);
        draft.Property(d => d.Escalation).HasConversion<short>();
        draft.Property(d => d.TakenBy).HasMaxLength(64);
        draft.Property(d => d.TakenByName).HasMaxLength(120);
        draft.Property(d => d.HeldReason).HasMaxLength(2000);
        draft.Property(d => d.HeldBy).HasMaxLength(120);
        draft.Property(d => d.ReturnedBy).HasMaxLength(64);
        draft.Property(d => d.ReturnReason).HasMaxLength(2000);
        draft.Property(d => d.Revision).IsConcurrencyToken();
        // Whoever lost the lock while his save was under way does not write.
        draft.Property(d => d.LockedBy).HasMaxLength(64).IsConcurrencyToken();
        draft.Property(d => d.LockedByName).HasMaxLength(120);
        draft.Property(d => d.TemplateName).HasMaxLength(120);
        draft.Property(d => d.LockedFields).HasMaxLength(400);
        draft.Property(d => d.RequiredFields).HasMaxLength(400);
        // The drafts of a role, latest first; the release queue of a role, most urgent first and then what is due first.
        draft
            .HasIndex(d => new
            {
                d.RoleId,
                d.State,
                d.UpdatedAt,
            })
            .HasDatabaseName("ix_draft_role_state_updated");
        draft
            .HasIndex(d => new
            {
                d.RoleId,
                d.State,
                d.Urgency,
                d.DueAt,
                d.Id,
            })
            .IsDescending(false, false, true, false, false)
            .HasDatabaseName("ix_draft_release_queue");
        // What the clock looks at: holds that end, releases that are late.
        draft.HasIndex(d => new { d.State, d.HeldUntil }).HasDatabaseName("ix_draft_held");
        draft
            .HasIndex(d => new
            {
                d.State,
                d.Escalation,
                d.DueAt,
            })
            .HasDatabaseName("ix_draft_due");
        draft.HasOne(d => d.Role).WithMany().HasForeignKey(d => d.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
