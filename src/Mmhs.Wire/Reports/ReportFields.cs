using System.Text;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Reports;

/// <summary>A group of fields in a report: message-wide, or about one recipient (RFC 3464 §2.1).</summary>
internal sealed class ReportFields
{
    private const int MaxGroups = 10_000;
    private const int MaxValue = 16 << 10;

    private readonly List<(string Name, string Value)> _fields = [];

    public bool IsEmpty => _fields.Count == 0;

    /// <summary>The first of that name, on one line; null when there is none or it is blank.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) =>
        _fields
            .Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && field.Value.Length > 0)
            .Select(field => field.Value);

    public bool Has(string name) => _fields.Exists(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public DateTimeOffset? Date(string name) => this[name] is { } text ? LenientDate.Read(text) : null;

    /// <summary>Groups are separated by blank lines; one that tells of a second recipient without one is divided.</summary>
    public static List<ReportFields> Read(byte[] octets)
    {
        List<ReportFields> groups = [];
        var group = new ReportFields();
        string? name = null;
        var value = new StringBuilder();
        foreach (var line in TextOf(octets).EnumerateLines())
        {
            if (groups.Count >= MaxGroups)
                return groups;
            if (line.IsWhiteSpace())
            {
                Finish();
                Close();
            }
            else if (line[0] is ' ' or '\t') // RFC 5322 §2.2.3: a fold
            {
                if (name is not null && value.Length < MaxValue)
                    value.Append(' ').Append(line.Trim());
            }
            else
            {
                Finish();
                var colon = line.IndexOf(':');
                if (colon <= 0)
                    continue;
                name = line[..colon].Trim().ToString();
                value.Append(line[(colon + 1)..].Trim());
            }
        }
        Finish();
        Close();
        return groups;

        void Finish()
        {
            if (name is null)
                return;
            if (name.Equals("Final-Recipient", StringComparison.OrdinalIgnoreCase) && group.Has(name))
                Close();
            group._fields.Add((name, DisplayText.Clean(value.ToString(0, Math.Min(value.Length, MaxValue))))); // it will be shown
            name = null;
            value.Clear();
        }

        void Close()
        {
            if (group.IsEmpty)
                return;
            groups.Add(group);
            group = new();
        }
    }

    /// <summary>RFC 6533 §3 writes UTF-8; what is none is taken octet for character, so that nothing is lost.</summary>
    private static ReadOnlySpan<char> TextOf(byte[] octets) =>
        System.Text.Unicode.Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets);
}
