using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>Whether two messages say the same, in every field their reader may act on and in the body.</summary>
/// <remarks>
/// Any field counts but those that systems on the way put there: a retry by another way is the same message, and a field that nobody knows
/// rather makes two entries of one message than one of two.
/// </remarks>
internal static class ContentDigest
{
    // RFC 5321 §4.4, RFC 5322 §3.6.6 and §3.6.7, RFC 6376, RFC 7208, RFC 8601, RFC 8617; RFC 6758 §3: a relay writes and removes it
    private static readonly FrozenSet<string> OfTheWay = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Received",
        "Return-Path",
        "Delivered-To",
        "Envelope-To",
        "Original-Recipient",
        "Received-SPF",
        "Authentication-Results",
        "DKIM-Signature",
        "DomainKey-Signature",
        "MT-Priority"
    );

    private static readonly string[] Families = ["X-", "ARC-", "Resent-"];

    /// <param name="header">The fields that are shown.</param>
    /// <param name="ofBody">What says how the body is read; null when there is no message.</param>
    /// <param name="body">SHA-256 of the body.</param>
    public static string Of(HeaderView header, HeaderList? ofBody, string body)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fields = header
            .Decoded()
            .Concat(ofBody is null ? [] : new HeaderView([.. ofBody]).Decoded())
            .Where(field =>
                !OfTheWay.Contains(field.Name)
                && !Families.Any(family => field.Name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            );
        foreach (var (name, value) in fields.OrderBy(field => field.Name, StringComparer.OrdinalIgnoreCase)) // fields of one name keep their order
            digest.AppendData(Encoding.UTF8.GetBytes($"{name.ToLowerInvariant()}:{value}\n"));
        digest.AppendData(Encoding.UTF8.GetBytes(body));
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
