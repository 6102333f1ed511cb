using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mmhs.Portal.Access.Tokens;

/// <summary>The secret of an API token: <c>mmhs_</c> and 32 random octets in base64url, so that a scanner finds one left lying about.</summary>
/// <remarks>Of so many random octets a plain hash is enough, and a look-up by it tells nothing by its time.</remarks>
internal static class TokenSecret
{
    private const string Prefix = "mmhs_";
    private const int Octets = 32,
        Length = 43;

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets));

    /// <summary>False when the text cannot be a token.</summary>
    public static bool HasForm(string text) =>
        text.Length == Prefix.Length + Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
