using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Mmhs.Messages.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Reports;

/// <summary>Where our relay knows a report to come from, told to the portal by a trace field of its own.</summary>
/// <remarks>
/// Worth something only because the relay takes every such field out of what comes in, by either door and from whomever, and writes its own
/// on top of all others: only the very first field of a message is read. It is never part of what a message says.
/// </remarks>
public sealed class ReportSource
{
    public const string FieldName = "X-MMHS-Report-Source";

    private const string OwnWord = "own";
    private const string HandedOverWord = "handed-over";
    private const int WidestLine = 900; // RFC 5322 §2.1.1: a line ends before 998 octets
    private const int MostOctets = 128 << 10;

    private ReportSource(bool isOwn, ImmutableArray<HandedOverCopy> handedOver) => (IsOwn, HandedOver) = (isOwn, handedOver);

    /// <summary>Nobody knows where it comes from.</summary>
    public static ReportSource Unknown { get; } = new(false, []);

    /// <summary>Our relay made it, or our portal handed it in.</summary>
    public static ReportSource Own { get; } = new(true, []);

    public bool IsOwn { get; }

    /// <summary>What the report speaks of and was handed to exactly the host that brought it.</summary>
    public ImmutableArray<HandedOverCopy> HandedOver { get; }

    /// <summary>A report by the host that took these copies; <see cref="Unknown"/> where there are none.</summary>
    public static ReportSource Of(IEnumerable<HandedOverCopy> handedOver) =>
        handedOver.Where(copy => Entry(copy).Length <= WidestLine).Distinct().ToImmutableArray() is { IsEmpty: false } copies
            ? new(false, copies)
            : Unknown;

    /// <summary>Whether the host that brought the report took this copy for this recipient.</summary>
    /// <param name="envelopeId">ENVID, exactly.</param>
    /// <param name="recipient">Compared as mailboxes are (<see cref="AddressIdentity"/>).</param>
    public bool Names(string envelopeId, string recipient) =>
        HandedOver.Any(copy => copy.EnvelopeId == envelopeId && AddressIdentity.Same(copy.Recipient, recipient));

    /// <summary>The field with its CRLF, US-ASCII; empty for <see cref="Unknown"/>.</summary>
    public byte[] ToField() =>
        IsOwn ? Encoding.ASCII.GetBytes($"{FieldName}: {OwnWord}\r\n")
        : HandedOver.IsEmpty ? []
        : Encoding.ASCII.GetBytes(
            $"{FieldName}: {HandedOverWord}\r\n{string.Concat(HandedOver.Select(copy => $" {Entry(copy)}\r\n"))}"
        );

    /// <summary>What the first field of a message says, if that is the one; <see cref="Unknown"/> for all else, and for what cannot be read.</summary>
    /// <param name="message">As the relay handed it over, before anybody put a field on top.</param>
    public static ReportSource ReadFirst(in ReadOnlySequence<byte> message)
    {
        var text = Encoding.Latin1.GetString(message.Slice(0, Math.Min(message.Length, MostOctets)));
        if (!text.StartsWith(FieldName + ":", StringComparison.OrdinalIgnoreCase))
            return Unknown;
        var end = text.IndexOf("\r\n", StringComparison.Ordinal);
        while (end >= 0 && end + 2 < text.Length && text[end + 2] is ' ' or '\t') // RFC 5322 §2.2.3: a fold
            end = text.IndexOf("\r\n", end + 2, StringComparison.Ordinal);
        if (end < 0)
            return Unknown;
        var words = text[(FieldName.Length + 1)..end].Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [OwnWord] => Own,
            [HandedOverWord, .. var entries] => Of(entries.Select(Copy).OfType<HandedOverCopy>()),
            _ => Unknown,
        };
    }

    // RFC 3461 §4: xtext has neither a blank nor "="
    private static string Entry(HandedOverCopy copy) => $"{Xtext.Encode(copy.EnvelopeId)}={Xtext.Encode(copy.Recipient)}";

    private static HandedOverCopy? Copy(string entry) =>
        entry.Split('=') is [var envelope, var to]
        && Xtext.TryDecode(envelope, out var envelopeId)
        && Xtext.TryDecode(to, out var recipient)
            ? new(envelopeId, recipient)
            : null;
}

/// <summary>A copy of a message as a host took it.</summary>
/// <param name="EnvelopeId">ENVID of the copy.</param>
/// <param name="Recipient">The forward-path.</param>
public sealed record HandedOverCopy(string EnvelopeId, string Recipient);
