using System.Globalization;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Dkim;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>A reading as the JSON of design §8. Its members and their order are a contract; absent is null, arrays are never null.</summary>
public static class ReadingJson
{
    /// <summary>To be written in camel case.</summary>
    /// <param name="reading">The message.</param>
    /// <param name="domainSignatures">What its domain signatures came to; null where nobody asked for their keys.</param>
    public static object Of(MessageReading reading, IReadOnlyList<DkimReading>? domainSignatures = null) =>
        new
        {
            reading.MessageId,
            reading.Subject,
            reading.Date,
            reading.From,
            reading.Sender,
            reading.To,
            reading.Cc,
            reading.Bcc,
            reading.ReplyTo,
            reading.InReplyTo,
            reading.References,
            reading.Formal,
            reading.Expires,
            reading.Supersedes,
            reading.ContentLanguage,
            reading.AutoForwarded,
            reading.IncompleteCopy,
            reading.DispositionNotificationTo,
            Mmhs = new
            {
                reading.Mmhs.PrimaryPrecedence,
                reading.Mmhs.CopyPrecedence,
                reading.Mmhs.MessageType,
                ExtendedAuthorisationInfo = reading.Mmhs.ExtendedAuthorisationInfo,
                reading.Mmhs.SubjectIndicatorCodes,
                reading.Mmhs.MessageInstructions,
                reading.Mmhs.HandlingInstructions,
                reading.Mmhs.ExemptedAddresses,
                reading.Mmhs.CodressMessageIndicator,
                reading.Mmhs.OriginatorReference,
                reading.Mmhs.OtherRecipientsTo,
                reading.Mmhs.OtherRecipientsCc,
                reading.Mmhs.Acp127MessageIdentifier,
                reading.Mmhs.OriginatorPlad,
                reading.Mmhs.AuthorizingUsers,
                MtPriority = reading.Mmhs.MtPriority?.Value,
            },
            reading.Parts,
            reading.Text,
            Layers = reading.Layers.Select(layer => Layer(layer, reading)),
            Labels = reading.Labels.Select(Label),
            reading.LabelsAgree,
            Dkim = (domainSignatures ?? []).Select(Domain), // nothing is said about what was not verified
            Report = Report(reading.Report),
            reading.Problems,
        };

    private static object Layer(LayerReading layer, MessageReading reading) =>
        new
        {
            layer.Path,
            Kind = layer.Kind switch
            {
                LayerKind.Signed => "signed",
                LayerKind.Enveloped => "enveloped",
                LayerKind.AuthEnveloped => "authEnveloped",
                LayerKind.Compressed => "compressed",
                LayerKind.Receipt => "receipt",
            },
            Status = layer.Status switch
            {
                LayerStatus.Valid => "valid",
                LayerStatus.Invalid => "invalid",
                LayerStatus.Unverified => "unverified",
                LayerStatus.Undecryptable => "undecryptable",
                LayerStatus.Malformed => "malformed",
            },
            layer.Reason,
            Signers = layer.Signers.Select(signer => new
            {
                signer.Identity,
                signer.Email,
                signer.Issuer,
                signer.Serial,
                signer.Digest,
                signer.Algorithm,
                signer.SigningTime,
                Status = signer.Status switch
                {
                    SignerStatus.Valid => "valid",
                    SignerStatus.Unverified => "unverified",
                    SignerStatus.Invalid => "invalid",
                },
                Chain = signer.Chain switch
                {
                    ChainStatus.Valid => "valid",
                    ChainStatus.Unknown => "unknown",
                    ChainStatus.Expired => "expired",
                    ChainStatus.Untrusted => "untrusted",
                    ChainStatus.Revoked => "revoked",
                },
                signer.Reason,
                signer.SignatureType,
                Label = SignersLabel(signer.Label, reading),
                signer.ReceiptRequested,
            }),
        };

    // said in the policy's words where it stands among the labels of the message, in numbers otherwise
    private static object? SignersLabel(SecurityLabel? label, MessageReading reading)
    {
        if (label is null)
            return null;
        if (reading.Labels.FirstOrDefault(known => known.Source == "ess" && label.Equals(known.Label)) is { } said)
            return Label(said);
        return Label(
            new(
                "ess",
                label,
                null,
                null,
                [
                    .. label
                        .Categories.GroupBy(category => (category.TagSetId, category.Kind))
                        .Select(tag => new LabelCategory(
                            tag.Key.TagSetId,
                            tag.Key.Kind.ToString(),
                            [.. tag.Select(category => category.Value.ToString(CultureInfo.InvariantCulture))]
                        )),
                ],
                null,
                false,
                "It is not one of the labels the message is handled by."
            )
        );
    }

    private static object Domain(DkimReading signature) =>
        new
        {
            signature.Domain,
            signature.Selector,
            signature.Identity,
            signature.Algorithm,
            // what is too weak for us is neither good nor bad (RFC 8601 §2.7.1 has a word for it, the contract has not)
            Result = signature.Result == DkimResult.Policy ? "neutral" : signature.Result.ToString().ToLowerInvariant(),
            Reason = signature.Reason ?? (signature.IsTesting ? "the key is only tried out" : null),
        };

    private static object Label(LabelReading label) =>
        new
        {
            label.Source,
            label.PolicyId,
            label.Policy,
            label.Classification,
            label.ClassificationName,
            label.Categories,
            label.PrivacyMark,
            label.Marking,
            label.Valid,
            label.Reason,
        };

    private static object? Report(MessageReport? report) =>
        report is null
            ? null
            : new
            {
                Kind = report.Kind switch
                {
                    ReportKind.Dsn => "dsn",
                    ReportKind.Mdn => "mdn",
                    ReportKind.Feedback => "feedback",
                    ReportKind.Other => "other",
                },
                report.OriginalEnvelopeId,
                report.OriginalMessageId,
                report.ReportingMta,
                Recipients = report.Recipients.Select(recipient => new
                {
                    recipient.OriginalRecipient,
                    recipient.FinalRecipient,
                    recipient.Action,
                    recipient.Status,
                    recipient.DiagnosticCode,
                    recipient.RemoteMta,
                }),
                Disposition = report.Disposition is not { } disposition
                    ? null
                    : new
                    {
                        disposition.Mode,
                        disposition.Type,
                        disposition.Modifiers,
                        disposition.OriginalRecipient,
                        disposition.FinalRecipient,
                    },
            };
}
