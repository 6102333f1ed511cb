using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Wire.Smtp;

/// <summary>What becomes of a message that is late (RFC 2852 §4.1.4).</summary>
public enum DeliverByMode
{
    /// <summary><c>R</c>: it is returned, and never delivered after.</summary>
    Return,

    /// <summary><c>N</c>: the sender is told, and it goes on.</summary>
    Notify,
}

/// <summary><c>BY=</c>: the time within which a message is to be delivered, as seconds from the moment MAIL is said (RFC 2852 §4).</summary>
/// <param name="Seconds">1 to 999,999,999 in mode R; in mode N also 0 and below: already late.</param>
/// <param name="Mode">What becomes of it when it is late.</param>
/// <param name="Trace">Each relay reports that it passed it on.</param>
public sealed record DeliverBy(long Seconds, DeliverByMode Mode, bool Trace = false)
{
    private const long Most = 999_999_999; // nine digits

    /// <summary>Mode R until a moment; null when fewer than one whole second is left.</summary>
    public static DeliverBy? Until(DateTimeOffset latest, DateTimeOffset now)
    {
        var seconds = (long)Math.Floor((latest - now).TotalSeconds);
        return seconds < 1 ? null : new(Math.Min(seconds, Most), DeliverByMode.Return);
    }

    /// <summary>Reads <c>[-+]1*9DIGIT ";" ("N" / "R") ["T"]</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DeliverBy? by)
    {
        by = null;
        if (text?.Split(';') is not [var time, { Length: 1 or 2 } mode])
            return false;
        var digits = time is ['+' or '-', .. var unsigned] ? unsigned : time;
        if (digits.Length is 0 or > 9 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        var seconds = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * (time[0] == '-' ? -1 : 1);
        DeliverByMode? read = char.ToUpperInvariant(mode[0]) switch
        {
            'R' => DeliverByMode.Return,
            'N' => DeliverByMode.Notify,
            _ => null,
        };
        if (read is not { } known || (mode.Length == 2 && char.ToUpperInvariant(mode[1]) != 'T'))
            return false;
        if (known == DeliverByMode.Return && seconds <= 0)
            return false; // RFC 2852 §4: by-time must be greater than zero with R
        by = new(seconds, known, mode.Length == 2);
        return true;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds};{(Mode == DeliverByMode.Return ? 'R' : 'N')}{(Trace ? "T" : "")}"
        );
}
