using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Relay.Border;

/// <summary>What the military fields of a message say to the relay: which is at fault, and how urgent it is.</summary>
internal sealed class MilitaryFields
{
    private readonly HeaderReading _reading;

    private MilitaryFields(HeaderReading reading) => _reading = reading;

    /// <summary>Whom the message names as having authorised it, as written.</summary>
    public IReadOnlyList<string> AuthorizingUsers => [.. _reading.Mmhs.AuthorizingUsers.Select(user => user.Address)];

    /// <summary>
    /// The name of the first field that is repeated, breaks its grammar or is misspelt; null when all are good. <c>MT-Priority</c> is never
    /// at fault: one that cannot be read says nothing (RFC 6758 §3.1).
    /// </summary>
    public string? FirstFault =>
        _reading.Problems.FirstOrDefault(problem => problem.Where != FieldNames.MtPriority && problem.Code is HeaderCodes.Syntax or HeaderCodes.Duplicate or HeaderCodes.Alias)?.Where
        ?? Unnamed(_reading.Mmhs.PrimaryPrecedence, FieldNames.PrimaryPrecedence)
        ?? Unnamed(_reading.Mmhs.CopyPrecedence, FieldNames.CopyPrecedence);

    /// <summary>The precedence that governs transfer: the primary one, else that of the copies; null when neither is there (MMHS §3.4.20).</summary>
    public Precedence? Governing =>
        (_reading.Mmhs.PrimaryPrecedence ?? _reading.Mmhs.CopyPrecedence) is { } number and <= (int)Precedence.Override ? (Precedence)number : null;

    /// <summary>The value of exactly one readable <c>MT-Priority</c> field; zero, several or an unreadable one say nothing (RFC 6758 §3.1).</summary>
    public MtPriority? Priority => _reading.Mmhs.MtPriority;

    public static MilitaryFields Of(MessageHeader header) => new(MmhsHeaderReader.Read(header.Fields));

    // 6 to 31 are named by no policy here, so no priority follows from them (RFC 6710 Appendix A)
    private static string? Unnamed(int? precedence, string field) => precedence > (int)Precedence.Override ? field : null;
}
