using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>What reading a policy file came to.</summary>
/// <param name="Policy">Null when there is an error among the problems.</param>
/// <param name="Problems">All that was found, in the order of the file.</param>
public sealed record SpifReading(SecurityPolicy? Policy, ImmutableArray<SpifProblem> Problems);

/// <summary>A fault of a policy file.</summary>
/// <param name="Code">One of <see cref="SpifCodes"/>, stable.</param>
/// <param name="IsError">True: the file is refused; false: what was found is left out and the rest is used.</param>
/// <param name="Line">Counted from 1; 0 where it is the file as a whole.</param>
/// <param name="Text">What was found and what is wanted.</param>
public sealed record SpifProblem(string Code, bool IsError, int Line, string Text)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"line {Line}: {(IsError ? "error" : "warning")} {Code}: {Text}");
}

/// <summary>The codes of problems of policy files.</summary>
internal static class SpifCodes
{
    public const string TooLarge = "SPIF_TOO_LARGE";

    /// <summary>No well-formed XML, or XML with a document type.</summary>
    public const string NotXml = "SPIF_NOT_XML";
    public const string NotSpif = "SPIF_NOT_A_SPIF";
    public const string Version = "SPIF_VERSION";

    /// <summary>An element or attribute that must be there is not.</summary>
    public const string Missing = "SPIF_MISSING";

    /// <summary>A value outside its list or range.</summary>
    public const string Value = "SPIF_VALUE";

    /// <summary>A number, name or identifier that must be unique is not.</summary>
    public const string Duplicate = "SPIF_DUPLICATE";

    /// <summary>A reference to a class, tag set or policy that is not there.</summary>
    public const string Reference = "SPIF_REFERENCE";

    /// <summary>A part of the format that has no form in our labels.</summary>
    public const string Unsupported = "SPIF_UNSUPPORTED";
}
