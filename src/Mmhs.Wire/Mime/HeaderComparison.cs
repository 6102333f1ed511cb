using System.Collections.Immutable;

namespace Mmhs.Wire.Mime;

/// <summary>Which fields say one thing outside and another inside the signature (RFC 9788 §3.2.2; domain-signing §6).</summary>
internal static class HeaderComparison
{
    // What would mislead a reader or a relay if it stood outside only; trace and transport fields may be added on the way.
    private static readonly ImmutableHashSet<string> Telling = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "From",
        "Sender",
        "Reply-To",
        "To",
        "Cc",
        "Bcc",
        "Subject",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Expires",
        "Supersedes",
        "Autoforwarded",
        "Incomplete-Copy",
        "Content-Language",
        "Disposition-Notification-To",
        "MT-Priority",
        "SIO-Label"
    );

    public static ImmutableArray<string> Differences(HeaderView inside, HeaderView outside) =>
        [
            .. inside
                .Names.Where(IsProtected)
                .Concat(outside.Names.Where(IsTelling))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(name => !inside.Values(name).SequenceEqual(outside.Values(name), StringComparer.Ordinal)),
        ];

    // RFC 9788 §1.9: structural fields describe the part they stand on
    private static bool IsProtected(string name) =>
        !name.Equals("MIME-Version", StringComparison.OrdinalIgnoreCase)
        && (!name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || Telling.Contains(name));

    private static bool IsTelling(string name) =>
        Telling.Contains(name) || name.StartsWith("MMHS-", StringComparison.OrdinalIgnoreCase);
}
