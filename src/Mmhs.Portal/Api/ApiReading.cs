using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Api;

/// <summary>From what a program sent to our types; what cannot be read is remembered, all of it, and never read as empty.</summary>
internal sealed class ApiReading
{
    private readonly List<Refusal> refusals = [];

    public bool IsBroken => refusals.Count > 0;

    public IResult Problem => ApiProblem.Of([.. refusals]).ToResult();

    public void Refuse(string text, string field) => refusals.Add(ApiRefusals.NotUnderstood.Of(text, field));

    public Precedence? Precedence(string? word, string field)
    {
        if (word is null)
            return null;
        foreach (var precedence in Precedences.MostUrgentFirst)
            if (precedence.ToWord() == word)
                return precedence;
        Refuse($"A precedence is one of {string.Join(", ", Precedences.MostUrgentFirst.Select(one => one.ToWord()))}.", field);
        return null;
    }

    public EmailAddress? Address(string? text, string field)
    {
        if (EmailAddress.TryParse(text, out var address))
            return address;
        Refuse("This is not an address of the form local@domain.", field);
        return null;
    }

    public byte[] Octets(string? text, string field)
    {
        if (text is { Length: > 0 } && Base64Url.IsValid(text))
            return Base64Url.DecodeFromChars(text);
        Refuse("These are no octets in base64url.", field);
        return [];
    }

    public Proof Proof(ProofBody? body)
    {
        var octets = Octets(body?.Octets, "proof");
        foreach (var method in Enum.GetValues<ApprovalMethod>())
            if (method.ToWord() == body?.Method)
                return new(method, octets);
        Refuse("A proof is made by password-proof or by passkey.", "proof");
        return new(ApprovalMethod.PasswordProof, octets);
    }

    /// <summary>The revision an If-Match names; null when it names none of ours.</summary>
    public static int? Revision(StringValues ifMatch) =>
        ifMatch is [{ Length: > 2 } tag]
        && tag[0] == '"'
        && tag[^1] == '"'
        && int.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : null;

    public static string ETag(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}

/// <summary>What makes a yes the person's own.</summary>
/// <param name="Method"><c>password-proof</c> or <c>passkey</c>.</param>
/// <param name="Octets">Base64url: the SCRAM client proof, or the passkey's answer as JSON.</param>
internal sealed record ProofBody(string Method, string Octets);

/// <summary>A page, and where the next begins.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Given back as <c>page</c>; null when this was the last one.</param>
internal sealed record PageBody<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Where a page begins, as a text programs hand back and do not look into.</summary>
internal static class PageToken
{
    public const int Usual = 50;
    public const int Most = 200;

    private const char Between = '\n';

    public static string Write(params ReadOnlySpan<string> key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Between, key!)));

    /// <summary>Null when it is none of ours, or of another list.</summary>
    public static ImmutableArray<string>? Read(string token, int parts)
    {
        if (token.Length > 400 || !Base64Url.IsValid(token))
            return null;
        var read = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(Between);
        return read.Length == parts ? [.. read] : null;
    }

    /// <summary>A number that stands for the last entry of the page before; false when the text is no such page.</summary>
    public static bool TryRead(string? token, string list, out long? before)
    {
        before = null;
        if (token is null)
            return true;
        if (
            Read(token, 2) is not [var of, var number]
            || of != list
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        )
            return false;
        before = last;
        return true;
    }

    public static int Take(int? asked) => Math.Clamp(asked ?? Usual, 1, Most);
}
