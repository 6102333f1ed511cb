using System.Collections.Immutable;

namespace Mmhs.Messages.Release;

/// <summary>What became of a field between two forms.</summary>
public enum ChangeKind : byte
{
    Added = 0,
    Removed = 1,
    Changed = 2,
}

/// <summary>Whether a piece of a field is on both sides or on this one only.</summary>
public enum DiffMark : byte
{
    Same = 0,
    Removed = 1,
    Added = 2,
}

/// <summary>A piece of a field; in a list, one entry of it.</summary>
public sealed record DiffRun(DiffMark Mark, string Text);

/// <summary>One field that differs.</summary>
/// <param name="Field">As the form names it: the element id refusals name too.</param>
/// <param name="Label">The words beside it.</param>
/// <param name="Kind">It was empty before, is empty now, or neither.</param>
/// <param name="Before">What stood there, same and removed pieces; joined they are the whole of it.</param>
/// <param name="After">What stands there now, same and added pieces.</param>
public sealed record FieldChange(
    string Field,
    string Label,
    ChangeKind Kind,
    ImmutableArray<DiffRun> Before,
    ImmutableArray<DiffRun> After
)
{
    /// <summary>The pieces are entries of a list and not of one text.</summary>
    public bool IsList => Field is FormFields.To or FormFields.Cc or FormFields.Bcc or FormFields.Sics or FormFields.Attachments;
}
