using System.Collections.Frozen;
using static Mmhs.Wire.Smtp.ClientAct;
using static Mmhs.Wire.Smtp.ClientPhase;

namespace Mmhs.Wire.Smtp;

/// <summary>Where the client stands.</summary>
internal enum ClientPhase
{
    Connected,
    Welcomed,
    Introduced,
    Sending,
    Ended,
}

/// <summary>What the client may do next.</summary>
internal enum ClientAct
{
    Welcome,
    Introduce,
    Secure,
    LogIn,
    Open,
    Settle,
    End,
}

/// <summary>The order of a client session (RFC 5321 §4.1.4; RFC 3207 §4.2; RFC 4954 §4).</summary>
internal static class ClientOrder
{
    // One row, one lawful move. A pair without a row is a fault of the caller.
    private static readonly FrozenDictionary<(ClientPhase, ClientAct), ClientPhase> Moves = new Dictionary<
        (ClientPhase, ClientAct),
        ClientPhase
    >
    {
        [(Connected, Welcome)] = Welcomed,
        [(Welcomed, Introduce)] = Introduced,
        [(Introduced, Secure)] = Welcomed, // RFC 3207 §4.2: what the server offered in the clear is forgotten, so EHLO again
        [(Introduced, LogIn)] = Introduced,
        [(Introduced, Open)] = Sending,
        [(Sending, Settle)] = Introduced,
        [(Connected, End)] = Ended,
        [(Welcomed, End)] = Ended,
        [(Introduced, End)] = Ended,
        [(Sending, End)] = Ended,
        [(Ended, End)] = Ended,
    }.ToFrozenDictionary();

    /// <exception cref="InvalidOperationException">The session is used out of order, or after it has ended.</exception>
    public static ClientPhase Move(ClientPhase from, ClientAct act) =>
        Moves.TryGetValue((from, act), out var to)
            ? to
            : throw new InvalidOperationException($"An SMTP client session that is {from} cannot {act}.");
}
