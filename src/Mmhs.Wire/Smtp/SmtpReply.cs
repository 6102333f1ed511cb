using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>What a server answers: three digits, an enhanced status where there is one, and text for people.</summary>
/// <remarks>
/// Text is judged by nobody: programs read <see cref="Code"/> and <see cref="Status"/> (RFC 5321 §4.2). It holds no line ends and
/// no other control characters; several lines are several entries of <see cref="Lines"/>. Source: RFC 5321 §4.2.1; RFC 2034 §4.
/// </remarks>
public sealed record SmtpReply
{
    private byte[]? _octets;

    /// <param name="code">200 to 599 (RFC 5321 §4.2.1).</param>
    /// <param name="status">Null on the greeting, on 3yz and in answer to HELO, EHLO and LHLO (RFC 2034 §4).</param>
    /// <param name="lines">At least one; printable US-ASCII.</param>
    /// <exception cref="ArgumentException">The code is out of range, the class of the status differs from it, or a line is not printable US-ASCII.</exception>
    public SmtpReply(int code, EnhancedStatus? status, params IReadOnlyList<string> lines)
        : this(code, status, lines, fromPeer: false) { }

    /// <summary>One line with its status, as in <c>new(550, "5.7.1", "Not accepted by policy")</c>.</summary>
    public SmtpReply(int code, string status, string text)
        : this(code, EnhancedStatus.Parse(status), [text], fromPeer: false) { }

    private SmtpReply(int code, EnhancedStatus? status, IReadOnlyList<string> lines, bool fromPeer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 599);
        ArgumentOutOfRangeException.ThrowIfZero(lines.Count);
        if (status is not null && status.Class != code / 100)
            throw new ArgumentException(
                "The class of the enhanced status is the first digit of the code (RFC 2034 §4).",
                nameof(status)
            );
        if (!fromPeer && lines.Any(line => line.AsSpan().ContainsAnyExceptInRange(' ', '~')))
            throw new ArgumentException("A reply holds printable US-ASCII only (RFC 5321 §4.2).", nameof(lines));
        (Code, Status, Lines) = (code, status, lines);
    }

    public int Code { get; }

    public EnhancedStatus? Status { get; }

    /// <summary>The text of each line, without code and status.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>2yz: done.</summary>
    public bool IsPositive => Code / 100 == 2;

    /// <summary>3yz: say more.</summary>
    public bool IsIntermediate => Code / 100 == 3;

    /// <summary>4yz: not now, ask again later.</summary>
    public bool IsTransient => Code / 100 == 4;

    /// <summary>5yz: no, and do not ask again.</summary>
    public bool IsPermanent => Code / 100 == 5;

    public bool Equals(SmtpReply? other) =>
        other is not null
        && Code == other.Code
        && Status == other.Status
        && Lines.SequenceEqual(other.Lines, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Code, Status, Lines[0]);

    /// <summary>The reply as one line for logs and diagnostic codes: <c>550 5.7.1 text</c>, lines joined by a blank.</summary>
    public override string ToString() =>
        Status is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Code} {string.Join(' ', Lines)}")
            : string.Create(CultureInfo.InvariantCulture, $"{Code} {Status} {string.Join(' ', Lines)}");

    /// <summary>A reply another program sent; its text may be anything printable.</summary>
    internal static SmtpReply FromPeer(int code, EnhancedStatus? status, IReadOnlyList<string> lines) =>
        new(code, status, lines, fromPeer: true);

    /// <summary>Writes the reply with its CRLFs; returns the octets written.</summary>
    internal int WriteTo(IBufferWriter<byte> output)
    {
        // Most replies are said many times over: the octets are made once.
        _octets ??= Encoding.ASCII.GetBytes(Print());
        output.Write(_octets);
        return _octets.Length;
    }

    // RFC 5321 §4.2.1: every line carries the code, all but the last with a hyphen; RFC 2034 §4: and every line the status
    private string Print()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Code}{(i == Lines.Count - 1 ? ' ' : '-')}");
            if (Status is not null)
                text.Append(CultureInfo.InvariantCulture, $"{Status} ");
            text.Append(Lines[i]).Append("\r\n");
        }
        return text.ToString();
    }
}
