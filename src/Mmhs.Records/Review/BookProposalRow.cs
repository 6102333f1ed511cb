using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mmhs.Records.Review;

/// <summary>Where a proposed change of rights stands.</summary>
public enum ProposalState : byte
{
    Open = 0,
    Approved = 1,
    Rejected = 2,
    Withdrawn = 3,
}

/// <summary>A change of rights or release policies that one keeper proposed and another decides.</summary>
public sealed class BookProposalRow
{
    public Guid Id { get; set; }

    /// <summary>Digest of the book it was made from; another book in force meanwhile overtakes it.</summary>
    public string Before { get; set; } = "";

    /// <summary>Digest of the book as it shall be.</summary>
    public string After { get; set; } = "";

    /// <summary>That book as text.</summary>
    public string Book { get; set; } = "";

    /// <summary>Verifiers of the first passwords of people new in it, as a JSON object by sign-in name.</summary>
    public string FirstVerifiers { get; set; } = "{}";
    public string Reason { get; set; } = "";
    public string ProposedBy { get; set; } = "";
    public string ProposedByName { get; set; } = "";
    public DateTimeOffset ProposedAt { get; set; }
    public byte Method { get; set; }
    public byte[] Proof { get; set; } = [];
    public ProposalState State { get; set; }
    public string? DecidedBy { get; set; }
    public string? DecidedByName { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? Answer { get; set; }
}

internal sealed class BookProposalMap : IEntityTypeConfiguration<BookProposalRow>
{
    public void Configure(EntityTypeBuilder<BookProposalRow> proposal)
    {
        proposal.ToTable("rights_proposal");
        proposal.Property(p => p.Before).HasMaxLength(64);
        proposal.Property(p => p.After).HasMaxLength(64);
        proposal.Property(p => p.Reason).HasMaxLength(2000);
        proposal.Property(p => p.ProposedBy).HasMaxLength(64);
        proposal.Property(p => p.ProposedByName).HasMaxLength(120);
        proposal.Property(p => p.State).HasConversion<short>().IsConcurrencyToken();
        proposal.Property(p => p.DecidedBy).HasMaxLength(64);
        proposal.Property(p => p.DecidedByName).HasMaxLength(120);
        proposal.Property(p => p.Answer).HasMaxLength(2000);
        proposal.HasIndex(p => new { p.State, p.ProposedAt }).HasDatabaseName("ix_rights_proposal_state");
    }
}
