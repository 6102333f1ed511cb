using System.Buffers;

namespace Mmhs.Wire.Smtp;

/// <summary>What is wrong with a message, found while it comes in.</summary>
internal enum ContentFlaw
{
    None,

    /// <summary>Above the fixed maximum.</summary>
    TooBig,

    /// <summary>The memory of the listener is used up.</summary>
    NoMemory,

    /// <summary>A line longer than allowed.</summary>
    LineTooLong,

    /// <summary>A NUL.</summary>
    Nul,

    /// <summary>A CR without LF or a LF without CR.</summary>
    BareLineEnd,
}

/// <summary>Reads message content up to its end, undoing dot-stuffing (RFC 5321 §4.5.2), in whatever pieces it arrives.</summary>
/// <remarks>
/// The end is CR LF . CR LF and nothing else (RFC 5321 §4.1.1.4); a bare CR or LF never ends a line and spoils the message
/// (RFC 5321 §2.3.8), which is still read to its true end so that no part of it is taken for a command.
/// </remarks>
/// <param name="options">Of the door.</param>
/// <param name="budget">What the listener may hold.</param>
/// <param name="maxLine">Octets of a line without CRLF; null for any length, which the size of the message bounds.</param>
internal sealed class DataReader(SmtpServerOptions options, SmtpMemoryBudget budget, int? maxLine) : IDisposable
{
    private static readonly SearchValues<byte> Notable = SearchValues.Create("\r\n\0"u8);

    private readonly PooledOctets _octets = new(budget);
    private readonly long _maxLine = maxLine ?? long.MaxValue;
    private State _state = State.LineStart; // RFC 5321 §4.1.1.4: the CRLF of DATA is the one before a first dot
    private long _line;

    private enum State
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
        Complete,
    }

    public ContentFlaw Flaw { get; private set; }

    public bool IsComplete => _state == State.Complete;

    /// <summary>All octets seen, kept or not.</summary>
    public long Seen { get; private set; }

    /// <summary>Takes what it can use; the position behind it. What lies behind the end of data stays.</summary>
    public SequencePosition Take(in ReadOnlySequence<byte> input)
    {
        long used = 0;
        foreach (var segment in input)
        {
            used += Take(segment.Span);
            if (IsComplete)
                break;
        }
        Seen += used;
        return input.GetPosition(used);
    }

    /// <summary>The message, once complete and without flaw; the memory is its own from here on.</summary>
    public ReceivedMessage ToMessage() => new(_octets);

    public void Dispose() => _octets.Dispose();

    private int Take(ReadOnlySpan<byte> input)
    {
        var at = 0;
        var run = 0; // what lies between run and at is content not yet kept
        while (at < input.Length)
        {
            switch (_state)
            {
                case State.LineStart:
                    if (input[at] != '.')
                    {
                        _state = State.Text;
                        break;
                    }
                    Keep(input[run..at]);
                    run = ++at;
                    _state = State.Dot; // RFC 5321 §4.5.2: the first dot of a line is not content
                    break;
                case State.Text:
                    var length = input[at..].IndexOfAny(Notable);
                    if (length < 0)
                        length = input.Length - at;
                    at += length;
                    _line += length;
                    if (_line > _maxLine)
                        Spoil(ContentFlaw.LineTooLong);
                    if (at == input.Length)
                        break;
                    switch (input[at++])
                    {
                        case (byte)'\r':
                            _state = State.Cr;
                            break;
                        case (byte)'\n':
                            Spoil(ContentFlaw.BareLineEnd);
                            break;
                        default:
                            Spoil(ContentFlaw.Nul); // RFC 2045 §2.7, §2.8: no NUL but in binary
                            break;
                    }
                    break;
                case State.Cr:
                    if (input[at] == '\n')
                    {
                        at++;
                        _line = 0;
                        _state = State.LineStart;
                        break;
                    }
                    Spoil(ContentFlaw.BareLineEnd);
                    _state = State.Text; // the octet is looked at again: it may be the CR of the line's end
                    break;
                case State.Dot:
                    if (input[at] == '\r')
                    {
                        run = ++at;
                        _state = State.DotCr;
                        break;
                    }
                    _state = State.Text;
                    break;
                case State.DotCr:
                    if (input[at] == '\n')
                    {
                        _state = State.Complete;
                        return at + 1;
                    }
                    Spoil(ContentFlaw.BareLineEnd);
                    _state = State.Text;
                    break;
                case State.Complete:
                default:
                    return at;
            }
        }
        Keep(input[run..at]);
        return at;
    }

    private void Keep(ReadOnlySpan<byte> content)
    {
        if (Flaw != ContentFlaw.None || content.IsEmpty)
            return;
        if (_octets.Length + content.Length > options.MaxMessageSize)
            Spoil(ContentFlaw.TooBig);
        else if (!_octets.TryAppend(content))
            Spoil(ContentFlaw.NoMemory);
    }

    // The first flaw is the one answered, but a bare line end outdoes them all: it is the one that ends the session.
    private void Spoil(ContentFlaw flaw)
    {
        if (Flaw == ContentFlaw.None)
            _octets.Dispose();
        if (Flaw == ContentFlaw.None || flaw == ContentFlaw.BareLineEnd)
            Flaw = flaw;
    }
}
