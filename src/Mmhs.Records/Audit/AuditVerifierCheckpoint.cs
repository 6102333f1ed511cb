using System.Globalization;

namespace Mmhs.Records.Audit;

/// <summary>Whether a checkpoint's signature is the signing service's.</summary>
/// <param name="text">The octets that were signed.</param>
/// <param name="signature">Detached CMS SignedData, DER.</param>
/// <param name="at">The checkpoint's time, at which the certificate has to be good.</param>
/// <param name="keyId">The key the text names: first 8 octets of SHA-256 of its SubjectPublicKeyInfo, in hex.</param>
/// <returns>Null when it is; else what is wrong, in words.</returns>
public delegate string? CheckpointSignatureCheck(byte[] text, byte[] signature, DateTimeOffset at, string keyId);

/// <summary>A checkpoint's text as the verifier reads it (access-and-audit §4.4).</summary>
internal sealed record AuditVerifierCheckpoint(
    string Stream,
    long Size,
    string Root,
    string Chain,
    DateTimeOffset At,
    string Previous,
    string KeyId
)
{
    private static readonly string[] Names = ["stream", "size", "root", "chain", "first", "time", "prev", "key"];

    /// <summary>Null when the text is none, or says that entries were taken out: those cannot be verified from here.</summary>
    public static AuditVerifierCheckpoint? Read(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != Names.Length + 2 || lines[0] != "mmhs-audit-checkpoint/v1" || lines[^1].Length > 0)
            return null;
        var values = new string[Names.Length];
        for (var i = 0; i < Names.Length; i++)
        {
            var start = Names[i] + ": ";
            if (!lines[i + 1].StartsWith(start, StringComparison.Ordinal))
                return null;
            values[i] = lines[i + 1][start.Length..];
        }
        return
            long.TryParse(values[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && values[4] == "0"
            && DateTimeOffset.TryParseExact(
                values[5],
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
            ? new(values[0], size, values[2], values[3], at, values[6], values[7])
            : null;
    }
}
