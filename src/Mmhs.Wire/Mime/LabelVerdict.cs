using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Wire.Labels;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>What the labels of a message come to together (MMHS §4.2.5; security-labels.md).</summary>
internal sealed record LabelVerdict(
    ImmutableArray<LabelReading> Labels,
    bool? Agree,
    LabelStatus Status,
    SecurityLabel? Effective,
    ImmutableArray<ReadingProblem> Problems
)
{
    /// <param name="layers">Signatures around the whole message, from the outside in; the innermost with a label speaks for the content.</param>
    /// <param name="headers">The header that counts, then the one outside when it is another.</param>
    public static LabelVerdict Of(IReadOnlyList<LayerReading> layers, IReadOnlyList<HeaderView> headers, ReadingContext context)
    {
        var problems = ImmutableArray.CreateBuilder<ReadingProblem>();
        var labels = ImmutableArray.CreateBuilder<LabelReading>();

        var signers = layers
            .Reverse()
            .Select(layer => layer.Signers)
            .FirstOrDefault(
                candidates => candidates.Any(signer => signer.Label is not null || signer.LabelProblem is not null),
                []
            );
        foreach (var signer in signers)
        {
            if (signer.Label is { } label)
                labels.Add(LabelReading.Of("ess", label, context.Policies, context.At));
            else if (signer.LabelProblem is { } problem)
                labels.Add(LabelReading.Unreadable("ess", null, problem));
        }
        var verified = signers
            .Where(signer => signer.Status == SignerStatus.Valid)
            .Select(signer => signer.Label)
            .OfType<SecurityLabel>()
            .Distinct()
            .ToList();

        List<SioLabel> fields = [];
        foreach (var header in headers)
            ReadField(header, fields, labels, context);

        var agree = Agreement(verified, fields, context, problems);
        var read = labels.Select(label => label.Label).OfType<SecurityLabel>().Distinct().ToList();
        var status = labels switch
        {
            { Count: 0 } => LabelStatus.Missing,
            _ when agree == false || read.Count > 1 => LabelStatus.Mismatch,
            _ when labels.Any(label => !label.Valid) => LabelStatus.Invalid,
            _ when agree == true => LabelStatus.Good,
            _ => LabelStatus.Single,
        };
        // where anything is in doubt the message is handled as the highest of what it says
        var effective =
            status == LabelStatus.Good ? verified[0]
            : read.Count > 0 ? read.Aggregate(context.Policies.Highest)
            : context.DefaultLabel;
        return new(labels.ToImmutable(), agree, status, effective, problems.ToImmutable());
    }

    private static void ReadField(
        HeaderView header,
        List<SioLabel> fields,
        ImmutableArray<LabelReading>.Builder labels,
        ReadingContext context
    )
    {
        if (header.RawBody("SIO-Label") is not { } body)
            return;
        if (header.Count("SIO-Label") > 1)
        {
            labels.Add(LabelReading.Unreadable("sio", null, "The field is there more than once; none of them is used."));
            return;
        }
        if (!SioLabel.TryParse(body, out var field, out var problem))
        {
            labels.Add(LabelReading.Unreadable("sio", null, problem.Text));
            return;
        }
        var reading = field.Decode() switch
        {
            SioLabelContent.Decoded(var label) => LabelReading.Of("sio", label, context.Policies, context.At),
            SioLabelContent.Malformed(var malformed) => LabelReading.Unreadable("sio", field.Marking, malformed.Text),
            SioLabelContent.UnknownType(var type) => LabelReading.Unreadable(
                "sio",
                field.Marking,
                $"Labels of type {type} are not read here."
            ),
            _ => LabelReading.Unreadable("sio", field.Marking, "The field has a marking and no label."),
        };
        fields.Add(field);
        // inside and outside usually say the same, which is said once
        if (!labels.Any(label => label.Source == "sio" && label.Marking == reading.Marking && Equals(label.Label, reading.Label)))
            labels.Add(reading);
    }

    private static bool? Agreement(
        List<SecurityLabel> verified,
        List<SioLabel> fields,
        ReadingContext context,
        ImmutableArray<ReadingProblem>.Builder problems
    )
    {
        if (verified.Count > 1)
        {
            problems.Add(new(ReadingCodes.Label, "message", "The signers labelled the message differently."));
            return false;
        }
        if (verified.Count == 0)
            return null;
        bool? agree = null;
        foreach (var field in fields)
        {
            switch (LabelAgreement.Compare(verified[0], field, context.Policies.Find(verified[0].PolicyId)))
            {
                case LabelAgreement.Agree:
                    agree ??= true;
                    break;
                case LabelAgreement.Mismatch(var reason):
                    problems.Add(new(ReadingCodes.Label, "SIO-Label", reason));
                    agree = false;
                    break;
                case LabelAgreement.CannotCompare(var reason):
                    problems.Add(new(ReadingCodes.Label, "SIO-Label", reason));
                    break;
                default:
                    break;
            }
        }
        return agree;
    }
}
