namespace Mmhs.Relay.Queue;

/// <summary>The records could not be written; nothing has happened.</summary>
internal sealed class RelayWriteException : Exception
{
    public RelayWriteException() { }

    public RelayWriteException(string message)
        : base(message) { }

    public RelayWriteException(string message, Exception innerException)
        : base(message, innerException) { }
}
