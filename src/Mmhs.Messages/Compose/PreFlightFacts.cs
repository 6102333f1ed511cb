using System.Collections.Immutable;

namespace Mmhs.Messages.Compose;

/// <summary>What an organisation makes of the things the pre-flight looks at.</summary>
/// <param name="Precedences">Size and addressees by precedence.</param>
/// <param name="StopFlashAttachments">Whether an attachment keeps a FLASH message back, or is only pointed out.</param>
/// <param name="LongestHold">How long a releaser may hold a message at once.</param>
public sealed record PreFlightLimits(PrecedenceTable Precedences, bool StopFlashAttachments = false, TimeSpan? LongestHold = null)
{
    /// <summary>A teleprinter line, as ACP 127 stations still read it.</summary>
    public const int LineCharacters = 69;
}

/// <summary>When the pre-flight is asked.</summary>
public enum PreFlightMoment : byte
{
    Submit = 0,
    Release = 1,
}

/// <summary>What is known of the certificates of an addressee's organisation.</summary>
public enum CertificateStatus : byte
{
    Usable = 0,
    ExpiresSoon = 1,
    Unknown = 2,
}

/// <param name="Domain">Of the organisation.</param>
/// <param name="Standing">What is known.</param>
/// <param name="Until">When it expires; null where that is not known.</param>
public sealed record CertificateFact(string Domain, CertificateStatus Standing, DateTimeOffset? Until = null);

/// <summary>All that the pre-flight goes by.</summary>
/// <param name="Form">What is written.</param>
/// <param name="At">Submission or release.</param>
/// <param name="Now">The moment.</param>
public sealed record PreFlightFacts(DraftForm Form, PreFlightMoment At, DateTimeOffset Now)
{
    /// <summary>What the rules, the label policy and the directory refuse: who is not cleared, who is not known. Each is a Stop with its own code.</summary>
    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>One for each organisation addressed; an organisation not named here is not looked at.</summary>
    public ImmutableArray<CertificateFact> Certificates { get; init; } = [];

    /// <summary>Must-fix comments not settled.</summary>
    public int OpenMustFix { get; init; }

    /// <summary>The orders declared; those not in force are passed over.</summary>
    public ImmutableArray<Minimize> Minimizes { get; init; } = [];

    /// <summary>What the releaser says to those that touch it; at submission there is none.</summary>
    public MinimizeAnswer MinimizeAnswer { get; init; }

    public PreFlightLimits Limits { get; init; } = new(new());
}
