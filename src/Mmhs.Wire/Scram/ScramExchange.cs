using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mmhs.Wire.Scram;

/// <summary>The server's half of one SCRAM-SHA-256 login (RFC 5802 §5, §7; RFC 7677), a plain function of what the client says.</summary>
/// <remarks>
/// <see cref="TryFirst"/>, then <see cref="ServerFirst"/> with the verifier of <see cref="User"/>, then <see cref="TryFinal"/>.
/// Without channel binding: a client that thinks we offer it ("y") is right to say so and is let in; one that uses it ("p=") is refused.
/// </remarks>
internal sealed class ScramExchange
{
    public const string Mechanism = "SCRAM-SHA-256";

    private readonly string _serverNonce;
    private string _gs2Header = "";
    private string _clientFirstBare = "";
    private string _clientNonce = "";
    private string _serverFirst = "";
    private ScramVerifier? _verifier;

    /// <param name="serverNonce">Printable, without comma, never used before (RFC 5802 §5.1).</param>
    public ScramExchange(string serverNonce) => _serverNonce = serverNonce;

    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    /// <summary>Who wants to log in, after SASLprep.</summary>
    public string User { get; private set; } = "";

    /// <summary>Reads <c>client-first-message</c>; false when it is unreadable or asks for what we do not do.</summary>
    public bool TryFirst(ReadOnlySpan<byte> message)
    {
        if (!TryText(message, out var text))
            return false;
        // gs2-header = ("n" / "y" / "p=" cb-name) "," [ "a=" saslname ] ","
        if (text.Length < 3 || text[0] is not ('n' or 'y') || text[1] != ',')
            return false;
        var end = text.IndexOf(',', 2);
        if (end < 0)
            return false;
        var authorization = text[2..end];
        _gs2Header = text[..(end + 1)];
        _clientFirstBare = text[(end + 1)..];
        // client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]; an "m=" MUST fail (RFC 5802 §5.1)
        var attributes = _clientFirstBare.Split(',');
        if (
            attributes.Length < 2
            || !attributes[0].StartsWith("n=", StringComparison.Ordinal)
            || !attributes[1].StartsWith("r=", StringComparison.Ordinal)
        )
            return false;
        if (!TryName(attributes[0][2..], out var user))
            return false;
        _clientNonce = attributes[1][2..];
        if (_clientNonce.Length == 0 || _clientNonce.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return false;
        // Nobody acts for another here: an authorization identity must be the user himself.
        if (
            authorization.Length > 0
            && (
                !authorization.StartsWith("a=", StringComparison.Ordinal)
                || !TryName(authorization[2..], out var other)
                || other != user
            )
        )
            return false;
        User = user;
        return true;
    }

    /// <summary><c>server-first-message</c> for the user's verifier, or for one made up when there is no such user.</summary>
    public byte[] ServerFirst(ScramVerifier verifier)
    {
        _verifier = verifier;
        _serverFirst = string.Create(
            CultureInfo.InvariantCulture,
            $"r={_clientNonce}{_serverNonce},s={Convert.ToBase64String(verifier.Salt.Span)},i={verifier.Iterations}"
        );
        return Encoding.UTF8.GetBytes(_serverFirst);
    }

    /// <summary>Checks <c>client-final-message</c>; on success gives <c>server-final-message</c>.</summary>
    public bool TryFinal(ReadOnlySpan<byte> message, out byte[] serverFinal)
    {
        serverFinal = [];
        if (_verifier is null || !TryText(message, out var text))
            return false;
        // client-final-message = channel-binding "," nonce ["," extensions] "," proof; the proof is last
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0)
            return false;
        var withoutProof = text[..proofAt];
        var attributes = withoutProof.Split(',');
        if (attributes.Length < 2)
            return false;
        if (attributes[0] != "c=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(_gs2Header)))
            return false;
        if (attributes[1] != $"r={_clientNonce}{_serverNonce}")
            return false;
        if (!StrictBase64.TryDecode(text.AsSpan(proofAt + 3), out var proof))
            return false;
        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_serverFirst},{withoutProof}");
        if (!ScramProof.Verify(_verifier, authMessage, proof))
            return false;
        serverFinal = Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(ScramProof.ServerSignature(_verifier, authMessage)));
        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> message, out string text)
    {
        text = "";
        if (message.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(message))
            return false;
        text = Encoding.UTF8.GetString(message);
        return true;
    }

    // saslname: "," is =2C and "=" is =3D, any other "=" is an error (RFC 5802 §5.1)
    private static bool TryName(string encoded, out string name)
    {
        name = encoded.Replace("=2C", ",", StringComparison.Ordinal);
        if (name.Replace("=3D", "", StringComparison.Ordinal).Contains('=', StringComparison.Ordinal))
            return false;
        name = name.Replace("=3D", "=", StringComparison.Ordinal);
        if (name.Length == 0)
            return false;
        try
        {
            name = ScramProof.Prepare(name);
            return name.Length > 0;
        }
        catch (ArgumentException)
        {
            return false; // SASLprep forbids a character
        }
    }
}
