using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Relay.Border;

/// <summary>What the military fields of a message say to the relay: which is at fault, and how urgent it is.</summary>
internal sealed class MilitaryFields
{
    private readonly HeaderReading _reading;

    private readonly MessageHeader _header;

    private MilitaryFields(MessageHeader header) => (_header, _reading) = (header, MmhsHeaderReader.Read(header.Fields));

    /// <summary>
    /// The name of the first field that is repeated, breaks its grammar or is misspelt; null when all are good. <c>MT-Priority</c> is never
    /// at fault: one that cannot be read says nothing (RFC 6758 §3.1).
    /// </summary>
    public string? FirstFault =>
        _reading
            .Problems.FirstOrDefault(problem =>
                problem.Where != FieldNames.MtPriority
                && problem.Code is HeaderCodes.Syntax or HeaderCodes.Duplicate or HeaderCodes.Alias
            )
            ?.Where
        ?? Unnamed(_reading.Mmhs.PrimaryPrecedence, FieldNames.PrimaryPrecedence)
        ?? Unnamed(_reading.Mmhs.CopyPrecedence, FieldNames.CopyPrecedence);

    /// <summary>The name of the first field a formal message of these addressees cannot be without; null when all are there.</summary>
    /// <remarks>A primary precedence where somebody must act, a copy precedence where somebody is informed, and its release time (MMHS §3.5.1, §3.5.2, §3.5.5).</remarks>
    public string? FirstMissing =>
        Names("To") && _reading.Mmhs.PrimaryPrecedence is null ? FieldNames.PrimaryPrecedence
        : (Names("Cc") || Names("Bcc")) && _reading.Mmhs.CopyPrecedence is null ? FieldNames.CopyPrecedence
        : _reading.Mmhs.ExtendedAuthorisationInfo is null ? FieldNames.ExtendedAuthorisationInfo
        : null;

    /// <summary>The precedence that governs transfer: the primary one, else that of the copies; null when neither is there (MMHS §3.4.20).</summary>
    public Precedence? Governing =>
        (_reading.Mmhs.PrimaryPrecedence ?? _reading.Mmhs.CopyPrecedence) is { } number and <= (int)Precedence.Override
            ? (Precedence)number
            : null;

    /// <summary>The value of exactly one readable <c>MT-Priority</c> field; zero, several or an unreadable one say nothing (RFC 6758 §3.1).</summary>
    public MtPriority? Priority => _reading.Mmhs.MtPriority;

    public static MilitaryFields Of(MessageHeader header) => new(header);

    // an empty group has no addressee, and no address is without its sign
    private bool Names(string field) => _header.Bodies(field).Any(body => body.Contains('@', StringComparison.Ordinal));

    // 6 to 31 are named by no policy here, so no priority follows from them (RFC 6710 Appendix A)
    private static string? Unnamed(int? precedence, string field) => precedence > (int)Precedence.Override ? field : null;
}
