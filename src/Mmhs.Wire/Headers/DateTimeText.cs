using System.Globalization;

namespace Mmhs.Wire.Headers;

/// <summary>RFC 5322 date-time: read strictly, with the zones of older mail; written in UTC.</summary>
/// <remarks>
/// The day of the week must fit the date (§3.3). Years of two and three digits and zones by name are read as §4.3 says; a zone of unknown
/// meaning is UTC there. Years 1900 to 9999.
/// </remarks>
public static class DateTimeText
{
    private static readonly string[] Months =
    [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ];
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public static string Write(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    /// <summary>The moment, with the offset it was written with where a clock has such an offset; null when the text is no date-time.</summary>
    public static DateTimeOffset? Read(string text)
    {
        var scanner = new FieldScanner(text);
        if (!scanner.TrySkipCfws())
            return null;
        var weekday = scanner.TakeWhile(char.IsAsciiLetter);
        if (
            weekday.Length > 0
            && (IndexOf(Days, weekday) < 0 || !scanner.TrySkipCfws() || !scanner.Take(',') || !scanner.TrySkipCfws())
        )
            return null;

        if (Digits(ref scanner, 1, 2) is not { } day || !scanner.TrySkipCfws())
            return null;
        var month = IndexOf(Months, scanner.TakeWhile(char.IsAsciiLetter)) + 1;
        if (month == 0 || !scanner.TrySkipCfws() || Year(ref scanner) is not { } year || !scanner.TrySkipCfws())
            return null;
        if (day == 0 || day > DateTime.DaysInMonth(year, month))
            return null;

        if (
            Digits(ref scanner, 2, 2) is not (<= 23 and var hour)
            || !scanner.TrySkipCfws()
            || !scanner.Take(':')
            || !scanner.TrySkipCfws()
        )
            return null;
        if (Digits(ref scanner, 2, 2) is not (<= 59 and var minute) || !scanner.TrySkipCfws())
            return null;
        var second = 0;
        if (scanner.Take(':'))
        {
            if (!scanner.TrySkipCfws() || Digits(ref scanner, 2, 2) is not (<= 60 and var written) || !scanner.TrySkipCfws())
                return null;
            second = written;
        }
        if (Zone(ref scanner) is not { } offset || !scanner.TrySkipCfws() || !scanner.AtEnd)
            return null;

        var date = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        if (weekday.Length > 0 && (int)date.DayOfWeek != IndexOf(Days, weekday))
            return null;
        return At(date, second, offset);
    }

    private static DateTimeOffset? At(DateTime minute, int second, int offsetInMinutes)
    {
        var local = minute.Ticks + (second * TimeSpan.TicksPerSecond); // a leap second, 60, is the first of the next minute
        var utc = local - (offsetInMinutes * TimeSpan.TicksPerMinute);
        if (local > DateTime.MaxValue.Ticks || utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return null;
        return Math.Abs(offsetInMinutes) <= 14 * 60 ? new(local, TimeSpan.FromMinutes(offsetInMinutes)) : new(utc, TimeSpan.Zero);
    }

    private static int? Year(ref FieldScanner scanner)
    {
        var digits = scanner.TakeWhile(char.IsAsciiDigit);
        if (digits.Length is < 2 or > 4)
            return null;
        var year = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        // RFC 5322 §4.3: 00 to 49 are of this century, 50 to 99 and three digits count from 1900
        if (digits.Length == 2)
            year += year < 50 ? 2000 : 1900;
        else if (digits.Length == 3)
            year += 1900;
        return year < 1900 ? null : year;
    }

    private static int? Zone(ref FieldScanner scanner)
    {
        var sign = scanner.Next;
        if (scanner.Take('+') || scanner.Take('-'))
        {
            if (Digits(ref scanner, 4, 4) is not { } digits || digits % 100 > 59)
                return null;
            var minutes = (digits / 100 * 60) + (digits % 100);
            return sign == '-' ? -minutes : minutes;
        }
        var name = scanner.TakeWhile(char.IsAsciiLetter).ToUpperInvariant();
        return name.Length is 0 or > 5
            ? null
            : name switch
            {
                "EST" or "CDT" => -5 * 60,
                "EDT" => -4 * 60,
                "CST" or "MDT" => -6 * 60,
                "MST" or "PDT" => -7 * 60,
                "PST" => -8 * 60,
                _ => 0, // RFC 5322 §4.3: UT, GMT, the military letters, which were used both ways, and unknown names
            };
    }

    private static int? Digits(ref FieldScanner scanner, int least, int most)
    {
        var digits = scanner.TakeWhile(char.IsAsciiDigit);
        return digits.Length < least || digits.Length > most
            ? null
            : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static int IndexOf(string[] names, string name) =>
        Array.FindIndex(names, candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase));
}
