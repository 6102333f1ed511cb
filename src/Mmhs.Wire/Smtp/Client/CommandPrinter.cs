using System.Globalization;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>MAIL and RCPT as they go on the wire: only parameters whose keyword the server offered (RFC 5321 §4.1.1.11).</summary>
internal static class CommandPrinter
{
    /// <param name="envelope">What to say.</param>
    /// <param name="size">Octets of the content, said with SIZE.</param>
    /// <param name="offered">The latest EHLO reply.</param>
    /// <param name="authenticated">Whether we are logged in, so that <c>AUTH=</c> may be said (RFC 4954 §5).</param>
    public static string Mail(Envelope envelope, long? size, SmtpCapabilities offered, bool authenticated)
    {
        var line = new StringBuilder("MAIL FROM:<").Append(envelope.ReversePath).Append('>');
        if (size is not null && offered.Offers("SIZE"))
            line.Append(CultureInfo.InvariantCulture, $" SIZE={size}");
        if (envelope.Body is { } body && offered.EightBitMime)
            line.Append(" BODY=").Append(Word(body));
        if (offered.DeliveryNotifications)
        {
            if (envelope.Return is { } content)
                line.Append(" RET=").Append(Word(content));
            if (envelope.EnvelopeId is { } id)
                line.Append(" ENVID=").Append(Xtext.Encode(id.Value));
        }
        // RFC 6710 §4.2(1a): a hop that knows priorities is always told one, also 0
        if (offered.Priority)
            line.Append(
                CultureInfo.InvariantCulture,
                $" MT-PRIORITY={envelope.DeterminedPriority ?? envelope.Priority ?? default}"
            );
        if (offered.Offers("DELIVERBY") && envelope.DeliverBy is { } by)
            line.Append(" BY=").Append(by);
        if (offered.Offers("FUTURERELEASE") && envelope.Hold is { } hold)
            line.Append(
                hold.Seconds is { } seconds
                    ? string.Create(CultureInfo.InvariantCulture, $" HOLDFOR={seconds}")
                    : $" HOLDUNTIL={FutureRelease.Text(hold.Until!.Value)}"
            );
        if (authenticated && envelope.Submitter is { } submitter)
            line.Append(" AUTH=").Append(Xtext.Encode(submitter));
        return line.Append("\r\n").ToString();
    }

    public static string Recipient(EnvelopeRecipient recipient, SmtpCapabilities offered)
    {
        var line = new StringBuilder("RCPT TO:<").Append(recipient.ForwardPath).Append('>');
        if (offered.DeliveryNotifications)
        {
            if (recipient.Notify is { } notify)
                line.Append(" NOTIFY=").Append(notify.ToText());
            if (recipient.OriginalRecipient is { } original)
                line.Append(" ORCPT=").Append(original.Text);
        }
        return line.Append("\r\n").ToString();
    }

    private static string Word(BodyType body) =>
        body switch
        {
            BodyType.SevenBit => "7BIT",
            BodyType.EightBitMime => "8BITMIME",
        };

    private static string Word(ReturnContent content) =>
        content switch
        {
            ReturnContent.Full => "FULL",
            ReturnContent.Headers => "HDRS",
        };
}
