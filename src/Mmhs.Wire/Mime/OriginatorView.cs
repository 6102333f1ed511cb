using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Mime;

/// <summary>From and Sender of the header that counts: as people are shown them, and as far as anybody can be held to them.</summary>
/// <param name="From">What is read, or else what can be made out; empty when nothing can.</param>
/// <param name="Sender">Likewise; null when there is none.</param>
/// <param name="ReadFrom">What a signature is held against.</param>
/// <param name="ReadSender">Likewise.</param>
/// <param name="Problems">Of the two fields.</param>
internal sealed partial record OriginatorView(
    ImmutableArray<HeaderAddress> From,
    HeaderAddress? Sender,
    OriginatorReading ReadFrom,
    OriginatorReading ReadSender,
    ImmutableArray<ReadingProblem> Problems
)
{
    public static OriginatorView Of(HeaderView header)
    {
        var (readFrom, readSender) = (
            OriginatorReading.Of(header.Bodies("From")),
            OriginatorReading.Of(header.Bodies("Sender"), most: 1)
        );
        var from = Shown(header, "From", readFrom);
        var problems = ImmutableArray.CreateBuilder<ReadingProblem>();
        if (readFrom is OriginatorReading.Unreadable)
            problems.Add(Unreadable("From"));
        if (from.IsEmpty)
            problems.Add(new(HeaderCodes.Missing, "From", "The message names no originator."));
        if (readSender is OriginatorReading.Unreadable)
            problems.Add(Unreadable("Sender"));
        return new(from, Shown(header, "Sender", readSender).FirstOrDefault(), readFrom, readSender, problems.ToImmutable());
    }

    // The library knows names that stand in comments; whom it makes out counts only where nothing can be read for certain.
    private static ImmutableArray<HeaderAddress> Shown(HeaderView header, string name, OriginatorReading read)
    {
        var made = header.Addresses(name);
        if (made.IsEmpty && read is OriginatorReading.Unreadable)
            return OnlyAddress(header.Bodies(name)[0]);
        return
            read is not OriginatorReading.One one
            || one.Addresses.Select(mailbox => mailbox.Address).SequenceEqual(made.Select(mailbox => mailbox.Address))
            ? made
            : one.Addresses;
    }

    // a quote or a bracket too many hides nothing from a person
    private static ImmutableArray<HeaderAddress> OnlyAddress(string body) =>
        AddressLike().Matches(body).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList() is [var only]
            ? [new(null, only)]
            : [];

    [GeneratedRegex(@"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")]
    private static partial Regex AddressLike();

    private static ReadingProblem Unreadable(string name) =>
        new(
            HeaderCodes.Syntax,
            name,
            "The value does not follow the grammar of the field; what is shown of it is a guess, and proves nothing."
        );
}
