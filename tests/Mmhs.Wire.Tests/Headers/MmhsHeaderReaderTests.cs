using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class MmhsHeaderReaderTests
{
    [Theory]
    [InlineData("FLASH", 4)]
    [InlineData("5 (anything)", 5)]
    [InlineData("0 (Flash)", 0)]
    [InlineData("7", 7)]
    [InlineData("priority(x (nested) \\) y)", 2)]
    [InlineData("31", 31)]
    public void EOS_212a_a_precedence_is_a_number_or_a_word_and_comments_mean_nothing(string body, int precedence)
    {
        var reading = Read(("mmhs-primary-precedence", " " + body + "\r\n"));
        Assert.Equal(precedence, reading.Mmhs.PrimaryPrecedence);
        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("MMHS-Primary-Precedence", "04")]
    [InlineData("MMHS-Primary-Precedence", "+4")]
    [InlineData("MMHS-Primary-Precedence", "-1")]
    [InlineData("MMHS-Primary-Precedence", "urgent")]
    [InlineData("MMHS-Primary-Precedence", "")]
    [InlineData("MMHS-Primary-Precedence", "32")]
    [InlineData("MMHS-Copy-Precedence", "99999999999999999999")]
    [InlineData("MMHS-Copy-Precedence", "4 (open")]
    [InlineData("MMHS-Message-Type", "1; identifier=LANTERN")]
    [InlineData("MMHS-Message-Type", "1;")]
    [InlineData("MMHS-Message-Type", "1; identifier=\"\"")]
    [InlineData("MMHS-Message-Type", "1; identifier=\"A\"; identifier=\"B\"")]
    [InlineData("MMHS-Message-Type", "256")]
    [InlineData("MMHS-Subject-Indicator-Codes", "LA")]
    [InlineData("MMHS-Subject-Indicator-Codes", "LAB;")]
    [InlineData("MMHS-Originator-Reference", "A&B")]
    [InlineData("MMHS-Originator-Reference", "0123456789012345678901234567890123456789012345678901234567890123456789")]
    [InlineData("MMHS-Originator-Reference", "ÄÖÜ")]
    [InlineData("MMHS-Originator-Reference", "A\r\nBcc: x@example.org")]
    [InlineData("MMHS-Extended-Authorisation-Info", "140941Z MAY 24")]
    [InlineData("MMHS-Authorizing-Users", "Staff: a@example.org;")]
    [InlineData("MT-Priority", "+4")]
    [InlineData("MT-Priority", "04")]
    [InlineData("MT-Priority", "10")]
    [InlineData("Autoforwarded", "yes")]
    [InlineData("Supersedes", "a@example.org")]
    [InlineData("Content-Language", "english_uk")]
    [InlineData("Content-Language", "")]
    [InlineData("Expires", "tomorrow")]
    [InlineData("Reply-By", "15 May 2024")]
    [InlineData("Importance", "urgent")]
    [InlineData("Sensitivity", "secret")]
    [InlineData("Conversion", "forbidden")]
    [InlineData("Disposition-Notification-To", "Staff: a@example.org;")]
    [InlineData("Disposition-Notification-Options", "a=perhaps,b")]
    [InlineData("Disposition-Notification-Options", "a=required")]
    [InlineData("Disposition-Notification-Options", "a=required,b;")]
    public void What_does_not_follow_its_grammar_counts_as_absent_and_is_named(string name, string body)
    {
        var reading = Read((name, " " + body));
        var problem = Assert.Single(reading.Problems);
        Assert.Equal((HeaderCodes.Syntax, name), (problem.Code, problem.Where));
        AssertNothingRead(reading);
    }

    [Theory]
    [InlineData("0(drill week); identifier=\"QUIET HARBOUR\"", 0, "QUIET HARBOUR")]
    [InlineData("Project", 2, null)]
    [InlineData("200", 200, null)]
    [InlineData("1 (operation) ;\r\n IDENTIFIER = \"NORTHERN LANTERN\" ", 1, "NORTHERN LANTERN")]
    public void EOS_212c_a_message_type_is_a_number_or_a_word_and_may_name_which(string body, int value, string? identifier)
    {
        var reading = Read(("MMHS-Message-Type", " " + body));
        Assert.Equal(new MessageType((byte)value, identifier), reading.Mmhs.MessageType);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void EOS_212f_subject_indicator_codes_are_separated_by_semicolons()
    {
        Assert.Equal(
            ["LAB", "LAB12", "GEN"],
            Read(("MMHS-Subject-Indicator-Codes", " LAB ; LAB12;GEN")).Mmhs.SubjectIndicatorCodes
        );

        var comma = Read(("MMHS-Subject-Indicator-Codes", " LAB, GEN"));
        Assert.Equal(["LAB, GEN"], comma.Mmhs.SubjectIndicatorCodes);
        Assert.Equal(HeaderCodes.CodeWithComma, Assert.Single(comma.Problems).Code);

        var nine = Read(("MMHS-Subject-Indicator-Codes", string.Join(';', Enumerable.Repeat("ABC", 9))));
        Assert.Equal(9, nine.Mmhs.SubjectIndicatorCodes.Length);
        Assert.Equal(HeaderCodes.TooManyCodes, Assert.Single(nine.Problems).Code);
    }

    [Fact]
    public void A_field_that_is_there_twice_is_not_there()
    {
        var reading = Read(("MMHS-Message-Type", " 1"), ("mmhs-message-type", " 1"), ("MMHS-Originator-PLAD", " X"));
        Assert.Null(reading.Mmhs.MessageType);
        Assert.Equal("X", reading.Mmhs.OriginatorPlad);
        Assert.Equal(
            (HeaderCodes.Duplicate, "MMHS-Message-Type"),
            (Assert.Single(reading.Problems).Code, reading.Problems[0].Where)
        );
    }

    [Fact]
    public void EOS_205b_a_misspelled_name_does_not_make_a_message_military()
    {
        var reading = Read(("MMHS-Extended-Authorization-Info", " Tue, 14 May 2024 09:41:00 +0000"));
        Assert.Null(reading.Mmhs.ExtendedAuthorisationInfo);
        Assert.Equal(HeaderCodes.Alias, Assert.Single(reading.Problems).Code);
        Assert.Equal(
            new("MMHS-Extended-Authorization-Info", "MMHS-Extended-Authorisation-Info", "Tue, 14 May 2024 09:41:00 +0000"),
            Assert.Single(reading.Misspelled)
        );
    }

    [Theory]
    [InlineData(
        "signed-receipt-protocol=optional,pkcs7-signature; X-A = Required , \"a, b\",c",
        "signed-receipt-protocol/False/pkcs7-signature",
        "x-a/True/a, b|c"
    )]
    [InlineData("a=required,b", "a/True/b")]
    [InlineData("a=required,\"b\tc\"", "a/True/b\tc")]
    public void EOS_206ag_options_of_a_request_for_a_receipt_are_read(string body, params string[] expected)
    {
        var read = Read(("Disposition-Notification-Options", " " + body)).Interworking;
        Assert.Equal(expected, Said(read));
        Assert.Equal(expected, Said(MmhsHeaderReader.Read(MmhsHeaderWriter.Write(read)).Interworking));

        static IEnumerable<string> Said(InterworkingFields fields) =>
            fields.DispositionNotificationOptions.Select(option =>
                $"{option.Attribute}/{option.IsRequired}/{string.Join('|', option.Values)}"
            );
    }

    [Fact]
    public void EOS_205h_details_of_gateways_are_shown_as_they_stand()
    {
        var reading = Read(
            ("X400-Originator", " a@example.org"),
            ("Content-Identifier", " 12 \r\n 34"),
            ("X400-Content-Type", " P2")
        );
        Assert.Empty(reading.Problems);
        Assert.Equal(
            ["X400-Originator: a@example.org", "X400-Content-Type: P2", "Content-Identifier: 12  34"],
            reading.GatewayDetails.Select(detail => $"{detail.Name}: {detail.Text}")
        );
    }

    [Fact]
    public void An_older_name_counts_only_where_the_newer_is_absent()
    {
        var reading = Read(
            ("Expiry-Date", " 15 May 2024 06:00 GMT"),
            ("Expires", " 16 May 2024 06:00 GMT"),
            ("Obsoletes", " <a@example.org>"),
            ("Supersedes", " <b@example.org>")
        );
        Assert.Equal(16, reading.Interworking.Expires!.Value.Day);
        Assert.Equal("b@example.org", Assert.Single(reading.Interworking.Supersedes).Value);
    }

    [Fact]
    public void The_worked_example_is_read_whole()
    {
        var reading = Read(
            ("Received", " from portal.hq.mil.example by msa.hq.mil.example; Tue, 14 May 2024 09:41:07 +0000"),
            ("MMHS-Authorizing-Users", " \"Maj B Quist\" <b.quist@bde3.mil.example>"),
            ("MMHS-Extended-Authorisation-Info", " Tue, 14 May 2024 09:41:00 +0000"),
            ("MMHS-Primary-Precedence", " 3 (Immediate)"),
            ("MMHS-Copy-Precedence", " 1 (Routine)"),
            ("MMHS-Message-Type", " 1 (operation); identifier=\"NORTHERN LANTERN\""),
            ("MMHS-Subject-Indicator-Codes", " LAB; LAB12; GEN"),
            ("MMHS-Message-Instructions", " MINIMIZE CONSIDERED; NO DISTRIBUTION"),
            ("MMHS-Originator-Reference", " 3BDE-OPS-24/0042"),
            ("MMHS-Other-Recipients-Indicator-To", " 33BN COMD (BY COURIER)"),
            ("MT-Priority", " 2"),
            ("Expires", " Wed, 15 May 2024 06:00:00 +0000"),
            ("Content-Language", " en"),
            ("Disposition-Notification-To", " \"3 BDE OPS\" <ops@bde3.mil.example>")
        );

        Assert.Empty(reading.Problems);
        Assert.Equal([new HeaderAddress("Maj B Quist", "b.quist@bde3.mil.example")], reading.Mmhs.AuthorizingUsers);
        Assert.Equal(new DateTimeOffset(2024, 5, 14, 9, 41, 0, TimeSpan.Zero), reading.Mmhs.ExtendedAuthorisationInfo);
        Assert.Equal(
            (3, 1, 2),
            (reading.Mmhs.PrimaryPrecedence, reading.Mmhs.CopyPrecedence, reading.Mmhs.MtPriority!.Value.Value)
        );
        Assert.Equal(["MINIMIZE CONSIDERED", "NO DISTRIBUTION"], reading.Mmhs.MessageInstructions);
        Assert.Equal(["33BN COMD (BY COURIER)"], reading.Mmhs.OtherRecipientsTo);
        Assert.Equal("3BDE-OPS-24/0042", reading.Mmhs.OriginatorReference);
        Assert.Equal(new DateTimeOffset(2024, 5, 15, 6, 0, 0, TimeSpan.Zero), reading.Interworking.Expires);
        Assert.Equal(["en"], reading.Interworking.ContentLanguage);
        Assert.Equal("ops@bde3.mil.example", Assert.Single(reading.Interworking.DispositionNotificationTo).Address);
    }

    [Fact]
    public void EOS_205c_the_fields_of_gateways_are_read()
    {
        var reading = Read(
            ("X400-Received", " by mta x in /PRMD=y/; converted (IA5-Text, g3-fax); Relayed; Tue, 14 May 24 09:41:07 +0000"),
            ("X400-Received", " by /PRMD=z/; Relayed; Tue, 14 May 24 09:40:07 +0000"),
            ("Autoforwarded", " true"),
            ("Incomplete-Copy", "\r\n"),
            ("Conversion", " Prohibited"),
            ("Conversion-With-Loss", " allowed"),
            ("Obsoletes", " <a@example.org>\r\n <b@example.org>"),
            ("Expiry-Date", " 15 May 2024 06:00 GMT"),
            ("Original-Encoded-Information-Types", " IA5-Text, 1.2.3"),
            ("Importance", " High"),
            ("Priority", " non-urgent"),
            ("Sensitivity", " Company-Confidential"),
            ("DL-Expansion-History", " list@example.org ; Tue, 14 May 2024 09:41:07 +0000;")
        );

        Assert.Empty(reading.Problems);
        var fields = reading.Interworking;
        Assert.Equal(["IA5-Text", "g3-fax"], fields.Converted);
        Assert.Equal(
            (true, true, true, false),
            (fields.AutoForwarded, fields.IncompleteCopy, fields.ConversionProhibited, fields.ConversionWithLossProhibited)
        );
        Assert.Equal(["a@example.org", "b@example.org"], fields.Supersedes.Select(id => id.Value));
        Assert.Equal(new DateTimeOffset(2024, 5, 15, 6, 0, 0, TimeSpan.Zero), fields.Expires);
        Assert.Equal(["IA5-Text", "1.2.3"], fields.OriginalEncodedInformationTypes);
        Assert.Equal(("high", "non-urgent", "company-confidential"), (fields.Importance, fields.Priority, fields.Sensitivity));
        Assert.Single(fields.DlExpansionHistory);
    }

    [Fact]
    public void No_octets_make_the_reader_throw()
    {
        string[] names =
        [
            .. typeof(FieldNames)
                .GetFields()
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
        ];
        var part = Gen.OneOf(
            "(",
            ")",
            "\\",
            "\"",
            "<",
            ">",
            "@",
            ",",
            ";",
            ":",
            "=",
            ".",
            "[",
            "]",
            "\r\n ",
            "\r",
            "\n",
            " ",
            "1",
            "May",
            "+0000",
            "flash",
            "identifier",
            "=?utf-8?B?",
            "?=",
            "a",
            "é",
            "\0"
        );
        Gen.Select(Gen.OneOf(names), part.Array[0, 30])
            .Sample(
                (name, parts) =>
                {
                    Read((name, string.Concat(parts)));
                }
            );
    }

    private static HeaderReading Read(params (string Name, string Body)[] fields) =>
        MmhsHeaderReader.Read(fields.Select(field => new HeaderField(field.Name, field.Body)));

    private static void AssertNothingRead(HeaderReading reading)
    {
        Assert.Empty(MmhsHeaderWriter.Write(reading.Mmhs));
        Assert.Empty(MmhsHeaderWriter.Write(reading.Interworking));
    }
}
