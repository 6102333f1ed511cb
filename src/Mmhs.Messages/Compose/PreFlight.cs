using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Compose;

/// <summary>What somebody with experience would look at before a message goes: one list, what stops it first.</summary>
/// <remarks>Pure, and the same at submission and at release. The order of items of one severity is the order of the form.</remarks>
public static partial class PreFlight
{
    private static readonly TimeSpan Near = TimeSpan.FromHours(2);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static ImmutableArray<PreFlightItem> Check(PreFlightFacts facts)
    {
        var items = facts
            .Refusals.Select(refusal => new PreFlightItem(
                refusal.Code,
                PreFlightSeverity.Stop,
                refusal.Text,
                refusal.Field,
                FixFor(refusal.Code)
            ))
            .Concat(Label(facts))
            .Concat(Addressees(facts))
            .Concat(PrecedencePair(facts))
            .Concat(Subject(facts))
            .Concat(Dtg(facts))
            .Concat(Exercise(facts))
            .Concat(Text(facts))
            .Concat(Size(facts))
            .Concat(Minimizes(facts))
            .Concat(MustFix(facts));
        return [.. items.OrderBy(item => item.Severity)]; // stable
    }

    /// <summary>What keeps it back, as handlers say it.</summary>
    public static ImmutableArray<Refusal> Stops(IEnumerable<PreFlightItem> items) =>
        [.. items.Where(item => item.Severity == PreFlightSeverity.Stop).Select(item => item.ToRefusal())];

    private static PreFlightFix? FixFor(string code) =>
        code switch
        {
            "CMP-006" => PreFlightFixes.KeepOnce,
            "CMP-008" => PreFlightFixes.FirstCodes,
            "CMP-011" => PreFlightFixes.DtgAtRelease,
            _ => null,
        };

    private static IEnumerable<PreFlightItem> Label(PreFlightFacts facts)
    {
        if (
            facts.Form.Label is not null
            && !facts.Refusals.Any(refusal => refusal.Field == FormFields.Label || refusal.Code == "DIR-002")
        )
            yield return Good(
                "PRE-100",
                "The label is valid, and you and everyone addressed are cleared for it.",
                FormFields.Label
            );
    }

    private static IEnumerable<PreFlightItem> Addressees(PreFlightFacts facts)
    {
        var form = facts.Form;
        var count = form.To.Length + form.Cc.Length + form.Bcc.Length;
        if (
            count > 0
            && !facts.Refusals.Any(refusal =>
                refusal.Code.StartsWith("DIR-", StringComparison.Ordinal) || refusal.Code == "CMP-006"
            )
        )
            yield return Good(
                "PRE-101",
                count == 1 ? "The addressee is known." : $"All {count} addressees are known and named once.",
                FormFields.To
            );
        if (Highest(form) is { } urgent && facts.Limits.Precedences.Of(urgent).Addressees is { } few && count > few)
            yield return Warn(
                "PRE-002",
                $"{urgent.ToWord()} to {count} addressees, more than {few}. Name only those who must have it at once.",
                FormFields.To
            );
        foreach (var certificate in facts.Certificates)
        {
            if (certificate.Standing == CertificateStatus.Unknown)
                yield return Warn(
                    "PRE-050",
                    $"No certificate of {certificate.Domain} is known. Ask the operator whether it can be reached securely.",
                    FormFields.To
                );
            if (certificate.Standing == CertificateStatus.ExpiresSoon)
                yield return Warn(
                    "PRE-051",
                    $"The certificate of {certificate.Domain} expires {(certificate.Until is { } until ? $"on {new DateTimeGroup(until)}" : "soon")}. Tell the operator.",
                    FormFields.To
                );
        }
    }

    private static IEnumerable<PreFlightItem> PrecedencePair(PreFlightFacts facts)
    {
        var form = facts.Form;
        var both = !form.To.IsEmpty && !(form.Cc.IsEmpty && form.Bcc.IsEmpty);
        if (both && form is { ActionPrecedence: { } action, InformationPrecedence: { } information } && information > action)
            yield return Warn(
                "PRE-001",
                $"Those informed get it as {information.ToWord()}, above the {action.ToWord()} of those who must act.",
                FormFields.InformationPrecedence,
                PreFlightFixes.LowerInformation(action)
            );
        else if (Highest(form) is { } highest)
            yield return Good(
                "PRE-102",
                $"The precedence is in order: {highest.ToWord()} at the most.",
                form.To.IsEmpty ? FormFields.InformationPrecedence : FormFields.ActionPrecedence
            );
        if (Highest(form) == Precedence.Deferred && form.Dtg is { } dtg && dtg.At > facts.Now && dtg.At - facts.Now <= Near)
            yield return Warn(
                "PRE-003",
                "DEFERRED with a DTG in the next two hours: it may arrive long after. Choose ROUTINE or a later DTG.",
                form.To.IsEmpty ? FormFields.InformationPrecedence : FormFields.ActionPrecedence
            );
    }

    private static IEnumerable<PreFlightItem> Subject(PreFlightFacts facts)
    {
        if (string.IsNullOrWhiteSpace(facts.Form.Subject))
            yield return Warn("PRE-090", "There is no subject. Say in a few words what it is about.", FormFields.Subject);
        var codes = facts.Form.SubjectIndicatorCodes.Length;
        if (codes == 0)
            yield return Warn(
                "PRE-020",
                "There is no subject indicator code, so the receiving staff must distribute by hand.",
                FormFields.Sics
            );
        else if (codes <= SubjectIndicatorCode.MaxPerMessage)
            yield return Good(
                "PRE-103",
                $"{codes} of {SubjectIndicatorCode.MaxPerMessage} subject indicator codes.",
                FormFields.Sics
            );
    }

    private static IEnumerable<PreFlightItem> Dtg(PreFlightFacts facts)
    {
        if (facts.Form.Dtg is not { } dtg || facts.Refusals.Any(refusal => refusal.Code == "CMP-011"))
            yield break;
        if (dtg.At > facts.Now + Ahead)
            yield return Warn("PRE-010", $"The DTG {dtg} is ahead of the clock.", FormFields.Dtg, PreFlightFixes.DtgAtRelease);
        if (dtg.At < facts.Now.AddDays(-1))
            yield return Warn("PRE-011", $"The DTG {dtg} is more than a day ago.", FormFields.Dtg, PreFlightFixes.DtgAtRelease);
    }

    private static IEnumerable<PreFlightItem> Exercise(PreFlightFacts facts)
    {
        var form = facts.Form;
        if (form.MessageType is { } type && (type == MessageType.Exercise.Value || type == MessageType.Drill.Value))
        {
            if (!PreFlightFixes.Begins(form.Text) || !PreFlightFixes.Ends(form.Text))
                yield return Stop(
                    "PRE-070",
                    $"Message type {new MessageType(type).ToWord()}: the text must begin and end with the line “{PreFlightFixes.Exercise}”.",
                    FormFields.Text,
                    PreFlightFixes.MarkExercise
                );
            else
                yield return Good("PRE-104", "Marked as played at the beginning and at the end.", FormFields.Text);
        }
        else if (ExerciseWord().IsMatch(form.Text) || ExerciseWord().IsMatch(form.Subject))
            yield return Warn(
                "PRE-071",
                "It speaks of EXERCISE, and its message type is neither exercise nor drill. If it is played, choose the type.",
                FormFields.MessageType
            );
    }

    private static IEnumerable<PreFlightItem> Text(PreFlightFacts facts)
    {
        var lines = PreFlightFixes.Lines(facts.Form.Text);
        var tooLong = lines.Count(line => line.Length > PreFlightLimits.LineCharacters);
        if (tooLong > 0)
            yield return Warn(
                "PRE-091",
                $"{(tooLong == 1 ? "1 line has" : $"{tooLong} lines have")} more than {PreFlightLimits.LineCharacters} characters, which ACP 127 stations break where it falls.",
                FormFields.Text,
                PreFlightFixes.Wrap
            );
        if (lines.Any(line => line.Any(c => c is < ' ' or > '~')))
            yield return Warn(
                "PRE-092",
                "The text has characters that ACP 127 stations cannot print, such as accents, tabs or long dashes.",
                FormFields.Text
            );
    }

    private static IEnumerable<PreFlightItem> Size(PreFlightFacts facts)
    {
        var form = facts.Form;
        if (Highest(form) is not { } highest)
            yield break;
        var flash = highest >= Precedence.Flash;
        var most = facts.Limits.Precedences.Of(highest).TextOctets;
        var octets = TextOctets(form);
        if (octets > most)
            yield return Stop(
                flash ? "PRE-040" : "PRE-041",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The text has {octets:N0} octets; {most:N0} is the most at {highest.ToWord()}. Shorten it, or send the detail separately at a lower precedence."
                ),
                FormFields.Text
            );
        else
            yield return Good("PRE-105", $"The size is allowed at {highest.ToWord()}.", FormFields.Text);
        if (flash && !form.Attachments.IsEmpty)
            yield return new(
                "PRE-042",
                facts.Limits.StopFlashAttachments ? PreFlightSeverity.Stop : PreFlightSeverity.Warn,
                $"Attachments slow a {highest.ToWord()} message down. Say what matters in the text and send the files separately.",
                FormFields.Attachments
            );
    }

    private static IEnumerable<PreFlightItem> Minimizes(PreFlightFacts facts)
    {
        var form = facts.Form;
        var touching = facts.Minimizes.Where(order => order.IsInForce(facts.Now) && order.Touches(form)).ToList();
        if (touching.Count == 0)
            yield break;
        var last = touching.MaxBy(order => order.Until)!;
        var until = new DateTimeGroup(last.Until);
        DateTimeOffset? hold =
            facts.Limits.LongestHold is { } longest && last.Until > facts.Now + longest ? facts.Now + longest : last.Until;
        var octets = TextOctets(form) + form.Attachments.Sum(file => file.Size);
        var cap = touching.Min(order => order.MaxOctets) is { } most && octets > most ? most : (long?)null;
        var considered = Minimize.IsConsidered(form.Text);
        if (considered)
            yield return Good("PRE-106", $"MINIMIZE until {until} is considered.", FormFields.Text);
        if (facts.MinimizeAnswer == MinimizeAnswer.SetAside)
        {
            if (!considered)
                yield return Warn(
                    Minimize.NotConsideredCode,
                    $"MINIMIZE until {until} is set aside: break-glass is not stopped by it. That is recorded and reported.",
                    FormFields.Text
                );
            if (cap is not null)
                yield return Warn(
                    Minimize.TooLargeCode,
                    $"It is larger than MINIMIZE allows until {until}, which break-glass sets aside. That is recorded and reported.",
                    FormFields.Text
                );
            yield break;
        }
        if (!considered && facts.MinimizeAnswer == MinimizeAnswer.Considered)
            yield return Good("PRE-106", $"MINIMIZE until {until} is considered, by your own statement.", FormFields.Text);
        else if (!considered)
            yield return Stop(
                Minimize.NotConsideredCode,
                $"MINIMIZE until {until}: below {touching.Max(order => order.FlowsFreely).ToWord()} only what is needed goes to {last.Scope.ToText()}. {(facts.At == PreFlightMoment.Release ? "If it is, state that it was considered." : $"If it is, say so on a line “{Minimize.Statement}”.")}",
                FormFields.Text,
                PreFlightFixes.Considered
            ) with
            {
                HoldUntil = hold,
                HoldReason = last.HoldReason,
            };
        if (cap is not null)
            yield return Stop(
                Minimize.TooLargeCode,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Text and attachments have {octets:N0} octets; under MINIMIZE {cap:N0} is the most. Shorten it, or wait until {until}."
                ),
                form.Attachments.IsEmpty ? FormFields.Text : FormFields.Attachments
            ) with
            {
                HoldUntil = hold,
                HoldReason = last.HoldReason,
            };
    }

    private static IEnumerable<PreFlightItem> MustFix(PreFlightFacts facts)
    {
        if (facts.OpenMustFix == 0)
            yield break;
        var words =
            facts.OpenMustFix == 1
                ? "A must-fix comment is not settled."
                : $"{facts.OpenMustFix} must-fix comments are not settled.";
        yield return facts.At == PreFlightMoment.Release
            ? Stop("PRE-080", $"{words} Settle it with whoever made it, or return the message.")
            : Warn("PRE-080", $"{words} It cannot be released before.");
    }

    private static long TextOctets(DraftForm form) => Encoding.UTF8.GetByteCount(form.Text.ReplaceLineEndings("\n"));

    /// <summary>The most urgent precedence anybody would get; null while none is chosen for anybody named.</summary>
    private static Precedence? Highest(DraftForm form)
    {
        var action = form.To.IsEmpty ? null : form.ActionPrecedence;
        var information = form.Cc.IsEmpty && form.Bcc.IsEmpty ? null : form.InformationPrecedence;
        return information is null || action > information ? action ?? information : information;
    }

    private static PreFlightItem Stop(string code, string text, string? field = null, PreFlightFix? fix = null) =>
        new(code, PreFlightSeverity.Stop, text, field, fix);

    private static PreFlightItem Warn(string code, string text, string? field = null, PreFlightFix? fix = null) =>
        new(code, PreFlightSeverity.Warn, text, field, fix);

    private static PreFlightItem Good(string code, string text, string field) => new(code, PreFlightSeverity.Good, text, field);

    [GeneratedRegex(@"\bEXERCISE\b", RegexOptions.None, 1000)]
    private static partial Regex ExerciseWord();
}
