namespace Mmhs.Wire.Smtp;

/// <summary>We and the peer no longer agree where we are; the connection is of no further use.</summary>
/// <remarks>The message never quotes what a message contained.</remarks>
public sealed class SmtpProtocolException : Exception
{
    public SmtpProtocolException() { }

    public SmtpProtocolException(string message)
        : base(message) { }

    public SmtpProtocolException(string message, Exception innerException)
        : base(message, innerException) { }
}
