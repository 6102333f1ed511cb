using System.Globalization;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Smtp;

/// <summary>The parameters of one MAIL command, gathered one by one; each method reads one value.</summary>
internal struct MailParameters
{
    private long? _size;
    private BodyType? _body;
    private ReturnContent? _return;
    private EnvelopeId? _envelopeId;
    private MtPriority? _priority;
    private string? _submitter;
    private DeliverBy? _deliverBy;
    private FutureRelease? _hold;

    /// <summary>Takes one parameter; the answer when it is refused, null when it was read.</summary>
    public SmtpReply? Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return null; // no parameters, or blanks between them
        if (!EsmtpParameter.TryRead(text, out var parameter))
            return Replies.BadParameter;
        if (parameter.Is("SIZE"u8))
            return _size is null && Size(parameter.Value) ? null : Replies.BadParameter;
        if (parameter.Is("BODY"u8))
            return _body is null && Body(parameter.Value) ? null : Replies.BadParameter;
        if (parameter.Is("RET"u8))
            return _return is null && Return(parameter.Value) ? null : Replies.BadParameter;
        if (parameter.Is("ENVID"u8))
            return _envelopeId is null && EnvelopeIdentifier(parameter.Value) ? null : Replies.BadParameter;
        // RFC 6710 §4.1(1): a bad or repeated priority is a syntax error
        if (parameter.Is("MT-PRIORITY"u8))
            return _priority is null && Priority(parameter.Value) ? null : Replies.BadPriority;
        if (parameter.Is("BY"u8))
            return _deliverBy is null && DeliverBy.TryParse(parameter.Value, out _deliverBy) ? null : Replies.BadParameter;
        // RFC 4865 §4: one of the two, and once
        if (parameter.Is("HOLDFOR"u8))
            return _hold is null && FutureRelease.TryParseFor(parameter.Value, out _hold) ? null : Replies.BadParameter;
        if (parameter.Is("HOLDUNTIL"u8))
            return _hold is null && FutureRelease.TryParseUntil(parameter.Value, out _hold) ? null : Replies.BadParameter;
        if (parameter.Is("AUTH"u8))
            return _submitter is null && Submitter(parameter.Value) ? null : Replies.BadParameter;
        return Replies.UnknownParameter;
    }

    public readonly Envelope ToEnvelope(SmtpPath? reversePath) =>
        new()
        {
            ReversePath = reversePath,
            Size = _size,
            Body = _body,
            Return = _return,
            EnvelopeId = _envelopeId,
            Priority = _priority,
            Submitter = _submitter,
            DeliverBy = _deliverBy,
            Hold = _hold,
        };

    // RFC 1870 §6: size-value = 1*20DIGIT; what does not fit 64 bits is larger than anything we take
    private bool Size(string? value)
    {
        if (value is null or { Length: > 20 } || value.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        _size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : long.MaxValue;
        return true;
    }

    // RFC 6152 §2; BINARYMIME is lawful only where CHUNKING is offered (RFC 3030 §3)
    private bool Body(string? value)
    {
        if (Is(value, "7BIT"))
            _body = BodyType.SevenBit;
        else if (Is(value, "8BITMIME"))
            _body = BodyType.EightBitMime;
        else
            return false;
        return true;
    }

    // RFC 3461 §4.3
    private bool Return(string? value)
    {
        if (Is(value, "FULL"))
            _return = ReturnContent.Full;
        else if (Is(value, "HDRS"))
            _return = ReturnContent.Headers;
        else
            return false;
        return true;
    }

    // RFC 3461 §4.4: xtext of printable US-ASCII, at most 100 characters on the wire
    private bool EnvelopeIdentifier(string? value) =>
        value is { Length: <= 100 } && Xtext.TryDecode(value, out var decoded) && EnvelopeId.TryParse(decoded, out _envelopeId);

    private bool Priority(string? value)
    {
        if (!MtPriority.TryParse(value, out var priority))
            return false;
        _priority = priority;
        return true;
    }

    // RFC 4954 §5: xtext of a mailbox, or of "<>"
    private bool Submitter(string? value)
    {
        if (value is null or { Length: > 500 } || !Xtext.TryDecode(value, out var decoded))
            return false;
        if (decoded != "<>" && !SmtpPath.TryParse(decoded, out _))
            return false;
        _submitter = decoded;
        return true;
    }

    private static bool Is(string? value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);
}
