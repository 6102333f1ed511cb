using System.Collections.Immutable;
using MimeKit.Cryptography;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Mime;

/// <summary>What a verifier we trust found out about a message on its way in (RFC 8601 §2.7).</summary>
/// <param name="Verifier">Its authserv-id.</param>
/// <param name="Method"><c>dkim</c>, <c>smime</c>, <c>spf</c> and others, lower case.</param>
/// <param name="Result"><c>pass</c>, <c>fail</c>, <c>none</c> and others, lower case.</param>
/// <param name="Domain">The domain that signed, <c>header.d</c>; null where none is said.</param>
/// <param name="Identity">The signer within it, <c>header.i</c> or <c>body.smime-identifier</c>; null where none is said.</param>
public sealed record AuthenticationResult(string Verifier, string Method, string Result, string? Domain, string? Identity)
{
    private const int Most = 20;

    /// <summary>Of the topmost field of a verifier we trust; none where nobody is trusted, or nothing readable is said.</summary>
    /// <remarks>
    /// Only the header as it came counts, never one inside. Whoever takes mail from outside removes what claims to be from our own verifiers
    /// (RFC 8601 §5), so the topmost one is theirs.
    /// </remarks>
    internal static ImmutableArray<AuthenticationResult> Of(HeaderView outer, IReadOnlyCollection<string> trusted)
    {
        if (trusted.Count == 0)
            return [];
        foreach (var body in outer.RawValues("Authentication-Results"))
        {
            if (!AuthenticationResults.TryParse(body, out var field) || field.AuthenticationServiceIdentifier is not { } verifier)
                continue;
            if (!trusted.Contains(verifier, StringComparer.OrdinalIgnoreCase))
                continue;
            if (field.Version is not (null or 1))
                return []; // RFC 8601 §2.5: of another version nothing is known
            return
            [
                .. field
                    .Results.Take(Most)
                    .Select(one => new AuthenticationResult(
                        verifier,
                        Word(one.Method),
                        Word(one.Result),
                        Said(one, "header", "d"),
                        Said(one, "header", "i") ?? Said(one, "body", "smime-identifier")
                    )),
            ];
        }
        return [];
    }

    private static string? Said(AuthenticationMethodResult result, string type, string name) =>
        result.Properties.FirstOrDefault(one =>
            one.PropertyType.Equals(type, StringComparison.OrdinalIgnoreCase)
            && one.Property.Equals(name, StringComparison.OrdinalIgnoreCase)
        )
            is { } property
            ? DisplayText.Clean(property.Value)
            : null;

    private static string Word(string? text) => DisplayText.Clean(text ?? "").ToLowerInvariant();
}
