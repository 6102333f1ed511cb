using System.Collections.Immutable;

namespace Mmhs.Records.Changes;

/// <summary>What changed, so that open pages can load anew.</summary>
public enum ChangeTopic : byte
{
    Inbox = 0,
    Drafts = 1,
    Tracking = 2,
    Rights = 3,
    Presence = 4,
    Comments = 5,
    Minimize = 6,
    Sessions = 7,
}

/// <summary>That something changed, and for whom; who is not among them has nothing new to see.</summary>
/// <param name="Topic">What.</param>
/// <param name="Roles">In which roles it is seen; empty: it may be seen in any.</param>
/// <param name="Person">Whom alone it is about; null: nobody in particular.</param>
public sealed record Change(ChangeTopic Topic, ImmutableArray<int> Roles, Guid? Person = null)
{
    /// <summary>For everybody.</summary>
    public Change(ChangeTopic topic)
        : this(topic, []) { }

    public bool IsSeenIn(int role) => Roles.IsEmpty || Roles.Contains(role);

    public bool IsAbout(Guid person) => Person is null || Person == person;
}
