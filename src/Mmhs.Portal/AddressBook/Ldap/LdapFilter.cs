using System.Globalization;
using System.Text;

namespace Mmhs.Portal.AddressBook.Ldap;

/// <summary>Search filters as text (RFC 4515): what people type is a value in them and never a part of their grammar.</summary>
internal static class LdapFilter
{
    /// <summary>Every word in one of the attributes, and the filter of the configuration.</summary>
    public static string Of(LdapOptions options, IEnumerable<string> words)
    {
        var filter = new StringBuilder("(&").Append(options.Filter).Append('(').Append(options.AddressAttribute).Append("=*)");
        foreach (var word in words)
        {
            filter.Append("(|");
            foreach (var attribute in new[] { options.NameAttribute, options.AddressAttribute, options.OrganisationAttribute })
                filter.Append('(').Append(attribute).Append("=*").Append(Escape(word)).Append("*)");
            filter.Append(')');
        }
        return filter.Append(')').ToString();
    }

    // RFC 4515 §3: NUL, brackets, asterisk and backslash must be escaped; octets beyond ASCII may be, and are
    public static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(value))
            if (octet is < 0x20 or > 0x7E or (byte)'(' or (byte)')' or (byte)'*' or (byte)'\\')
                escaped.Append(CultureInfo.InvariantCulture, $"\\{octet:x2}");
            else
                escaped.Append((char)octet);
        return escaped.ToString();
    }
}
