using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>Reads the military fields of a header, and those that go with them.</summary>
/// <remarks>
/// Never throws. A field that is there twice or does not follow its grammar counts as absent and is reported: nothing is guessed.
/// Source: RFC 6477; RFC 7912; RFC 6758; RFC 2156.
/// </remarks>
public static class MmhsHeaderReader
{
    /// <param name="header">The fields of one header in their order; those of other names are passed over.</param>
    public static HeaderReading Read(IEnumerable<HeaderField> header)
    {
        var fields = new FieldLookup(header);
        ImmutableArray<MisspelledField> misspelled = [.. fields.Misspelled()];
        var mmhs = new MmhsFields
        {
            PrimaryPrecedence = fields.Value(FieldNames.PrimaryPrecedence, MmhsGrammar.Precedence),
            CopyPrecedence = fields.Value(FieldNames.CopyPrecedence, MmhsGrammar.Precedence),
            MessageType = fields.Reference(FieldNames.MessageType, MmhsGrammar.MessageType),
            ExtendedAuthorisationInfo = fields.Value(FieldNames.ExtendedAuthorisationInfo, DateTimeText.Read),
            SubjectIndicatorCodes = ReadCodes(fields),
            MessageInstructions = fields.List(FieldNames.MessageInstructions, MmhsGrammar.Strings),
            HandlingInstructions = fields.List(FieldNames.HandlingInstructions, MmhsGrammar.Strings),
            ExemptedAddresses = fields.List(FieldNames.ExemptedAddress, body => AddressText.Read(body, groups: true)),
            CodressMessageIndicator = fields.Value(FieldNames.CodressMessageIndicator, MmhsGrammar.Integer),
            OriginatorReference = fields.Reference(FieldNames.OriginatorReference, MmhsGrammar.OneString),
            OtherRecipientsTo = fields.List(FieldNames.OtherRecipientsTo, MmhsGrammar.Strings),
            OtherRecipientsCc = fields.List(FieldNames.OtherRecipientsCc, MmhsGrammar.Strings),
            Acp127MessageIdentifier = fields.Reference(FieldNames.Acp127MessageIdentifier, MmhsGrammar.OneString),
            OriginatorPlad = fields.Reference(FieldNames.OriginatorPlad, MmhsGrammar.OneString),
            AuthorizingUsers = fields.List(FieldNames.AuthorizingUsers, body => OriginatorReading.Strictly(body)), // RFC 7912 §4: mailbox-list
            MtPriority = fields.Value(FieldNames.MtPriority, MmhsGrammar.Priority),
        };
        var interworking = new InterworkingFields
        {
            Expires = fields.Value(fields.FirstPresent(FieldNames.Expires, FieldNames.ExpiryDate), DateTimeText.Read),
            Supersedes = fields.List(
                fields.FirstPresent(FieldNames.Supersedes, FieldNames.Obsoletes),
                InterworkingGrammar.MessageIds
            ),
            AutoForwarded = fields.Value(FieldNames.Autoforwarded, InterworkingGrammar.Boolean),
            AutoSubmitted = fields.Reference(
                FieldNames.Autosubmitted,
                body => InterworkingGrammar.OneOf(body, "not-auto-submitted", "auto-generated", "auto-replied", "auto-forwarded")
            ),
            IncompleteCopy = fields.Value(FieldNames.IncompleteCopy, body => (bool?)true) ?? false, // RFC 2156: presence is the signal
            ConversionProhibited = fields.Value(FieldNames.Conversion, InterworkingGrammar.Prohibited),
            ConversionWithLossProhibited = fields.Value(FieldNames.ConversionWithLoss, InterworkingGrammar.Prohibited),
            OriginalEncodedInformationTypes = fields.List(
                FieldNames.OriginalEncodedInformationTypes,
                InterworkingGrammar.EncodedTypes
            ),
            Converted = [.. fields.All(FieldNames.X400Received).SelectMany(body => InterworkingGrammar.Converted(body))],
            DlExpansionHistory = [.. fields.All(FieldNames.DlExpansionHistory).Select(FieldText.Trim)],
            DeferredDelivery = fields.Value(FieldNames.DeferredDelivery, DateTimeText.Read),
            LatestDeliveryTime = fields.Value(FieldNames.LatestDeliveryTime, DateTimeText.Read),
            ReplyBy = fields.Value(FieldNames.ReplyBy, DateTimeText.Read),
            Importance = fields.Reference(
                FieldNames.Importance,
                body => InterworkingGrammar.OneOf(body, "low", "normal", "high")
            ),
            Priority = fields.Reference(
                FieldNames.Priority,
                body => InterworkingGrammar.OneOf(body, "normal", "non-urgent", "urgent")
            ),
            Sensitivity = fields.Reference(
                FieldNames.Sensitivity,
                body => InterworkingGrammar.OneOf(body, "personal", "private", "company-confidential")
            ),
            ContentLanguage = fields.List(FieldNames.ContentLanguage, InterworkingGrammar.Languages),
            DispositionNotificationTo = fields.List(
                FieldNames.DispositionNotificationTo,
                body => AddressText.Read(body, groups: false)
            ),
            DispositionNotificationOptions = fields.List(
                FieldNames.DispositionNotificationOptions,
                InterworkingGrammar.DispositionOptions
            ),
        };
        ImmutableArray<GatewayDetail> details = [.. fields.Details(FieldNames.GatewayDetails)];
        return new(mmhs, interworking, misspelled, details, fields.Problems);
    }

    private static ImmutableArray<string> ReadCodes(FieldLookup fields)
    {
        var codes = fields.List(FieldNames.SubjectIndicatorCodes, MmhsGrammar.SubjectIndicatorCodes);
        if (codes.Any(code => code.Contains(',', StringComparison.Ordinal)))
            fields.Report(
                HeaderCodes.CodeWithComma,
                FieldNames.SubjectIndicatorCodes,
                "A code contains a comma, which does not separate codes; a semicolon does."
            );
        if (codes.Length > SubjectIndicatorCode.MaxPerMessage)
            fields.Report(
                HeaderCodes.TooManyCodes,
                FieldNames.SubjectIndicatorCodes,
                $"There are {codes.Length} codes; a gateway carries {SubjectIndicatorCode.MaxPerMessage}."
            );
        return codes;
    }
}
