using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Compose;

namespace Mmhs.Signing.Client;

/// <summary>Whether a formal copy in our name was released: asked by whoever carries it, of the service that signed it and of nobody else.</summary>
public interface IReleaseLedger
{
    /// <summary>Null: it was released to all it is going to, and may go on. Codes <c>LED-</c>.</summary>
    /// <remarks>An exception is no yes: who cannot ask does not carry it.</remarks>
    Task<Refusal?> ObjectionAsync(CopyInTransit copy, CancellationToken cancellationToken);
}

/// <summary>A copy as it stands before whoever is to carry it.</summary>
/// <param name="BodyDigest">SHA-256 over its body.</param>
/// <param name="MessageId">Of its header.</param>
/// <param name="Recipients">Addresses of its envelope, as they were given.</param>
public sealed record CopyInTransit(byte[] BodyDigest, MessageId MessageId, ImmutableArray<string> Recipients);
