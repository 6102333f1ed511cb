using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Records.People;

namespace Mmhs.Records.Compose;

/// <summary>A form to begin from, of one role or of the whole organisation.</summary>
public sealed class TemplateRow
{
    public Guid Id { get; set; }
    public int OrganisationId { get; set; }

    /// <summary>Null: every role of the organisation may use it.</summary>
    public int? RoleId { get; set; }
    public string Name { get; set; } = "";

    /// <summary>As a draft's form; without DTG and attachments.</summary>
    public string Form { get; set; } = "";

    /// <summary>Label of the form: who may not see it does not see the template. Null where it has none.</summary>
    public int? LabelId { get; set; }

    /// <summary>Field names with blanks between them.</summary>
    public string LockedFields { get; set; } = "";
    public string RequiredFields { get; set; } = "";

    /// <summary>Sign-in names.</summary>
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class TemplateMap : IEntityTypeConfiguration<TemplateRow>
{
    public void Configure(EntityTypeBuilder<TemplateRow> template)
    {
        template.ToTable("template");
        template.Property(t => t.Name).HasMaxLength(120);
        template.Property(t => t.LockedFields).HasMaxLength(400);
        template.Property(t => t.RequiredFields).HasMaxLength(400);
        template.Property(t => t.CreatedBy).HasMaxLength(64);
        template.Property(t => t.ChangedBy).HasMaxLength(64);
        template.HasIndex(t => new { t.OrganisationId, t.Name }).HasDatabaseName("ix_template_organisation_name");
        template.HasIndex(t => t.RoleId).HasDatabaseName("ix_template_role");
        template.HasOne<OrganisationRow>().WithMany().HasForeignKey(t => t.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        template.HasOne<RoleRow>().WithMany().HasForeignKey(t => t.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
