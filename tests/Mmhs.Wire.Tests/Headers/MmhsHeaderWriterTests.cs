using CsCheck;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class MmhsHeaderWriterTests
{
    [Fact]
    public void Each_field_is_written_in_its_one_form()
    {
        var header = MmhsHeaderWriter.Write(
            new MmhsFields
            {
                PrimaryPrecedence = 4,
                CopyPrecedence = 7,
                MessageType = new(1, "NORTHERN LANTERN"),
                ExtendedAuthorisationInfo = new(2024, 5, 14, 11, 41, 0, TimeSpan.FromHours(2)),
                SubjectIndicatorCodes = ["LAB", "LAB12", "GEN"],
                AuthorizingUsers = [new("Maj B Quist", "b.quist@bde3.mil.example")],
                MtPriority = new(4),
            }
        );
        Assert.Equal(
            [
                "MMHS-Authorizing-Users: \"Maj B Quist\" <b.quist@bde3.mil.example>\r\n",
                "MMHS-Extended-Authorisation-Info: Tue, 14 May 2024 09:41:00 +0000\r\n",
                "MMHS-Primary-Precedence: 4 (Flash)\r\n",
                "MMHS-Copy-Precedence: 7\r\n",
                "MMHS-Message-Type: 1 (operation); identifier=\"NORTHERN LANTERN\"\r\n",
                "MMHS-Subject-Indicator-Codes: LAB; LAB12; GEN\r\n",
                "MT-Priority: 4\r\n",
            ],
            header.Select(field => $"{field.Name}:{field.RawBody}")
        );
    }

    [Fact]
    public void A_long_designator_stands_on_the_line_below_the_name()
    {
        var designator = new string('A', MilitaryString.MaxLength);
        var field = MmhsHeaderWriter.Strings(FieldNames.OtherRecipientsTo, [designator, designator]);
        Assert.Equal($"\r\n {designator};\r\n {designator}\r\n", field.RawBody);
    }

    [Fact]
    public void The_fields_shared_with_gateways_are_written()
    {
        var header = MmhsHeaderWriter.Write(
            new InterworkingFields
            {
                Expires = new(2024, 5, 15, 6, 0, 0, TimeSpan.Zero),
                Supersedes = [MessageId.Parse("<a@example.org>"), MessageId.Parse("<b@example.org>")],
                AutoForwarded = true,
                IncompleteCopy = true,
                ConversionProhibited = true,
                ContentLanguage = ["en", "nb"],
                DispositionNotificationTo = [new(null, "ops@example.org")],
            }
        );
        Assert.Equal(
            [
                "Expires: Wed, 15 May 2024 06:00:00 +0000\r\n",
                "Supersedes: <a@example.org> <b@example.org>\r\n",
                "Autoforwarded: TRUE\r\n",
                "Incomplete-Copy:\r\n",
                "Conversion: Prohibited\r\n",
                "Content-Language: en, nb\r\n",
                "Disposition-Notification-To: ops@example.org\r\n",
            ],
            header.Select(field => $"{field.Name}:{field.RawBody}")
        );
    }

    [Theory]
    [InlineData("A&B")]
    [InlineData(" A")]
    [InlineData("")]
    [InlineData("A\r\nBcc: x@example.org")]
    public void What_is_no_military_string_is_not_written(string text) =>
        Assert.Throws<ArgumentException>(() => MmhsHeaderWriter.Strings(FieldNames.OriginatorPlad, [text]));

    [Theory]
    [InlineData("a@example.org\r\nBcc: x@example.org")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("Name <a@example.org>")]
    [InlineData("nobody")]
    public void What_is_no_address_is_not_written(string address) =>
        Assert.Throws<ArgumentException>(() => MmhsHeaderWriter.Addresses(FieldNames.AuthorizingUsers, [new(null, address)]));

    [Fact]
    public void Whatever_can_be_written_is_read_back_the_same() =>
        GenFields.Sample(fields =>
        {
            var header = MmhsHeaderWriter.Write(fields);
            var reading = MmhsHeaderReader.Read(header);
            return reading.Problems.All(problem => problem.Code is HeaderCodes.CodeWithComma or HeaderCodes.TooManyCodes)
                && MmhsHeaderWriter.Write(reading.Mmhs).SequenceEqual(header)
                && reading.Mmhs.PrimaryPrecedence == fields.PrimaryPrecedence
                && reading.Mmhs.CopyPrecedence == fields.CopyPrecedence
                && reading.Mmhs.MessageType == fields.MessageType
                && reading.Mmhs.MtPriority == fields.MtPriority
                && reading.Mmhs.ExtendedAuthorisationInfo == fields.ExtendedAuthorisationInfo
                && reading.Mmhs.OriginatorReference == fields.OriginatorReference
                && reading.Mmhs.SubjectIndicatorCodes.SequenceEqual(fields.SubjectIndicatorCodes)
                && reading.Mmhs.MessageInstructions.SequenceEqual(fields.MessageInstructions)
                && reading.Mmhs.AuthorizingUsers.SequenceEqual(fields.AuthorizingUsers);
        });

    [Fact]
    public void MUA_5_1_3_every_military_field_is_read_back_as_it_was_written() =>
        GenMilitary.Sample(fields =>
        {
            var header = MmhsHeaderWriter.Write(fields);
            var reading = MmhsHeaderReader.Read(header);
            return header.Length == 16
                && reading.Problems.All(problem => problem.Code is HeaderCodes.CodeWithComma or HeaderCodes.TooManyCodes)
                && MmhsHeaderWriter.Write(reading.Mmhs).SequenceEqual(header)
                && reading.Mmhs.HandlingInstructions.SequenceEqual(fields.HandlingInstructions)
                && reading.Mmhs.CodressMessageIndicator == fields.CodressMessageIndicator
                && reading.Mmhs.Acp127MessageIdentifier == fields.Acp127MessageIdentifier
                && reading.Mmhs.OriginatorPlad == fields.OriginatorPlad
                && reading.Mmhs.ExemptedAddresses.SequenceEqual(fields.ExemptedAddresses)
                && reading.Mmhs.OtherRecipientsTo.SequenceEqual(fields.OtherRecipientsTo)
                && reading.Mmhs.OtherRecipientsCc.SequenceEqual(fields.OtherRecipientsCc)
                && header.All(field => field.RawBody.Split("\r\n").All(line => line.Length + field.Name.Length + 1 <= 998));
        });

    [Fact]
    public void EOS_206q_206w_206v_206ab_206ag_206g_206h_fields_shared_with_gateways_are_read_back_as_they_were_written() =>
        GenInterworking.Sample(fields =>
        {
            var header = MmhsHeaderWriter.Write(fields);
            var reading = MmhsHeaderReader.Read(header);
            var read = reading.Interworking;
            return reading.Problems.IsEmpty
                && MmhsHeaderWriter.Write(read).SequenceEqual(header)
                && (read.Expires, read.ReplyBy, read.DeferredDelivery, read.LatestDeliveryTime)
                    == (fields.Expires, fields.ReplyBy, fields.DeferredDelivery, fields.LatestDeliveryTime)
                && (read.Importance, read.Sensitivity) == (fields.Importance, fields.Sensitivity)
                && (read.AutoForwarded, read.IncompleteCopy, read.ConversionProhibited, read.ConversionWithLossProhibited)
                    == (
                        fields.AutoForwarded,
                        fields.IncompleteCopy,
                        fields.ConversionProhibited,
                        fields.ConversionWithLossProhibited
                    )
                && read.Supersedes.SequenceEqual(fields.Supersedes)
                && read.ContentLanguage.SequenceEqual(fields.ContentLanguage)
                && read.DispositionNotificationTo.SequenceEqual(fields.DispositionNotificationTo)
                && Same(read.DispositionNotificationOptions, fields.DispositionNotificationOptions);
        });

    [Fact]
    public void EOS_206o_what_only_gateways_write_is_read_and_never_written() =>
        Assert.Empty(
            MmhsHeaderWriter.Write(
                MmhsHeaderReader
                    .Read([
                        new("DL-Expansion-History", " list@example.org ; Tue, 14 May 2024 09:41:07 +0000;"),
                        new("X400-Received", " by /PRMD=z/; converted (IA5-Text); Relayed; Tue, 14 May 24 09:40:07 +0000"),
                        new("Priority", " urgent"),
                        new("Autosubmitted", " auto-generated"),
                        new("X400-Originator", " a@example.org"),
                    ])
                    .Interworking
            )
        );

    [Fact]
    public void What_no_field_may_say_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => MmhsHeaderWriter.Write(new InterworkingFields { Importance = "urgent" }));
        Assert.Throws<ArgumentException>(() =>
            MmhsHeaderWriter.Write(new InterworkingFields { Sensitivity = "secret\r\nBcc: x@example.org" })
        );
        Assert.Throws<ArgumentException>(() =>
            MmhsHeaderWriter.Write(new InterworkingFields { DispositionNotificationOptions = [new("a", true, ["b\r\nc"])] })
        );
        Assert.Throws<ArgumentException>(() =>
            MmhsHeaderWriter.Write(new InterworkingFields { DispositionNotificationOptions = [new("a", true, [])] })
        );
    }

    private static bool Same(IEnumerable<DispositionOption> left, IEnumerable<DispositionOption> right) =>
        left.Select(option => (option.Attribute, option.IsRequired, string.Join('|', option.Values)))
            .SequenceEqual(right.Select(option => (option.Attribute, option.IsRequired, string.Join('|', option.Values))));

    private static Gen<DateTimeOffset> GenTime { get; } =
        Gen.Long[0, 250_000_000_000].Select(seconds => DateTimeOffset.UnixEpoch.AddYears(-70).AddSeconds(seconds));

    private static Gen<HeaderAddress> GenAddress { get; } =
        Gen.Select(
            Gen.String[Gen.Char[' ', '\u02FF'], 1, 60]
                .Where(name => name.Trim() == name && !string.IsNullOrWhiteSpace(name) && HiddenCharacters.IsPlainLine(name))
                .Null(),
            Gen.OneOf("a@example.org", "a.b@example.org", "\"a b\"@example.org", "a@[192.0.2.1]"),
            (name, address) => new HeaderAddress(name, address)
        );

    private static Gen<InterworkingFields> GenInterworking { get; } =
        from times in GenTime.Nullable().Array[4]
        from flags in Gen.Bool.Nullable().Array[4]
        from importance in Gen.OneOf("low", "normal", "high").Null()
        from sensitivity in Gen.OneOf("personal", "private", "company-confidential").Null()
        from ids in Gen.Char.AlphaNumeric.Array[1, 40].Select(left => MessageId.Parse(new string(left) + "@example.org")).Array[
            0,
            6
        ]
        from languages in Gen.OneOf("en", "nb", "fr-CA", "zh-Hant-TW", "i-klingon").Array[0, 9]
        from people in GenAddress.Array[0, 3]
        from options in Gen.Select(
            Gen.OneOf("signed-receipt-protocol", "x-a"),
            Gen.Bool,
            Gen.String[Gen.Char[' ', '~'], 1, 20].Array[1, 3],
            (attribute, isRequired, values) => new DispositionOption(attribute, isRequired, [.. values])
        ).Array[0, 3]
        select new InterworkingFields
        {
            Expires = times[0],
            ReplyBy = times[1],
            DeferredDelivery = times[2],
            LatestDeliveryTime = times[3],
            AutoForwarded = flags[0],
            IncompleteCopy = flags[1] ?? false,
            ConversionProhibited = flags[2],
            ConversionWithLossProhibited = flags[3],
            Importance = importance,
            Sensitivity = sensitivity,
            Supersedes = [.. ids],
            ContentLanguage = [.. languages],
            DispositionNotificationTo = [.. people],
            DispositionNotificationOptions = [.. options],
        };

    private static Gen<MmhsFields> GenMilitary { get; } =
        from strings in GenString(1, 69).Array[1, 5]
        from codes in GenString(3, 8).Array[1, 9]
        from people in GenAddress.Array[1, 4]
        from number in Gen.Int[0, 31]
        from at in GenTime
        select new MmhsFields
        {
            PrimaryPrecedence = number,
            CopyPrecedence = 31 - number,
            MessageType = new((byte)(number * 8), strings[0]),
            ExtendedAuthorisationInfo = at,
            SubjectIndicatorCodes = [.. codes],
            MessageInstructions = [.. strings],
            HandlingInstructions = [.. strings.Reverse()],
            ExemptedAddresses = [.. people],
            CodressMessageIndicator = number * 1000,
            OriginatorReference = strings[0],
            OtherRecipientsTo = [.. strings],
            OtherRecipientsCc = [strings[^1]],
            Acp127MessageIdentifier = strings[^1],
            OriginatorPlad = strings[0],
            AuthorizingUsers = [.. people],
            MtPriority = new((number % 19) - 9),
        };

    private static Gen<string> GenString(int least, int most) =>
        Gen.String[Gen.Char["ABCxyz019 '()+,-./:=?"], least, most].Where(MilitaryString.IsValid);

    private static Gen<MmhsFields> GenFields { get; } =
        Gen.Select(
                Gen.Int[0, 31].Nullable(),
                Gen.Select(Gen.Byte, GenString(1, 69).Null(), (value, identifier) => new MessageType(value, identifier)).Null(),
                Gen.Int[-9, 9].Select(value => new MtPriority(value)).Nullable(),
                Gen.Long[0, 250_000_000_000]
                    .Select(seconds => DateTimeOffset.UnixEpoch.AddYears(-70).AddSeconds(seconds))
                    .Nullable(),
                GenString(3, 8).Array[0, 12],
                GenString(1, 69).Array[0, 5],
                Gen.Select(
                    Gen.String[Gen.Char[' ', '\u02FF'], 1, 60]
                        .Where(name => name.Trim() == name && HiddenCharacters.IsPlainLine(name))
                        .Null(),
                    Gen.OneOf("a@example.org", "a.b@example.org", "\"a b\"@example.org", "a@[192.0.2.1]"),
                    (name, address) => new HeaderAddress(name, address)
                ).Array[0, 4]
            )
            .Select(
                (precedence, type, priority, releasedAt, codes, texts, users) =>
                    new MmhsFields
                    {
                        PrimaryPrecedence = precedence,
                        CopyPrecedence = precedence,
                        MessageType = type,
                        MtPriority = priority,
                        ExtendedAuthorisationInfo = releasedAt,
                        SubjectIndicatorCodes = [.. codes],
                        MessageInstructions = [.. texts],
                        OriginatorReference = texts.FirstOrDefault(),
                        AuthorizingUsers =
                        [
                            .. users.Select(user => user with { Name = string.IsNullOrWhiteSpace(user.Name) ? null : user.Name }),
                        ],
                    }
            );
}
