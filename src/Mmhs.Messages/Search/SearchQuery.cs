using System.Collections.Immutable;

namespace Mmhs.Messages.Search;

/// <summary>Where a term is looked for.</summary>
public enum SearchField : byte
{
    /// <summary>Subject, originator or text.</summary>
    Anywhere = 0,
    Subject = 1,
    From = 2,
    Text = 3,

    /// <summary>What is known of the message beside its words: codes, identifier, precedence, files.</summary>
    Fact = 4,
}

/// <summary>One thing asked of a message.</summary>
/// <param name="Field">Where.</param>
/// <param name="Words">One word, or several that stand together in this order; as <see cref="SearchText"/> makes them.</param>
/// <param name="IsPrefix">Words that begin with the last one are found too.</param>
/// <param name="IsExcluded">Messages with it are not wanted.</param>
public sealed record SearchTerm(SearchField Field, ImmutableArray<string> Words, bool IsPrefix, bool IsExcluded)
{
    public bool Equals(SearchTerm? other) =>
        other is not null
        && (Field, IsPrefix, IsExcluded) == (other.Field, other.IsPrefix, other.IsExcluded)
        && Words.SequenceEqual(other.Words);

    public override int GetHashCode() => HashCode.Combine(Field, IsPrefix, IsExcluded, Words.Length);
}

/// <summary>What is looked for among the messages received: every term, in this span of time.</summary>
/// <param name="Terms">1 to 12, or none where a time or a label is given.</param>
/// <param name="Label">Words of the marking; empty: any.</param>
/// <param name="From">Received then or later; null: from the first.</param>
/// <param name="Until">Received before; null: to the last.</param>
public sealed record SearchQuery(
    ImmutableArray<SearchTerm> Terms,
    ImmutableArray<string> Label,
    DateTimeOffset? From,
    DateTimeOffset? Until
);
