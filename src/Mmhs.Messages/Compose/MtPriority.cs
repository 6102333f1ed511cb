using System.Globalization;

namespace Mmhs.Messages.Compose;

/// <summary>The urgency SMTP carries (<c>MT-PRIORITY</c>), -9 to 9, higher is more urgent.</summary>
/// <remarks>Absence on the wire means 0, which is also <c>default</c>. Source: RFC 6710 §3, §4.1.</remarks>
public readonly record struct MtPriority : IComparable<MtPriority>
{
    public MtPriority(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -9);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 9);
        Value = value;
    }

    public int Value { get; }

    /// <summary>Reads <c>priority-value</c> exactly: no plus sign, no "-0", no leading zero (RFC 6710 §3).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MtPriority priority)
    {
        priority = default;
        if (text is "0")
            return true;
        var negative = text.Length == 2 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.Length != 1 || digits[0] is < '1' or > '9')
            return false;
        var value = digits[0] - '0';
        priority = new(negative ? -value : value);
        return true;
    }

    /// <summary>The level this value is handled at: rounded up to the next of the six of STANAG4406, the top above it (RFC 6710 §5).</summary>
    public MtPriority HandledAs() =>
        new(
            Value switch
            {
                <= -4 => -4,
                <= -2 => -2,
                <= 0 => 0,
                <= 2 => 2,
                <= 4 => 4,
                _ => 6,
            }
        );

    public int CompareTo(MtPriority other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
