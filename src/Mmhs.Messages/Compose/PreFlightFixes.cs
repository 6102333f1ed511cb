using System.Collections.Immutable;
using System.Text;

namespace Mmhs.Messages.Compose;

/// <summary>Remedies in one step. Each twice is each once.</summary>
internal static class PreFlightFixes
{
    /// <summary>First and last line of everything that is played and not meant.</summary>
    public const string Exercise = "EXERCISE EXERCISE EXERCISE";

    public static PreFlightFix DtgAtRelease { get; } = new("Have it set at release", form => form with { Dtg = null });

    public static PreFlightFix MarkExercise { get; } = new("Add both lines", form => form with { Text = Marked(form.Text) });

    public static PreFlightFix Considered { get; } =
        new($"Add “{Minimize.Statement}”", form => form with { Text = WithStatement(form.Text) });

    public static PreFlightFix Wrap { get; } =
        new($"Break lines at {PreFlightLimits.LineCharacters}", form => form with { Text = Wrapped(form.Text) });

    public static PreFlightFix KeepOnce { get; } = new("Keep each once", Once);

    public static PreFlightFix FirstCodes { get; } =
        new(
            $"Keep the first {SubjectIndicatorCode.MaxPerMessage}",
            form => form with { SubjectIndicatorCodes = [.. form.SubjectIndicatorCodes.Take(SubjectIndicatorCode.MaxPerMessage)] }
        );

    public static PreFlightFix LowerInformation(Precedence to) =>
        new(
            $"Make information {to.ToWord()}",
            form => form.InformationPrecedence > to ? form with { InformationPrecedence = to } : form
        );

    public static bool Begins(string text) => IsMark(Lines(text.Trim())[0]);

    public static bool Ends(string text) => Lines(text.Trim()) is { Length: > 1 } lines && IsMark(lines[^1]);

    public static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static bool IsMark(string line) => line.Trim() == Exercise;

    private static string Marked(string text)
    {
        var body = text.Trim('\n', '\r', ' ');
        if (!Begins(body))
            body = $"{Exercise}\n{body}";
        return Ends(body) ? body : $"{body}\n{Exercise}";
    }

    // Before the line that ends an exercise, which stays the last.
    private static string WithStatement(string text)
    {
        if (Minimize.IsConsidered(text))
            return text;
        var body = text.TrimEnd();
        if (body.Length == 0)
            return Minimize.Statement;
        if (!Ends(body))
            return $"{body}\n{Minimize.Statement}";
        var lines = Lines(body);
        return string.Join('\n', [.. lines[..^1], Minimize.Statement, lines[^1]]);
    }

    private static string Wrapped(string text)
    {
        var wrapped = new StringBuilder();
        foreach (var line in Lines(text))
        {
            var rest = line.AsSpan();
            while (rest.Length > PreFlightLimits.LineCharacters)
            {
                var blank = rest[..(PreFlightLimits.LineCharacters + 1)].LastIndexOf(' ');
                var cut = rest[..(blank < 0 ? 0 : blank)].TrimEnd(' ').Length;
                // A word longer than a line is broken, and never inside of what people see as one character.
                if (cut == 0)
                    cut = Characters.Fitting(rest, PreFlightLimits.LineCharacters);
                wrapped.Append(rest[..cut]).Append('\n');
                rest = rest[cut..].TrimStart(' ');
            }
            wrapped.Append(rest).Append('\n');
        }
        return wrapped.ToString(0, wrapped.Length - 1);
    }

    // Who acts is not informed besides; who is informed openly is not informed blind.
    private static DraftForm Once(DraftForm form)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<Mailbox> New(ImmutableArray<Mailbox> list) =>
            [.. list.Where(mailbox => seen.Add(mailbox.Address.ToString()))];
        return form with { To = New(form.To), Cc = New(form.Cc), Bcc = New(form.Bcc) };
    }
}
