using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Api;

/// <summary>What the system fills in, fixed when the statement is made.</summary>
internal sealed record FilledBody(string MessageId, DateTimeOffset Date, DateTimeOffset Dtg, IReadOnlyList<string> EnvelopeIds);

/// <summary>What a person says yes to. It comes back exactly as it was given out.</summary>
/// <param name="Kind"><c>concur</c> or <c>release</c>.</param>
/// <param name="DraftId">The draft.</param>
/// <param name="Version">Its version.</param>
/// <param name="ContentHash">Of that version.</param>
/// <param name="Person">Sign-in name of who says it.</param>
/// <param name="OnBehalfOf">Whom he stands in for; null: himself.</param>
/// <param name="Role">Address of the role he acts in.</param>
/// <param name="At">When.</param>
internal sealed record StatementBody(
    string Kind,
    Guid DraftId,
    int Version,
    string ContentHash,
    string Person,
    string? OnBehalfOf,
    string Role,
    DateTimeOffset At
)
{
    /// <summary>The review stage, of a concurrence.</summary>
    public string? Stage { get; init; }

    /// <summary>Who wrote the version, of a release; the next four likewise.</summary>
    public string? Drafter { get; init; }
    public string? PersonName { get; init; }
    public string? PersonAddress { get; init; }
    public string? BreakGlass { get; init; }

    /// <summary>Of a release: the releaser states that the MINIMIZE in force was considered.</summary>
    public bool MinimizeConsidered { get; init; }

    /// <summary>Of a release: what the system fills in.</summary>
    public FilledBody? Filled { get; init; }

    public static StatementBody Of(ConcurrenceStatement said) =>
        new("concur", said.DraftId, said.Version, said.ContentHash, said.Reviewer, said.OnBehalfOf, said.Role.ToString(), said.At)
        {
            Stage = said.Stage,
        };

    public static StatementBody Of(ApprovalStatement said) =>
        new(
            "release",
            said.DraftId,
            said.Version,
            said.ContentHash,
            said.Releaser,
            said.OnBehalfOf,
            said.Role.ToString(),
            said.At
        )
        {
            Drafter = said.Drafter,
            PersonName = said.ReleaserMailbox.DisplayName,
            PersonAddress = said.ReleaserMailbox.Address.ToString(),
            BreakGlass = said.BreakGlass,
            MinimizeConsidered = said.MinimizeConsidered,
            Filled = new(
                said.Filled.MessageId.Value,
                said.Filled.Date,
                said.Filled.Dtg.At,
                [.. said.Filled.EnvelopeIds.Select(id => id.Value)]
            ),
        };

    /// <summary>Null where it cannot be one.</summary>
    internal ConcurrenceStatement? ToConcurrence() =>
        Kind == "concur" && Stage is not null && EmailAddress.TryParse(Role, out var role)
            ? new(DraftId, Version, ContentHash, Stage, role, Person, OnBehalfOf, At)
            : null;

    /// <summary>Null where it cannot be one.</summary>
    internal ApprovalStatement? ToApproval()
    {
        if (
            Kind != "release"
            || Filled is null
            || Drafter is null
            || !EmailAddress.TryParse(Role, out var role)
            || !EmailAddress.TryParse(PersonAddress, out var address)
            || !MessageId.TryParse(Filled.MessageId, out var messageId)
            || Filled.Dtg.UtcDateTime.Year is < 2000 or > 2099
        )
            return null;
        var envelopes = ImmutableArray.CreateBuilder<EnvelopeId>();
        foreach (var text in Filled.EnvelopeIds)
        {
            if (!EnvelopeId.TryParse(text, out var envelope))
                return null;
            envelopes.Add(envelope);
        }
        return new(
            DraftId,
            Version,
            ContentHash,
            new(messageId, Filled.Date, new(Filled.Dtg), envelopes.ToImmutable()),
            Person,
            new Mailbox(PersonName, address),
            role,
            At
        )
        {
            Drafter = Drafter,
            OnBehalfOf = OnBehalfOf,
            BreakGlass = BreakGlass,
            MinimizeConsidered = MinimizeConsidered,
        };
    }
}

/// <summary>A statement with everything a program needs to prove it, so that the password stays with the program.</summary>
/// <param name="Statement">To be looked at, and given back with the decision; null where the decision needs only its octets.</param>
/// <param name="Octets">What the proof is made over, base64url.</param>
/// <param name="Challenge">SHA-256 of them, base64url: what a passkey signs.</param>
/// <param name="Salt">Of the person's verifier, base64url.</param>
/// <param name="Iterations">Of it.</param>
/// <param name="Passkeys">Identifiers of the passkeys that may prove it.</param>
/// <param name="Ticket">That this statement was given out here; given back with the decision.</param>
internal sealed record StatementOffer<T>(
    T Statement,
    string Octets,
    string Challenge,
    string Salt,
    int Iterations,
    IReadOnlyList<string> Passkeys,
    string Ticket
);

/// <summary>Knows again the statements that were given out: identifiers and times the system fills in are its own, whatever a program sends back.</summary>
internal sealed class StatementTickets(IDataProtectionProvider protection, IApprovals approvals)
{
    private readonly IDataProtector protector = protection.CreateProtector("Mmhs.Api.Statement");

    public async Task<StatementOffer<T>> OfferAsync<T>(Statement statement, T body, CancellationToken cancellationToken)
    {
        var parameters = await approvals.ProofParametersAsync(statement.Person, cancellationToken);
        return new(
            body,
            Base64Url.EncodeToString(statement.ToBytes()),
            Base64Url.EncodeToString(statement.Challenge()),
            Base64Url.EncodeToString(parameters.Salt),
            parameters.Iterations,
            parameters.Passkeys,
            Base64Url.EncodeToString(protector.Protect(statement.Challenge()))
        );
    }

    public bool Knows(Statement statement, string? ticket)
    {
        if (ticket is null or { Length: > 1000 } || !Base64Url.IsValid(ticket))
            return false;
        try
        {
            return protector.Unprotect(Base64Url.DecodeFromChars(ticket)).AsSpan().SequenceEqual(statement.Challenge());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
