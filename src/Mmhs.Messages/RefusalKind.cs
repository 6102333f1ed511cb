using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Messages;

/// <summary>A way a rule says no, as a catalogue keeps it: one code, one text.</summary>
/// <remarks>Catalogues are the static classes named <c>…Refusals</c>, one a room; a house test keeps codes out of every other file and each code in one place.</remarks>
public interface IRefusalKind
{
    /// <summary>Stable, upper case, a stage and a number (<c>REL-001</c>).</summary>
    string Code { get; }

    /// <summary>What people read; <c>{0}</c>, <c>{1}</c> stand for what was found.</summary>
    string Text { get; }
}

/// <summary>One that says the same each time.</summary>
/// <param name="Code">See <see cref="IRefusalKind.Code"/>.</param>
/// <param name="Text">See <see cref="IRefusalKind.Text"/>.</param>
/// <param name="Field">Element id of the field the remedy is in; null: of none, or said where it is used.</param>
public sealed record RefusalKind(string Code, string Text, string? Field = null) : IRefusalKind
{
    public Refusal Refusal { get; } = new(Code, Text, Field);

    /// <summary>The same about another field.</summary>
    public Refusal At(string field) => Refusal with { Field = field };

    // nothing stays nothing: in "refused ? kind : null" the compiler converts the outcome, not the branch
    [return: NotNullIfNotNull(nameof(kind))]
    public static implicit operator Refusal?(RefusalKind? kind) => kind?.Refusal;
}

/// <summary>One that names a thing it found.</summary>
/// <inheritdoc cref="RefusalKind"/>
public sealed record RefusalKind<T>(string Code, string Text, string? Field = null) : IRefusalKind
{
    public Refusal Of(T found, string? field = null) =>
        new(Code, string.Format(CultureInfo.InvariantCulture, Text, found), field ?? Field);
}

/// <summary>One that names two things it found.</summary>
/// <inheritdoc cref="RefusalKind"/>
public sealed record RefusalKind<T1, T2>(string Code, string Text, string? Field = null) : IRefusalKind
{
    public Refusal Of(T1 first, T2 second, string? field = null) =>
        new(Code, string.Format(CultureInfo.InvariantCulture, Text, first, second), field ?? Field);
}

/// <summary>One that names three things it found.</summary>
/// <inheritdoc cref="RefusalKind"/>
public sealed record RefusalKind<T1, T2, T3>(string Code, string Text, string? Field = null) : IRefusalKind
{
    public Refusal Of(T1 first, T2 second, T3 third, string? field = null) =>
        new(Code, string.Format(CultureInfo.InvariantCulture, Text, first, second, third), field ?? Field);
}
