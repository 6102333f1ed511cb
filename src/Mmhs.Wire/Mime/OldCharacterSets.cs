using System.Runtime.CompilerServices;
using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>Makes the character sets of old mail known before anybody asks for one: what MimeKit has looked up in vain it never looks up again.</summary>
internal static class OldCharacterSets
{
#pragma warning disable CA2255 // A library may do this where order is all that matters.
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
#pragma warning restore CA2255

    /// <summary>What text of the old days is in that names no character set and is no UTF-8.</summary>
    public static Encoding Western { get; } = Encoding.GetEncoding(1252);
}
