using System.Globalization;

namespace Mmhs.Messages.Compose;

/// <summary>A date-time group: a minute of Zulu time, written <c>231600Z NOV 26</c>.</summary>
/// <remarks>Years 2000 to 2099. The wire form is an RFC 5322 date-time in MMHS-Extended-Authorisation-Info (RFC 6477 §3.2), never this one.</remarks>
public readonly record struct DateTimeGroup : IComparable<DateTimeGroup>
{
    private static readonly string[] Months =
    [
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "MAY",
        "JUN",
        "JUL",
        "AUG",
        "SEP",
        "OCT",
        "NOV",
        "DEC",
    ];

    public DateTimeGroup(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        At = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, 0, TimeSpan.Zero);
    }

    /// <summary>The instant, in UTC, on a full minute.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Reads <c>DDHHMMZ MON YY</c>; blanks between the parts may be left out, case does not matter.</summary>
    public static bool TryParse(string? text, out DateTimeGroup group)
    {
        group = default;
        if (text is null || text.Length > 32)
            return false;
        var packed = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (packed.Length != 12 || packed[6] != 'Z')
            return false;
        var month = Array.IndexOf(Months, packed.Substring(7, 3)) + 1;
        if (
            month == 0
            || !Number(packed, 0, out var day)
            || !Number(packed, 2, out var hour)
            || !Number(packed, 4, out var minute)
            || !Number(packed, 10, out var year)
        )
            return false;
        if (hour > 23 || minute > 59 || day < 1 || day > DateTime.DaysInMonth(2000 + year, month))
            return false;
        group = new(new DateTimeOffset(2000 + year, month, day, hour, minute, 0, TimeSpan.Zero));
        return true;
    }

    public int CompareTo(DateTimeGroup other) => At.CompareTo(other.At);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{At.Day:00}{At.Hour:00}{At.Minute:00}Z {Months[At.Month - 1]} {At.Year % 100:00}"
        );

    private static bool Number(string text, int start, out int value) =>
        int.TryParse(text.AsSpan(start, 2), NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
