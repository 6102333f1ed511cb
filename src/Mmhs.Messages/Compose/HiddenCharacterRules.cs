using System.Collections.Immutable;

namespace Mmhs.Messages.Compose;

/// <summary>Characters that let a releaser read other words than the addressee, and codes that are no characters: no field of a formal message may hold one.</summary>
/// <remarks>
/// Those that turn text round are refused everywhere (CMP-016). In a file name every hidden character is, since none travels in it;
/// elsewhere the others are shown by name to whoever reads, reviews and releases.
/// </remarks>
internal static class HiddenCharacterRules
{
    private const string NoCharacter = "a code that is no character, such as U+FFFE";

    public static void Check(DraftForm form, ImmutableArray<Refusal>.Builder refusals)
    {
        Refuse(form.Subject, "The subject", "subject", refusals);
        Refuse(form.Text, "The text", "text", refusals);
        foreach (
            var (field, list) in new[]
            {
                ("to", form.To),
                ("cc", form.Cc),
                ("bcc", form.Bcc),
                (OptionalParts.ExemptedAddresses, form.Optional.ExemptedAddresses),
            }
        )
        foreach (var mailbox in list)
            Refuse(mailbox.DisplayName, $"The name of {HiddenCharacters.Reveal(mailbox.Address.ToString())}", field, refusals);
        foreach (var file in form.Attachments)
        {
            if (Characters.HoldsNone(file.Name))
                refusals.Add(
                    ComposeRefusals.ForbiddenCharacter.Of(
                        $"The name of the file {HiddenCharacters.Reveal(Characters.WellFormed(file.Name))}",
                        NoCharacter,
                        field: "attachments"
                    )
                );
            if (HiddenCharacters.In(file.Name) is [var hidden, ..])
                refusals.Add(
                    ComposeRefusals.ForbiddenCharacter.Of(
                        $"The name of the file {HiddenCharacters.Reveal(file.Name)}",
                        $"{hidden}, which nobody sees",
                        field: "attachments"
                    )
                );
        }
    }

    private static void Refuse(string? text, string what, string field, ImmutableArray<Refusal>.Builder refusals)
    {
        if (text is not null && Characters.HoldsNone(text))
            refusals.Add(ComposeRefusals.ForbiddenCharacter.Of(what, NoCharacter, field: field));
        if (text is not null && HiddenCharacters.FirstReordering(text) is { } name)
            refusals.Add(
                ComposeRefusals.ForbiddenCharacter.Of(
                    what,
                    $"{name}, which changes the order in which words are shown",
                    field: field
                )
            );
    }
}
