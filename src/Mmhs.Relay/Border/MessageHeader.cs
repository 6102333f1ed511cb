using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Reports;

namespace Mmhs.Relay.Border;

/// <summary>The header of a message, as far as the relay asks about it; the body is never looked at.</summary>
/// <remarks>
/// Only fields the relay has rules for are kept, trace fields are counted. RFC 5322 §2.2; obsolete blanks before the colon are read
/// (RFC 5322 §4.5), for a field must not escape a rule by them.
/// </remarks>
internal sealed class MessageHeader
{
    /// <summary>In octets, with the blank line behind it.</summary>
    public const int MaxLength = 256 << 10;

    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "From",
        "Sender",
        "To",
        "Cc",
        "Bcc",
        "Date",
        "Message-ID",
        "MT-Priority",
        "SIO-Label",
        "Content-Type",
        "DL-Expansion-History",
    };

    private readonly List<HeaderField> fields = [];

    private readonly List<Range> authenticationResults = [];

    private readonly List<Range> reportSources = [];

    private MilitaryFields? military;

    private Originators? originators;

    private MessageHeader() { }

    /// <summary>Whether the message begins with its body: no line up to the first blank one has the form of a field.</summary>
    public bool IsAbsent { get; private set; }

    /// <summary>Octets up to and with the blank line, or all there are when there is none.</summary>
    public int Length { get; private set; }

    /// <summary><c>Received</c> and <c>X400-Received</c> (RFC 5321 §6.3; RFC 2156 §2.3.1.2).</summary>
    public int TraceCount { get; private set; }

    /// <summary>The oldest <c>Received</c>, that of the submission; null when there is none.</summary>
    public string? OldestReceived { get; private set; }

    /// <summary>Whether the message is of the form of a report (RFC 6522 §3).</summary>
    public bool IsReport =>
        Only("Content-Type") is { } type && type.TrimStart().StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where fields stand that must not go on as they came in, from the top.</summary>
    /// <param name="keepsAuthenticationResults">They are worth what the host is worth that let them in (RFC 8601 §5).</param>
    /// <remarks><see cref="ReportSource.FieldName"/> is ours alone, whoever brings it.</remarks>
    public IReadOnlyList<Range> Unwanted(bool keepsAuthenticationResults) =>
        keepsAuthenticationResults
            ? reportSources
            : [.. authenticationResults.Concat(reportSources).OrderBy(field => field.Start.Value)];

    /// <summary>Whether the message is a military one: it bears a field of RFC 6477 or RFC 7912 (RFC 7912 §5).</summary>
    public bool IsFormal { get; private set; }

    /// <summary>The identifier when there is exactly one and it can be read, else null.</summary>
    public MessageId? MessageId =>
        Only("Message-ID") is { } text && text.TrimStart().StartsWith('<') && MessageId.TryParse(text, out var id) ? id : null;

    /// <summary>Unfolded, without the blanks around the body; octets above 127 stand as the characters of that number.</summary>
    public IReadOnlyList<HeaderField> Fields => fields;

    /// <summary>What the military ones among them say.</summary>
    public MilitaryFields Military => military ??= MilitaryFields.Of(this);

    /// <summary>In whose name it speaks.</summary>
    public Originators Originators => originators ??= Originators.Of(this);

    /// <summary>The body of a field that is there exactly once; else null.</summary>
    public string? Only(string name) => Count(name) == 1 ? fields.First(field => Is(field, name)).RawBody : null;

    public IReadOnlyList<string> Bodies(string name) =>
        [.. fields.Where(field => Is(field, name)).Select(field => field.RawBody)];

    public int Count(string name) => fields.Count(field => Is(field, name));

    /// <summary>False when the header is longer than <see cref="MaxLength"/> or a line of it is no field.</summary>
    /// <param name="content">The message.</param>
    /// <param name="header">What was read.</param>
    /// <param name="mayBeAbsent">Whether a message that is a body alone is read, as <see cref="IsAbsent"/>.</param>
    public static bool TryRead(
        in ReadOnlySequence<byte> content,
        [NotNullWhen(true)] out MessageHeader? header,
        bool mayBeAbsent = false
    )
    {
        header = null;
        var first = content.FirstSpan;
        if (content.IsSingleSegment || first.IndexOf("\r\n\r\n"u8) >= 0)
            return TryRead(first, content.IsSingleSegment, mayBeAbsent, out header);
        var length = (int)Math.Min(content.Length, MaxLength);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            content.Slice(0, length).CopyTo(rented);
            return TryRead(rented.AsSpan(0, length), content.Length <= length, mayBeAbsent, out header);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static bool TryRead(
        ReadOnlySpan<byte> octets,
        bool isWhole,
        bool mayBeAbsent,
        [NotNullWhen(true)] out MessageHeader? header
    )
    {
        var read = new MessageHeader();
        header = null;
        var at = 0;
        while (true)
        {
            if (at > MaxLength)
                return false;
            if (at == octets.Length)
            {
                if (!isWhole)
                    return false; // the end of the header lies beyond what is looked at
                break;
            }
            if (octets[at..].StartsWith("\r\n"u8))
            {
                at += 2;
                break;
            }
            var end = FieldEnd(octets, at);
            if (!read.TryKeep(octets[at..end], at..end))
            {
                if (!mayBeAbsent || at > 0 || !IsBodyAlone(octets, isWhole))
                    return false;
                read.IsAbsent = true;
                break;
            }
            at = end;
        }
        read.Length = at;
        header = read;
        return true;
    }

    // Whoever reads on behind a first line that is no field must not find fields there that nobody asked about
    private static bool IsBodyAlone(ReadOnlySpan<byte> octets, bool isWhole)
    {
        while (!octets.IsEmpty)
        {
            if (octets.StartsWith("\r\n"u8))
                return true;
            if (!NameOf(octets[..FieldEnd(octets, 0)]).IsEmpty)
                return false;
            var lineFeed = octets.IndexOf((byte)'\n');
            octets = lineFeed < 0 ? [] : octets[(lineFeed + 1)..];
        }
        return isWhole;
    }

    /// <summary>The name of the field, without blanks before its colon (RFC 5322 §4.5); empty when this is none.</summary>
    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> field)
    {
        var colon = field.IndexOf((byte)':');
        if (colon < 1)
            return [];
        var name = field[..colon].TrimEnd(" \t"u8);
        return name.ContainsAnyExceptInRange((byte)33, (byte)126) ? [] : name; // RFC 5322 §3.6.8: ftext
    }

    // RFC 5322 §2.2.3: a line that begins with a blank goes on with the field before it
    private static int FieldEnd(ReadOnlySpan<byte> octets, int at)
    {
        while (true)
        {
            var lineFeed = octets[at..].IndexOf((byte)'\n');
            if (lineFeed < 0)
                return octets.Length;
            at += lineFeed + 1;
            if (at == octets.Length || octets[at] is not ((byte)' ' or (byte)'\t'))
                return at;
        }
    }

    private bool TryKeep(ReadOnlySpan<byte> field, Range place)
    {
        var nameOctets = NameOf(field);
        if (nameOctets.IsEmpty)
            return false;
        var colon = field.IndexOf((byte)':');
        var isTrace = EqualsName(nameOctets, "Received") || EqualsName(nameOctets, "X400-Received");
        if (isTrace)
            TraceCount++;
        if (EqualsName(nameOctets, "Authentication-Results"))
            authenticationResults.Add(place);
        if (EqualsName(nameOctets, ReportSource.FieldName))
            reportSources.Add(place);
        var isMilitary = nameOctets.Length > 5 && EqualsName(nameOctets[..5], "MMHS-");
        IsFormal |= isMilitary;
        if (!isTrace && !isMilitary && !(nameOctets.Length <= 20 && Kept.Contains(Encoding.ASCII.GetString(nameOctets))))
            return true;
        var name = Encoding.ASCII.GetString(nameOctets);
        var body = Encoding.Latin1.GetString(field[(colon + 1)..]).Replace("\r\n", "", StringComparison.Ordinal).Trim(' ', '\t');
        if (!isTrace)
            fields.Add(new(name, body));
        else if (EqualsName(nameOctets, "Received"))
            OldestReceived = body; // read from the top: the last is the oldest
        return true;
    }

    private static bool Is(HeaderField field, string name) => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase);

    private static bool EqualsName(ReadOnlySpan<byte> octets, string name) => Ascii.EqualsIgnoreCase(octets, name);
}
