using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class MmhsHeaderWriterTests
{
    [Fact]
    public void Each_field_is_written_in_its_one_form()
    {
        var header = MmhsHeaderWriter.Write(new MmhsFields
        {
            PrimaryPrecedence = 4,
            CopyPrecedence = 7,
            MessageType = new(1, "NORTHERN LANTERN"),
            ExtendedAuthorisationInfo = new(2024, 5, 14, 11, 41, 0, TimeSpan.FromHours(2)),
            SubjectIndicatorCodes = ["LAB", "LAB12", "GEN"],
            AuthorizingUsers = [new("Maj B Quist", "b.quist@bde3.mil.example")],
            MtPriority = new(4),
        });
        Assert.Equal(
        [
            "MMHS-Authorizing-Users: \"Maj B Quist\" <b.quist@bde3.mil.example>\r\n",
            "MMHS-Extended-Authorisation-Info: Tue, 14 May 2024 09:41:00 +0000\r\n",
            "MMHS-Primary-Precedence: 4 (Flash)\r\n",
            "MMHS-Copy-Precedence: 7\r\n",
            "MMHS-Message-Type: 1 (operation); identifier=\"NORTHERN LANTERN\"\r\n",
            "MMHS-Subject-Indicator-Codes: LAB; LAB12; GEN\r\n",
            "MT-Priority: 4\r\n",
        ], header.Select(field => $"{field.Name}:{field.RawBody}"));
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
        var header = MmhsHeaderWriter.Write(new InterworkingFields
        {
            Expires = new(2024, 5, 15, 6, 0, 0, TimeSpan.Zero),
            Supersedes = [MessageId.Parse("<a@example.org>"), MessageId.Parse("<b@example.org>")],
            AutoForwarded = true,
            IncompleteCopy = true,
            ConversionProhibited = true,
            ContentLanguage = ["en", "nb"],
            DispositionNotificationTo = [new(null, "ops@example.org")],
        });
        Assert.Equal(
        [
            "Expires: Wed, 15 May 2024 06:00:00 +0000\r\n",
            "Supersedes: <a@example.org> <b@example.org>\r\n",
            "Autoforwarded: TRUE\r\n",
            "Incomplete-Copy:\r\n",
            "Conversion: Prohibited\r\n",
            "Content-Language: en, nb\r\n",
            "Disposition-Notification-To: ops@example.org\r\n",
        ], header.Select(field => $"{field.Name}:{field.RawBody}"));
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
    public void Whatever_can_be_written_is_read_back_the_same() => GenFields.Sample(fields =>
    {
        var header = MmhsHeaderWriter.Write(fields);
        var reading = MmhsHeaderReader.Read(header);
        return reading.Problems.All(problem => problem.Code is HeaderCodes.CodeWithComma or HeaderCodes.TooManyCodes)
            && MmhsHeaderWriter.Write(reading.Mmhs).SequenceEqual(header)
            && reading.Mmhs.PrimaryPrecedence == fields.PrimaryPrecedence && reading.Mmhs.CopyPrecedence == fields.CopyPrecedence
            && reading.Mmhs.MessageType == fields.MessageType && reading.Mmhs.MtPriority == fields.MtPriority
            && reading.Mmhs.ExtendedAuthorisationInfo == fields.ExtendedAuthorisationInfo
            && reading.Mmhs.OriginatorReference == fields.OriginatorReference
            && reading.Mmhs.SubjectIndicatorCodes.SequenceEqual(fields.SubjectIndicatorCodes)
            && reading.Mmhs.MessageInstructions.SequenceEqual(fields.MessageInstructions)
            && reading.Mmhs.AuthorizingUsers.SequenceEqual(fields.AuthorizingUsers);
    });

    private static Gen<string> GenString(int least, int most) =>
        Gen.String[Gen.Char["ABCxyz019 '()+,-./:=?"], least, most].Where(MilitaryString.IsValid);

    private static Gen<MmhsFields> GenFields { get; } =
        Gen.Select(
            Gen.Int[0, 31].Nullable(),
            Gen.Select(Gen.Byte, GenString(1, 69).Null(), (value, identifier) => new MessageType(value, identifier)).Null(),
            Gen.Int[-9, 9].Select(value => new MtPriority(value)).Nullable(),
            Gen.Long[0, 250_000_000_000].Select(seconds => DateTimeOffset.UnixEpoch.AddYears(-70).AddSeconds(seconds)).Nullable(),
            GenString(3, 8).Array[0, 12],
            GenString(1, 69).Array[0, 5],
            Gen.Select(Gen.String[Gen.Char[' ', '\u02FF'], 1, 60].Where(name => name.Trim() == name && !name.Any(char.IsControl)).Null(),
                Gen.OneOf("a@example.org", "a.b@example.org", "\"a b\"@example.org", "a@[192.0.2.1]"), (name, address) => new HeaderAddress(name, address)).Array[0, 4])
        .Select((precedence, type, priority, releasedAt, codes, texts, users) => new MmhsFields
        {
            PrimaryPrecedence = precedence,
            CopyPrecedence = precedence,
            MessageType = type,
            MtPriority = priority,
            ExtendedAuthorisationInfo = releasedAt,
            SubjectIndicatorCodes = [.. codes],
            MessageInstructions = [.. texts],
            OriginatorReference = texts.FirstOrDefault(),
            AuthorizingUsers = [.. users.Select(user => user with { Name = string.IsNullOrWhiteSpace(user.Name) ? null : user.Name })],
        });
}
