using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Border;

/// <summary>Why a message is not taken: little for the peer, the rule for the audit trail.</summary>
/// <param name="Reply">Names no content.</param>
/// <param name="Rule">Stable; tests assert it.</param>
/// <param name="Findings">Codes of the label policy, where it decided; else empty.</param>
internal sealed record Rejection(SmtpReply Reply, string Rule, IReadOnlyList<string> Findings)
{
    public Rejection(int code, string status, string text, string rule)
        : this(new SmtpReply(code, status, text), rule, []) { }

    public static Rejection Malformed(string field) =>
        new(554, "5.6.0", $"Malformed, missing or repeated field {field}", "FIELD_MALFORMED");
}
