using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Compose;

/// <summary>What somebody with experience would look at before a message goes: one list, what stops it first.</summary>
/// <remarks>Pure, and the same at submission and at release. The order of items of one severity is the order of the form.</remarks>
public static partial class PreFlight
{
    private const string SetAside = "It is set aside: break-glass is not stopped by it. That is recorded and reported.";

    private static readonly TimeSpan Near = TimeSpan.FromHours(2);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static ImmutableArray<PreFlightItem> Check(PreFlightFacts facts)
    {
        var items = facts
            .Refusals.Select(refusal => Stop(refusal, FixFor(refusal.Code)))
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
        code == ComposeRefusals.NamedTwice.Code ? PreFlightFixes.KeepOnce
        : code == ComposeRefusals.TooManySubjectIndicatorCodes.Code ? PreFlightFixes.FirstCodes
        : code == ComposeRefusals.DtgOutOfReach.Code ? PreFlightFixes.DtgAtRelease
        : null;

    private static IEnumerable<PreFlightItem> Label(PreFlightFacts facts)
    {
        if (
            facts.Form.Label is not null
            && !facts.Refusals.Any(refusal =>
                refusal.Field == FormFields.Label || refusal.Code == AddresseeRefusals.NotCleared.Code
            )
        )
            yield return Good(PreFlightRefusals.LabelGood);
    }

    private static IEnumerable<PreFlightItem> Addressees(PreFlightFacts facts)
    {
        var form = facts.Form;
        var count = form.To.Length + form.Cc.Length + form.Bcc.Length;
        if (
            count > 0
            && !facts.Refusals.Any(refusal =>
                refusal.Code.StartsWith("DIR-", StringComparison.Ordinal) || refusal.Code == ComposeRefusals.NamedTwice.Code
            )
        )
            yield return Good(
                PreFlightRefusals.AddresseesGood.Of(count == 1 ? "The addressee is" : $"All {count} addressees are")
            );
        if (Highest(form) is { } urgent && facts.Limits.Precedences.Of(urgent).Addressees is { } few && count > few)
            yield return Warn(PreFlightRefusals.UrgentToMany.Of(urgent.ToWord(), count, few));
        foreach (var certificate in facts.Certificates)
        {
            if (certificate.Standing == CertificateStatus.Unknown)
                yield return Warn(PreFlightRefusals.CertificateUnknown.Of(certificate.Domain));
            if (certificate.Standing == CertificateStatus.ExpiresSoon)
                yield return Warn(
                    PreFlightRefusals.CertificateExpires.Of(
                        certificate.Domain,
                        certificate.Until is { } until ? $"on {new DateTimeGroup(until)}" : "soon"
                    )
                );
        }
    }

    private static IEnumerable<PreFlightItem> PrecedencePair(PreFlightFacts facts)
    {
        var form = facts.Form;
        var both = !form.To.IsEmpty && !(form.Cc.IsEmpty && form.Bcc.IsEmpty);
        if (both && form is { ActionPrecedence: { } action, InformationPrecedence: { } information } && information > action)
            yield return Warn(
                PreFlightRefusals.InformationAboveAction.Of(information.ToWord(), action.ToWord()),
                PreFlightFixes.LowerInformation(action)
            );
        else if (Highest(form) is { } highest)
            yield return Good(
                PreFlightRefusals.PrecedenceGood.Of(
                    highest.ToWord(),
                    field: form.To.IsEmpty ? FormFields.InformationPrecedence : FormFields.ActionPrecedence
                )
            );
        if (Highest(form) == Precedence.Deferred && form.Dtg is { } dtg && dtg.At > facts.Now && dtg.At - facts.Now <= Near)
            yield return Warn(
                PreFlightRefusals.DeferredWithNearDtg.At(
                    form.To.IsEmpty ? FormFields.InformationPrecedence : FormFields.ActionPrecedence
                )
            );
    }

    private static IEnumerable<PreFlightItem> Subject(PreFlightFacts facts)
    {
        if (string.IsNullOrWhiteSpace(facts.Form.Subject))
            yield return Warn(PreFlightRefusals.NoSubject);
        var codes = facts.Form.SubjectIndicatorCodes.Length;
        if (codes == 0)
            yield return Warn(PreFlightRefusals.NoSubjectIndicatorCode);
        else if (codes <= SubjectIndicatorCode.MaxPerMessage)
            yield return Good(PreFlightRefusals.SubjectIndicatorCodesGood.Of(codes));
    }

    private static IEnumerable<PreFlightItem> Dtg(PreFlightFacts facts)
    {
        if (facts.Form.Dtg is not { } dtg || facts.Refusals.Any(refusal => refusal.Code == ComposeRefusals.DtgOutOfReach.Code))
            yield break;
        if (dtg.At > facts.Now + Ahead)
            yield return Warn(PreFlightRefusals.DtgAhead.Of(dtg), PreFlightFixes.DtgAtRelease);
        if (dtg.At < facts.Now.AddDays(-1))
            yield return Warn(PreFlightRefusals.DtgDayAgo.Of(dtg), PreFlightFixes.DtgAtRelease);
    }

    private static IEnumerable<PreFlightItem> Exercise(PreFlightFacts facts)
    {
        var form = facts.Form;
        if (form.MessageType is { } type && (type == MessageType.Exercise.Value || type == MessageType.Drill.Value))
        {
            if (!PreFlightFixes.Begins(form.Text) || !PreFlightFixes.Ends(form.Text))
                yield return Stop(
                    PreFlightRefusals.ExerciseNotMarked.Of(new MessageType(type).ToWord()),
                    PreFlightFixes.MarkExercise
                );
            else
                yield return Good(PreFlightRefusals.ExerciseGood);
        }
        else if (ExerciseWord().IsMatch(form.Text) || ExerciseWord().IsMatch(form.Subject))
            yield return Warn(PreFlightRefusals.ExerciseWithoutType);
    }

    private static IEnumerable<PreFlightItem> Text(PreFlightFacts facts)
    {
        var lines = PreFlightFixes.Lines(facts.Form.Text);
        var tooLong = lines.Count(line => line.Length > PreFlightLimits.LineCharacters);
        if (tooLong > 0)
            yield return Warn(
                PreFlightRefusals.LinesTooLong.Of(tooLong == 1 ? "1 line has" : $"{tooLong} lines have"),
                PreFlightFixes.Wrap
            );
        if (lines.Any(line => line.Any(c => c is < ' ' or > '~')))
            yield return Warn(PreFlightRefusals.UnprintableByStations);
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
                (flash ? PreFlightRefusals.FlashTextTooLong : PreFlightRefusals.TextTooLong).Of(
                    octets,
                    most.Value,
                    highest.ToWord()
                )
            );
        else
            yield return Good(PreFlightRefusals.SizeGood.Of(highest.ToWord()));
        if (flash && !form.Attachments.IsEmpty)
        {
            var slow = PreFlightRefusals.AttachmentsAtFlash.Of(highest.ToWord());
            yield return facts.Limits.StopFlashAttachments ? Stop(slow) : Warn(slow);
        }
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
            yield return Good(PreFlightRefusals.MinimizeGood.Of(until, "by a line of the text"));
        if (facts.MinimizeAnswer == MinimizeAnswer.SetAside)
        {
            if (!considered)
                yield return Warn(PreFlightRefusals.MinimizeNotConsidered.Of(until, SetAside));
            if (cap is not null)
                yield return Warn(PreFlightRefusals.MinimizeTooLarge.Of(octets, cap.Value, SetAside, field: FormFields.Text));
            yield break;
        }
        if (!considered && facts.MinimizeAnswer == MinimizeAnswer.Considered)
            yield return Good(PreFlightRefusals.MinimizeGood.Of(until, "by your own statement"));
        else if (!considered)
            yield return Stop(
                PreFlightRefusals.MinimizeNotConsidered.Of(
                    until,
                    $"Below {touching.Max(order => order.FlowsFreely).ToWord()} only what is needed goes to {last.Scope.ToText()}. {(facts.At == PreFlightMoment.Release ? "If it is, state that it was considered." : $"If it is, say so on a line “{Minimize.Statement}”.")}"
                ),
                PreFlightFixes.Considered
            ) with
            {
                HoldUntil = hold,
                HoldReason = last.HoldReason,
            };
        if (cap is not null)
            yield return Stop(
                PreFlightRefusals.MinimizeTooLarge.Of(
                    octets,
                    cap.Value,
                    $"Shorten it, or wait until {until}.",
                    field: form.Attachments.IsEmpty ? FormFields.Text : FormFields.Attachments
                )
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
        var open = PreFlightRefusals.MustFixOpen.Of(facts.OpenMustFix);
        yield return facts.At == PreFlightMoment.Release ? Stop(open) : Warn(open);
    }

    private static long TextOctets(DraftForm form) => Encoding.UTF8.GetByteCount(form.Text.ReplaceLineEndings("\n"));

    /// <summary>The most urgent precedence anybody would get; null while none is chosen for anybody named.</summary>
    private static Precedence? Highest(DraftForm form)
    {
        var action = form.To.IsEmpty ? null : form.ActionPrecedence;
        var information = form.Cc.IsEmpty && form.Bcc.IsEmpty ? null : form.InformationPrecedence;
        return information is null || action > information ? action ?? information : information;
    }

    private static PreFlightItem Stop(Refusal found, PreFlightFix? fix = null) =>
        new(found.Code, PreFlightSeverity.Stop, found.Text, found.Field, fix);

    private static PreFlightItem Warn(Refusal found, PreFlightFix? fix = null) =>
        new(found.Code, PreFlightSeverity.Warn, found.Text, found.Field, fix);

    private static PreFlightItem Good(Refusal found) => new(found.Code, PreFlightSeverity.Good, found.Text, found.Field);

    [GeneratedRegex(@"\bEXERCISE\b", RegexOptions.None, 1000)]
    private static partial Regex ExerciseWord();
}
