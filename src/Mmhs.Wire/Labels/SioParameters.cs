using System.Text;

namespace Mmhs.Wire.Labels;

/// <summary>The parameter list of SIO-Label: <c>attribute[*section][*]=value</c>, separated by semicolons.</summary>
/// <remarks>
/// Wider than its grammar where the samples of RFC 7444 are: blanks around <c>=</c> and <c>;</c>, a semicolon at the end.
/// Narrower than RFC 2231 where loose reading would let two programs see two labels: a duplicate or a gap is an error.
/// </remarks>
internal static class SioParameters
{
    private const int MaxParameters = 2048;

    /// <summary>Null, and the parameters, or the problem.</summary>
    public static SioProblem? Read(string body, out List<SioParameter> parameters)
    {
        parameters = [];
        var pieces = new List<SioPiece>();
        var at = 0;
        while (true)
        {
            at = SkipBlanks(body, at);
            if (at == body.Length)
                break;
            if (ReadPiece(body, ref at, out var piece) is { } problem)
                return problem;
            pieces.Add(piece!);
            if (pieces.Count > MaxParameters)
                return Syntax("There are too many parameters.");
            at = SkipBlanks(body, at);
            if (at == body.Length)
                break;
            if (body[at] != ';')
                return Syntax($"After {piece!.Name} a semicolon is wanted.");
            at++;
        }
        return Assemble(pieces, parameters);
    }

    private static SioProblem? ReadPiece(string body, ref int at, out SioPiece? piece)
    {
        piece = null;
        var start = at;
        while (at < body.Length && IsToken(body[at]))
            at++;
        var name = body[start..at];
        if (name.Length == 0)
            return Syntax($"At character {start + 1} the name of a parameter is wanted.");
        at = SkipBlanks(body, at);
        if (at == body.Length || body[at] != '=')
            return Syntax($"{name} has no value.");
        at = SkipBlanks(body, at + 1);

        var isQuoted = at < body.Length && body[at] == '"';
        if ((isQuoted ? ReadQuoted(body, ref at) : ReadBare(body, ref at)) is not { } value)
            return Syntax($"The value of {name} does not end.");
        if (value.Length == 0 && !isQuoted)
            return Syntax($"{name} has no value.");
        piece = SioPiece.Of(name, value, isQuoted);
        return piece is null ? Syntax($"{name} is not the name of a parameter or of a section of one.") : null;
    }

    private static string? ReadQuoted(string body, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < body.Length; at++)
        {
            switch (body[at])
            {
                case '"':
                    at++;
                    return text.ToString();
                case '\\' when at + 1 < body.Length: // RFC 5322 §3.2.1: quoted-pair
                    text.Append(body[++at]);
                    break;
                case '\r' or '\n': // unfolding takes the line end and leaves the blank after it
                    break;
                case var c:
                    text.Append(c);
                    break;
            }
        }
        return null;
    }

    // wider than a token: "=" and "/" of Base64 are met without quotes
    private static string ReadBare(string body, ref int at)
    {
        var start = at;
        while (at < body.Length && !IsBlank(body[at]) && body[at] is not (';' or '"' or '\\'))
            at++;
        return body[start..at];
    }

    private static SioProblem? Assemble(List<SioPiece> pieces, List<SioParameter> parameters)
    {
        foreach (var name in pieces.GroupBy(piece => piece.Name))
        {
            var sections = name.OrderBy(piece => piece.Section ?? 0).ToList();
            if (
                sections.Count > 1
                && (
                    sections.Exists(piece => piece.Section is null)
                    || sections.DistinctBy(piece => piece.Section).Count() < sections.Count
                )
            )
                return new(SioCodes.DuplicateParameter, $"{name.Key} is there twice.");
            for (var number = 0; number < sections.Count; number++)
                if ((sections[number].Section ?? 0) != number)
                    return new(SioCodes.SectionGap, $"{name.Key} has no section {number}.");
            if (ExtendedValue.Decode(sections) is not { } value)
                return new(SioCodes.Encoding, $"The encoded value of {name.Key} cannot be read.");
            parameters.Add(new(name.Key, value));
        }
        return null;
    }

    private static SioProblem Syntax(string text) => new(SioCodes.Syntax, text);

    private static int SkipBlanks(string body, int at)
    {
        while (at < body.Length && IsBlank(body[at]))
            at++;
        return at;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    // RFC 2045 §5.1: token
    private static bool IsToken(char c) =>
        c is > ' ' and < '\u007F' && !"()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);
}
