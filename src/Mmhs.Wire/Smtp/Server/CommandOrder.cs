using System.Collections.Frozen;
using static Mmhs.Wire.Smtp.Phase;
using static Mmhs.Wire.Smtp.Verb;

namespace Mmhs.Wire.Smtp;

/// <summary>Where a session stands between commands. TLS and authentication are facts beside it, see <see cref="SmtpPeer"/>.</summary>
internal enum Phase
{
    /// <summary>Nobody has introduced himself, or TLS has just begun and everything said before is forgotten.</summary>
    Connected,

    /// <summary>EHLO, HELO or LHLO was answered; no transaction.</summary>
    Greeted,

    /// <summary>MAIL was accepted.</summary>
    Sender,

    /// <summary>At least one RCPT was accepted.</summary>
    Recipients,
}

/// <summary>The order of commands a server session accepts (RFC 5321 §4.1.4).</summary>
internal static class CommandOrder
{
    // One row, one lawful move. A pair without a row is answered 503 5.5.1 and moves nothing (RFC 5321 §4.3.2).
    private static readonly FrozenDictionary<(Phase, Verb), Phase> Moves = new Dictionary<(Phase, Verb), Phase>
    {
        [(Connected, Ehlo)] = Greeted,
        [(Greeted, Ehlo)] = Greeted,
        [(Sender, Ehlo)] = Greeted, // RFC 5321 §4.1.4: a later EHLO clears the transaction like RSET
        [(Recipients, Ehlo)] = Greeted,
        [(Connected, Helo)] = Greeted,
        [(Greeted, Helo)] = Greeted,
        [(Sender, Helo)] = Greeted,
        [(Recipients, Helo)] = Greeted,
        [(Connected, Lhlo)] = Greeted, // RFC 2033 §4.1: LHLO has the semantics of EHLO
        [(Greeted, Lhlo)] = Greeted,
        [(Sender, Lhlo)] = Greeted,
        [(Recipients, Lhlo)] = Greeted,

        [(Connected, StartTls)] = Connected, // RFC 5321 §4.1.4: only mail needs an EHLO before it, and some clients secure the line first
        [(Greeted, StartTls)] = Connected, // RFC 3207 §4.2: what was said before TLS is forgotten, so EHLO again
        [(Greeted, Auth)] = Greeted, // RFC 4954 §4: not during a transaction

        [(Greeted, Mail)] = Sender,
        [(Sender, Rcpt)] = Recipients,
        [(Recipients, Rcpt)] = Recipients,
        [(Recipients, Data)] = Greeted,

        [(Connected, Rset)] = Connected,
        [(Greeted, Rset)] = Greeted,
        [(Sender, Rset)] = Greeted,
        [(Recipients, Rset)] = Greeted,

        // RFC 5321 §4.1.4: these may come at any time and change nothing
        [(Connected, Noop)] = Connected,
        [(Greeted, Noop)] = Greeted,
        [(Sender, Noop)] = Sender,
        [(Recipients, Noop)] = Recipients,
        [(Connected, Vrfy)] = Connected,
        [(Greeted, Vrfy)] = Greeted,
        [(Sender, Vrfy)] = Sender,
        [(Recipients, Vrfy)] = Recipients,
        [(Connected, Expn)] = Connected,
        [(Greeted, Expn)] = Greeted,
        [(Sender, Expn)] = Sender,
        [(Recipients, Expn)] = Recipients,
        [(Connected, Help)] = Connected,
        [(Greeted, Help)] = Greeted,
        [(Sender, Help)] = Sender,
        [(Recipients, Help)] = Recipients,
        [(Connected, Quit)] = Connected,
        [(Greeted, Quit)] = Greeted,
        [(Sender, Quit)] = Greeted,
        [(Recipients, Quit)] = Greeted,
    }.ToFrozenDictionary();

    public static bool TryMove(Phase from, Verb verb, out Phase to) => Moves.TryGetValue((from, verb), out to);
}
