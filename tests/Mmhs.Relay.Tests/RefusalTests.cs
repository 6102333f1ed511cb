using System.Buffers;
using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

public sealed class RefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Sample> Spoilt = new()
    {
        ["a trace field is there already"] = new() { Extra = "Received: from x by y; Mon, 23 Nov 2026 10:00:00 +0000\r\n" },
        ["a history of expansion is there"] = new()
        {
            Extra = "DL-Expansion-History: <list@x.example> ; Mon, 23 Nov 2026 10:00:00 +0000\r\n",
        },
        ["an X.400 trace field is there already"] = new() { Extra = "X400-Received: by x\r\n" },
        ["the author is another's"] = new() { Extra = "From: duty@bde3.example\r\n" },
        ["a line of the header is no field"] = new() { Extra = "this is no field\r\n" },
        ["Sender is missing"] = new() { Sender = "" },
        ["Sender is there twice"] = new() { Sender = "Sender: command@hq.example\r\nSender: command@hq.example\r\n" },
        ["Sender is another's"] = new() { Sender = "Sender: duty@bde3.example\r\n" },
        ["Message-ID cannot be read"] = new() { Id = "no identifier" },
        ["an authorising user may not"] = new() { Release = "MMHS-Authorizing-Users: releaser@hq.example, clerk@hq.example\r\n" },
        ["an authorising user is quoted"] = new() { Release = "MMHS-Authorizing-Users: \"releaser\"@hq.example\r\n" },
        ["authorising users are more than there can be"] = new()
        {
            Release = $"MMHS-Authorizing-Users: {string.Join(",\r\n ", Enumerable.Repeat("releaser@hq.example", 65))}\r\n",
        },
        ["authorising users are a group"] = new() { Release = "MMHS-Authorizing-Users: Rel: releaser@hq.example;\r\n" },
        ["authorising users are there twice"] = new()
        {
            Release = "MMHS-Authorizing-Users: releaser@hq.example\r\nMMHS-Authorizing-Users: releaser@hq.example\r\n",
        },
        ["authorising users of a mebibyte"] = new()
        {
            Release =
                $"MMHS-Authorizing-Users: {string.Concat(Enumerable.Repeat("releaser@hq.example,\r\n ", 50_000))}releaser@hq.example\r\n",
        },
        ["nobody has released it"] = new() { Release = "" },
        ["a precedence has a leading zero"] = new() { Precedence = "MMHS-Primary-Precedence: 01\r\n" },
        ["a precedence nobody has named"] = new() { Precedence = "MMHS-Primary-Precedence: 7\r\n" },
        ["a message type without quotes"] = new() { Extra = "MMHS-Message-Type: 1; identifier=LANTERN\r\n" },
        ["an indicator code too short"] = new() { Extra = "MMHS-Subject-Indicator-Codes: LA\r\n" },
        ["a military field repeated"] = new() { Extra = "MMHS-Message-Type: 1\r\nMMHS-Message-Type: 1\r\n" },
        ["a date-time group where a date belongs"] = new()
        {
            Authorised = "MMHS-Extended-Authorisation-Info: 140941Z MAY 24\r\n",
        },
        ["somebody must act and nobody says how soon"] = new() { Priority = null, Precedence = "" },
        ["somebody is informed and nobody says how soon"] = new() { Extra = "Cc: duty@hq.example\r\n" },
        ["somebody is informed unseen and nobody says how soon"] = new() { Extra = "Bcc: duty@hq.example\r\n" },
        ["the time of release is missing"] = new() { Authorised = "" },
        ["a date-time group beside the date"] = new() { Extra = "MMHS-Extended-Authorisation-Info: 140941Z MAY 24\r\n" },
        ["the priority field differs from the precedence"] = new()
        {
            Precedence = "MMHS-Primary-Precedence: 1\r\nMT-Priority: 0\r\n",
        },
        ["the priority parameter differs from the precedence"] = new() { Priority = 0 },
        ["the priority is nowhere said"] = new() { Priority = null, Precedence = "MMHS-Primary-Precedence: 1\r\n" },
        ["the label is missing"] = new() { Label = "" },
        ["the label is there twice"] = new() { Label = SmallDirectory.Unclassified + SmallDirectory.Unclassified },
        ["the label is a marking only"] = new() { Label = "SIO-Label: marking=\"UNCLASSIFIED\"\r\n" },
        ["the label is no Base64"] = new() { Label = "SIO-Label: type=\":ess\"; label=\"!!\"\r\n" },
        ["the label is above the clearance of a recipient's domain"] = new()
        {
            Label = SmallDirectory.Secret,
            To = ["j3@hq.example", "j3@bde3.example"],
        },
        ["the label goes to a domain nobody is cleared in"] = new() { To = ["x@elsewhere.example"] },
    };

    [Theory]
    [InlineData("a trace field is there already", "550 5.7.1", "TRACE_PRESENT")]
    [InlineData("a history of expansion is there", "550 5.7.1", "DL_HISTORY_PRESENT")] // EOS-206o
    [InlineData("an X.400 trace field is there already", "550 5.7.1", "TRACE_PRESENT")]
    [InlineData("the author is another's", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("a line of the header is no field", "554 5.6.0", "HEADER_MALFORMED")]
    [InlineData("Sender is missing", "554 5.6.0", "SENDER_MISSING")]
    [InlineData("Sender is there twice", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("Sender is another's", "550 5.7.1", "AUTHOR_NOT_ENTITLED")]
    [InlineData("Message-ID cannot be read", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("an authorising user may not", "550 5.7.1", "AUTHORIZING_USER_NOT_ENTITLED")]
    [InlineData("an authorising user is quoted", "550 5.7.1", "AUTHORIZING_USER_NOT_ENTITLED")]
    [InlineData("authorising users are more than there can be", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("authorising users are a group", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("authorising users are there twice", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("authorising users of a mebibyte", "554 5.6.0", "HEADER_MALFORMED")]
    [InlineData("nobody has released it", "550 5.7.1", "RELEASE_MISSING")]
    [InlineData("a precedence has a leading zero", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("a precedence nobody has named", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("a message type without quotes", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("an indicator code too short", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("a military field repeated", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("a date-time group where a date belongs", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("a date-time group beside the date", "554 5.6.0", "FIELD_MALFORMED")]
    [InlineData("the priority field differs from the precedence", "550 5.7.0", "PRIORITY_MISMATCH")]
    [InlineData("the priority parameter differs from the precedence", "550 5.7.0", "PRIORITY_MISMATCH")]
    [InlineData("the priority is nowhere said", "550 5.7.0", "PRIORITY_MISMATCH")]
    [InlineData("the label is missing", "550 5.7.1", "LABEL_MISSING")]
    [InlineData("the label is there twice", "550 5.7.1", "LABEL_REPEATED")]
    [InlineData("the label is a marking only", "550 5.7.1", "LABEL_MARKING_ONLY")]
    [InlineData("the label is no Base64", "550 5.7.1", "LABEL_MALFORMED")]
    [InlineData("the label is above the clearance of a recipient's domain", "550 5.7.1", "LABEL_NOT_PERMITTED")]
    [InlineData("the label goes to a domain nobody is cleared in", "550 5.7.1", "LABEL_NOT_PERMITTED")]
    public async Task MSA_6_1_11_EOS_206c_EOS_206o_a_spoilt_message_is_refused_and_the_refusal_is_evidence(
        string reason,
        string reply,
        string rule
    )
    {
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["*"] = new() { Host = "127.0.0.1", Port = 9 }
        );
        Assert.StartsWith(reply, (await world.SubmitAsync(Spoilt[reason])).ToString(), StringComparison.Ordinal);

        var entry = Assert.Single(await world.AuditAsync("MSA_ACCEPT"));
        Assert.Equal("denied", entry.Outcome);
        Assert.Equal("portal", entry.Actor);
        Assert.Equal(rule, JsonDocument.Parse(entry.Canon).RootElement.GetProperty("data").GetProperty("rule").GetString());
        await world.WaitForQueueAsync(0);
    }

    [Theory]
    [InlineData("somebody must act and nobody says how soon", "MMHS-Primary-Precedence")]
    [InlineData("somebody is informed and nobody says how soon", "MMHS-Copy-Precedence")]
    [InlineData("somebody is informed unseen and nobody says how soon", "MMHS-Copy-Precedence")]
    [InlineData("the time of release is missing", "MMHS-Extended-Authorisation-Info")]
    public async Task EOS_212a_EOS_212b_EOS_212e_a_formal_message_that_lacks_a_field_is_refused(string reason, string field)
    {
        await using var world = await RelayWorld.StartAsync();
        Assert.Equal(
            $"554 5.6.0 Malformed, missing or repeated field {field}",
            (await world.SubmitAsync(Spoilt[reason])).ToString()
        );
        await world.WaitForQueueAsync(0);
    }

    [Fact]
    public async Task EOS_212b_a_copy_precedence_is_all_a_message_to_information_addressees_needs()
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = new Sample
        {
            Addressees = "To: Staff:;\r\nCc: j3@hq.example\r\n",
            Precedence = "MMHS-Copy-Precedence: 1\r\nMT-Priority: -2\r\n",
        };
        Assert.StartsWith("250 2.6.0", (await world.SubmitAsync(sample)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MSA_6_1_11_the_domain_it_comes_from_must_be_cleared_too()
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = new Sample
        {
            From = "duty@bde3.example",
            Author = "duty@bde3.example",
            Sender = "Sender: duty@bde3.example\r\n",
            Release = "MMHS-Authorizing-Users: releaser@bde3.example\r\n",
        };
        Assert.StartsWith("250 2.6.0", (await world.SubmitAsync(sample, "brigade")).ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "550 5.7.1 Not accepted by security policy",
            (await world.SubmitAsync(sample with { Label = SmallDirectory.Secret }, "brigade")).ToString()
        );
    }

    [Fact]
    public async Task MSA_6_1_11_EOS_206c_who_is_no_release_desk_names_no_authorising_user()
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = new Sample
        {
            From = "clerk@hq.example",
            Author = "clerk@hq.example",
            Sender = "Sender: clerk@hq.example\r\n",
            Priority = 0,
            Precedence = "MMHS-Primary-Precedence: 2\r\nMT-Priority: 0\r\n",
        };
        foreach (var (release, rule) in new[] { (sample.Release, "AUTHORIZING_USER_NOT_ENTITLED"), ("", "RELEASE_MISSING") })
        {
            Assert.StartsWith(
                "550 5.7.1",
                (await world.SubmitAsync(sample with { Release = release }, "clerk")).ToString(),
                StringComparison.Ordinal
            );
            Assert.Equal(
                rule,
                JsonDocument
                    .Parse((await world.AuditAsync("MSA_ACCEPT"))[^1].Canon)
                    .RootElement.GetProperty("data")
                    .GetProperty("rule")
                    .GetString()
            );
        }
        await world.WaitForQueueAsync(0);
    }

    [Theory]
    [InlineData("command@hq.example", "nobody@hq.example", -2, "portal", "550 5.1.1")] // no such mailbox
    [InlineData("command@hq.example", "closed@hq.example", -2, "portal", "550 5.2.1")] // was one
    [InlineData("command@hq.example", "\"j 3\"@hq.example", -2, "portal", "550 5.1.1")]
    [InlineData("command@hq.example", "x@elsewhere.example", -2, "portal", "550 5.1.2")] // no way there
    [InlineData("command@hq.example", "x@[192.0.2.1]", -2, "portal", "550 5.1.2")]
    [InlineData("duty@bde3.example", "j3@hq.example", -2, "portal", "550 5.7.1")] // another's reverse-path
    [InlineData("command@hq.example", "j3@hq.example", -2, "clerk", "550 5.7.1")]
    [InlineData("clerk@hq.example", "j3@hq.example", 2, "clerk", "550 5.7.1")] // EOS-206t: authenticated is not yet authorised for the priority
    public async Task MSA_6_1_0_an_envelope_that_may_not_be_is_refused_before_the_message(
        string from,
        string to,
        int priority,
        string user,
        string reply
    )
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = new Sample
        {
            From = from,
            To = [to],
            Priority = priority,
        };
        Assert.StartsWith(reply, (await world.SubmitAsync(sample, user)).ToString(), StringComparison.Ordinal);
        Assert.Empty(await world.AuditAsync("MSA_ACCEPT"));
    }

    [Theory]
    [InlineData("postmaster@hq.example")]
    [InlineData("Postmaster@bde3.example")]
    public async Task RFC_5321_mail_to_the_postmaster_reaches_the_mailbox_behind_it(string to)
    {
        await using var world = await RelayWorld.StartAsync(options => options.Postmaster = "duty@hq.example");
        Assert.StartsWith(
            "250",
            (await world.SubmitAsync(new Sample { To = [to], Notify = null })).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal("duty@hq.example", (await world.Sink.WaitAsync(1))[0].Recipient.ForwardPath.ToString());
    }

    [Fact]
    public async Task RFC_6710_a_priority_field_gets_no_further_than_the_parameter_would()
    {
        await using var world = await RelayWorld.StartAsync();
        using var client = new SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true }; // our own always says the parameter
        await client.ConnectAsync("127.0.0.1", world.Host.Submission!.Port, SecureSocketOptions.StartTls, Token);
        await client.AuthenticateAsync(new SaslMechanismScramSha256("clerk", SmallDirectory.Password), Token);
        using var message = new MimeMessage(
            [MailboxAddress.Parse("clerk@hq.example")],
            [MailboxAddress.Parse("j3@hq.example")],
            "Exercise",
            new TextPart("plain") { Text = "x" }
        );
        message.Headers.Add("MT-Priority", "4");
        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(message, Token));
        Assert.Equal("5.7.1 Not authorised for this priority", refused.Message);
    }

    [Fact]
    public async Task MSA_6_1_8_forty_megabytes_are_more_than_is_taken()
    {
        await using var world = await RelayWorld.StartAsync(options => options.MaxMessageSize = 1 << 20);
        await using var session = await world.ConnectAsync();
        Assert.Equal(1 << 20, session.Capabilities.MaxMessageSize);
        var content = new byte[40 << 20];
        content.AsSpan().Fill((byte)'x');
        for (var i = 78; i < content.Length - 1; i += 80)
            (content[i], content[i + 1]) = ((byte)'\r', (byte)'\n');
        var result = await session.SendAsync(
            new Sample().Envelope(),
            new ReadOnlySequence<byte>(content),
            CancellationToken.None
        );
        Assert.Equal(NotSentReason.TooBig, result.Reason);
        await world.WaitForQueueAsync(0);
    }
}
