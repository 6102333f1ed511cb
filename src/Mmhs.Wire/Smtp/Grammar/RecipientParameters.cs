namespace Mmhs.Wire.Smtp;

/// <summary>The parameters of one RCPT command (RFC 3461 §4.1, §4.2), gathered one by one.</summary>
internal struct RecipientParameters
{
    private NotifyOn? _notify;
    private OriginalRecipient? _originalRecipient;

    /// <summary>Takes one parameter; the answer when it is refused, null when it was read.</summary>
    public SmtpReply? Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return null;
        if (!EsmtpParameter.TryRead(text, out var parameter))
            return Replies.BadParameter;
        if (parameter.Is("NOTIFY"u8))
            return _notify is null && Notify(parameter.Value) ? null : Replies.BadParameter;
        if (parameter.Is("ORCPT"u8))
            return _originalRecipient is null && Original(parameter.Value) ? null : Replies.BadParameter;
        return Replies.UnknownParameter;
    }

    public readonly EnvelopeRecipient ToRecipient(SmtpPath forwardPath) => new(forwardPath, _notify, _originalRecipient);

    // notify-esmtp-value = "NEVER" / 1#notify-list-element; each element once, NEVER alone
    private bool Notify(string? value)
    {
        if (value is null)
            return false;
        if (Is(value, "NEVER"))
        {
            _notify = NotifyOn.Never;
            return true;
        }
        var wanted = NotifyOn.Never;
        foreach (var range in value.AsSpan().Split(','))
        {
            var element = value.AsSpan(range);
            var one =
                Is(element, "SUCCESS") ? NotifyOn.Success
                : Is(element, "FAILURE") ? NotifyOn.Failure
                : Is(element, "DELAY") ? NotifyOn.Delay
                : NotifyOn.Never;
            if (one == NotifyOn.Never || wanted.HasFlag(one))
                return false;
            wanted |= one;
        }
        _notify = wanted;
        return true;
    }

    private bool Original(string? value) => value is not null && OriginalRecipient.TryParse(value, out _originalRecipient);

    private static bool Is(ReadOnlySpan<char> value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
