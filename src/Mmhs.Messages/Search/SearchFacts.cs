using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mmhs.Messages.Search;

/// <summary>What is known of a message beside its words, each as one word no text can hold by chance of meaning: it is kept in a place of its own.</summary>
public static class SearchFacts
{
    public const string HasFile = "hasfile";

    public static string Sic(string code) => "sic" + string.Concat(SearchText.Of(code));

    /// <param name="id">Message-ID without brackets.</param>
    public static string Id(string id) =>
        "id" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    /// <param name="precedence">0 to 5, or another number a message gave.</param>
    public static string Precedence(int precedence) => string.Create(CultureInfo.InvariantCulture, $"prec{precedence}");
}
