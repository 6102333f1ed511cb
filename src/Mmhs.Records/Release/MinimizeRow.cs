using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mmhs.Messages.Compose;
using Mmhs.Records.People;

namespace Mmhs.Records.Release;

/// <summary>A MINIMIZE of an organisation: declared once, ended at its time or before; never changed otherwise.</summary>
public sealed class MinimizeRow
{
    public int Id { get; set; }
    public int OrganisationId { get; set; }

    /// <summary><c>*</c>, or domains and addresses one a line.</summary>
    public string Scope { get; set; } = "";
    public string Reason { get; set; } = "";

    /// <summary>Lowest precedence it does not touch.</summary>
    public Precedence FlowsFreely { get; set; }

    /// <summary>Most octets of text and attachments for what is below; null: no cap.</summary>
    public long? MaxOctets { get; set; }
    public string DeclaredBy { get; set; } = "";
    public string DeclaredByName { get; set; } = "";
    public DateTimeOffset DeclaredAt { get; set; }
    public DateTimeOffset From { get; set; }

    /// <summary>When it ends; moved to the moment somebody ends it before.</summary>
    public DateTimeOffset Until { get; set; }
    public string? EndedBy { get; set; }
    public string? EndedByName { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    public Minimize ToOrder() => new(Id, MinimizeScope.Parse(Scope), Reason, FlowsFreely, MaxOctets, From, Until);
}

internal sealed class MinimizeMap : IEntityTypeConfiguration<MinimizeRow>
{
    public void Configure(EntityTypeBuilder<MinimizeRow> order)
    {
        order.ToTable("minimize");
        order.Property(m => m.Scope).HasMaxLength(20_000);
        order.Property(m => m.Reason).HasMaxLength(500);
        order.Property(m => m.FlowsFreely).HasConversion<short>();
        order.Property(m => m.DeclaredBy).HasMaxLength(64);
        order.Property(m => m.DeclaredByName).HasMaxLength(120);
        order.Property(m => m.EndedBy).HasMaxLength(64);
        order.Property(m => m.EndedByName).HasMaxLength(120);
        order.Property(m => m.EndedAt).IsConcurrencyToken();
        // What is in force or comes; what is past, latest end first.
        order.HasIndex(m => new { m.OrganisationId, m.Until }).HasDatabaseName("ix_minimize_organisation_until");
        order.HasOne<OrganisationRow>().WithMany().HasForeignKey(m => m.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
