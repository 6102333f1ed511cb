using System.Text;

namespace Mmhs.Messages.Reports;

/// <summary>Whether two addr-specs name one mailbox: the local part exactly once unquoted, the domain without regard to case (RFC 8098 §2.1; RFC 5321 §2.4).</summary>
public static class AddressIdentity
{
    /// <summary>False when either is empty or no address: the null reverse-path is nobody's.</summary>
    public static bool Same(string? left, string? right) => Key(left) is { } key && key == Key(right);

    /// <summary>Equal for addresses of one mailbox; null for what is no address.</summary>
    public static string? Key(string? address)
    {
        if (address is null)
            return null;
        var text = address.Trim();
        if (text.StartsWith('<') && text.EndsWith('>'))
            text = text[1..^1];
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1)
            return null;
        return $"{Unquoted(text[..at])}@{text[(at + 1)..].ToLowerInvariant()}";
    }

    private static string Unquoted(string localPart)
    {
        if (!localPart.Contains('"', StringComparison.Ordinal) && !localPart.Contains('\\', StringComparison.Ordinal))
            return localPart;
        var plain = new StringBuilder(localPart.Length);
        for (var i = 0; i < localPart.Length; i++)
        {
            if (localPart[i] == '"')
                continue;
            if (localPart[i] == '\\' && i + 1 < localPart.Length)
                i++;
            plain.Append(localPart[i]);
        }
        return plain.ToString();
    }
}
