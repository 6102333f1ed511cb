using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Audit;

/// <summary>Whether the act went through.</summary>
public enum AuditOutcome : byte
{
    Ok = 0,
    Denied = 1,
    Failed = 2,
}

/// <summary>Something that happened and must be provable later. It names no subject, no text and no secret of a message.</summary>
/// <param name="Type">What happened, upper case (<c>RELEASE</c>, <c>SIGN</c>, <c>LABEL_CHECK</c>); the list is <see cref="AuditTypes"/>.</param>
/// <param name="Outcome">Went through, refused by a rule, or failed.</param>
/// <param name="Actor">Who did it: a sign-in name, a service, a peer; null when nobody is known.</param>
/// <param name="Role">In which role the actor acted; null for services.</param>
/// <param name="MessageId">MM identification, without angle brackets; null when the event is about no message.</param>
/// <param name="EnvelopeId">Message identification (ENVID); null when there was none.</param>
/// <param name="Correlation">The item here it is about: draft, version, queue entry, delivery; null when there is none.</param>
/// <param name="Data">The fields access-and-audit §2 demands for this type; a key with null says it could not be determined.</param>
public sealed record AuditEvent(
    string Type,
    AuditOutcome Outcome,
    string? Actor,
    string? Role,
    string? MessageId,
    string? EnvelopeId,
    string? Correlation,
    CanonicalObject Data
)
{
    /// <summary>Mail domain of the organisation of a person who acted in no role; null: the role says it, or it cannot be told, and the member is not written.</summary>
    public string? Organisation { get; init; }

    /// <summary>The octets that are hashed: the only authoritative form of the entry (access-and-audit §4.2).</summary>
    /// <param name="stream">The stream it is written to; inside, so that an entry cannot be moved.</param>
    /// <param name="seq">Its place in the stream, from 0 and without gaps.</param>
    /// <param name="at">When it was written, to the millisecond.</param>
    public byte[] ToCanonicalBytes(string stream, long seq, DateTimeOffset at)
    {
        var entry = new CanonicalObject
        {
            ["v"] = 1,
            ["stream"] = stream,
            ["seq"] = seq,
            ["ts"] = at,
            ["eventType"] = Type,
            ["outcome"] = Outcome switch
            {
                AuditOutcome.Ok => "ok",
                AuditOutcome.Denied => "denied",
                AuditOutcome.Failed => "failed",
            },
            ["actor"] = Actor,
            ["role"] = Role,
            ["mmId"] = MessageId,
            ["envId"] = EnvelopeId,
            ["correlation"] = Correlation,
            ["data"] = Data,
        };
        if (Organisation is not null)
            entry["organisation"] = Organisation;
        return entry.ToBytes();
    }
}
