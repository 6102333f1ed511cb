using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Wire.Smtp;

/// <summary><c>HOLDFOR=</c> or <c>HOLDUNTIL=</c>: the submission agent keeps the message and lets it go no sooner (RFC 4865 §4).</summary>
/// <remarks>One of the two, never both; a message without either goes at once. Made by <see cref="For"/>, <see cref="UntilMoment"/> or the readers.</remarks>
public sealed record FutureRelease
{
    private const long Most = 999_999_999; // nine digits

    private FutureRelease(long? seconds, DateTimeOffset? until) => (Seconds, Until) = (seconds, until);

    /// <summary>1 to 999,999,999 from the moment MAIL is received; null when a moment was given.</summary>
    public long? Seconds { get; }

    /// <summary>UTC; null when seconds were given.</summary>
    public DateTimeOffset? Until { get; }

    /// <param name="seconds">1 to 999,999,999.</param>
    public static FutureRelease For(long seconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, Most);
        return new(seconds, null);
    }

    /// <summary>Until a moment, upwards to the whole second, so that nothing goes early.</summary>
    public static FutureRelease UntilMoment(DateTimeOffset moment) =>
        new(null, Upwards(moment.ToUniversalTime(), TimeSpan.TicksPerSecond));

    /// <summary>Reads <c>%x31-39 *8DIGIT</c> (RFC 4865 §4.1): whole seconds without a leading zero.</summary>
    public static bool TryParseFor(string? text, [NotNullWhen(true)] out FutureRelease? hold)
    {
        hold = null;
        if (text is not { Length: >= 1 and <= 9 } || text[0] == '0' || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        hold = new(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), null);
        return true;
    }

    /// <summary>Reads a date and time of RFC 3339 §5.6 in UTC, as <c>2026-11-24T18:00:00Z</c>; parts of a second may be given, another zone may not.</summary>
    public static bool TryParseUntil(string? text, [NotNullWhen(true)] out FutureRelease? hold)
    {
        hold = null;
        if (text is not { Length: >= 20 and <= 30 } || text[10] is not ('T' or 't') || text[^1] is not ('Z' or 'z'))
            return false;
        if (
            !DateTime.TryParseExact(
                text[..10] + text[11..19],
                "yyyy-MM-ddHH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var whole
            )
        )
            return false;
        var until = new DateTimeOffset(whole, TimeSpan.Zero);
        if (text.Length > 20)
        {
            // time-secfrac = "." 1*DIGIT; what a clock cannot tell apart is rounded up: not a moment too soon
            var digits = text.AsSpan(20, text.Length - 21);
            if (text[19] != '.' || digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
                return false;
            var billionths = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            for (var i = digits.Length; i < 9; i++)
                billionths *= 10;
            var ticks = (billionths + 99) / 100;
            if (ticks > (DateTimeOffset.MaxValue - until).Ticks)
                return false;
            until = until.AddTicks(ticks);
        }
        hold = new(null, until);
        return true;
    }

    /// <summary>The moment it may go, upwards to the whole millisecond, because queues keep no finer time.</summary>
    /// <param name="received">When MAIL was received.</param>
    public DateTimeOffset ReleaseAt(DateTimeOffset received) =>
        Upwards(Until ?? received.AddSeconds(Seconds!.Value), TimeSpan.TicksPerMillisecond);

    /// <summary>As in <c>Future-Release-Request</c> (RFC 4865 §5): <c>for;60</c>, <c>until;2026-11-24T18:00:00Z</c>.</summary>
    public override string ToString() =>
        Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"for;{seconds}") : $"until;{Text(Until!.Value)}";

    /// <summary>As RFC 3339 writes a moment, in UTC, without parts of a second that are nought.</summary>
    internal static string Text(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Upwards(DateTimeOffset moment, long unit)
    {
        var over = moment.Ticks % unit;
        return over == 0 || moment.Ticks > DateTimeOffset.MaxValue.Ticks - unit ? moment : moment.AddTicks(unit - over);
    }
}
