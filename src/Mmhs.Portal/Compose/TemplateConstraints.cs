using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>What the template a draft came from holds fast and wants filled in, as it was when the draft was begun.</summary>
/// <param name="TemplateId">The template; it may be gone.</param>
/// <param name="Name">Its name then.</param>
/// <param name="Locked">Fields that keep the template's value.</param>
/// <param name="Required">Fields that may not be left empty.</param>
public sealed record TemplateConstraints(
    Guid TemplateId,
    string Name,
    ImmutableHashSet<string> Locked,
    ImmutableHashSet<string> Required
)
{
    public static ImmutableHashSet<string> Fields(string? names) =>
        [.. (names ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(FormFields.Exists)];

    /// <summary>In the order of the form.</summary>
    public static string Names(IEnumerable<string> fields)
    {
        var chosen = fields.ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', FormFields.All.Select(pair => pair.Field).Where(chosen.Contains));
    }

    /// <summary>Null for a draft that came from no template.</summary>
    public static TemplateConstraints? Of(DraftRow row) =>
        row.TemplateId is { } id ? new(id, row.TemplateName ?? "", Fields(row.LockedFields), Fields(row.RequiredFields)) : null;

    /// <summary>One refusal for each locked field that would become different.</summary>
    public ImmutableArray<Refusal> Objections(DraftForm stands, DraftForm wanted) =>
        [
            .. FormFields
                .Differing(stands, wanted)
                .Where(Locked.Contains)
                .Select(field => DraftRefusals.FixedByTemplate.Of(FormFields.Words(field), Name, field)),
        ];

    /// <summary>One refusal for each required field that is empty.</summary>
    public ImmutableArray<Refusal> Missing(DraftForm form) =>
        [
            .. FormFields
                .All.Select(pair => pair.Field)
                .Where(field => Required.Contains(field) && FormFields.IsEmpty(form, field))
                .Select(field => DraftRefusals.WantedByTemplate.Of(Name, FormFields.Words(field), field)),
        ];
}
