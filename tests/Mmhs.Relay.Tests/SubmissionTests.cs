using MailKit.Security;
using MimeKit;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

public sealed class SubmissionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MSA_6_1_0_what_MailKit_submits_arrives_by_LMTP_with_a_Received_field_on_top()
    {
        await using var world = await RelayWorld.StartAsync();
        using var client = new MailKit.Net.Smtp.SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", world.Host.Submission!.Port, SecureSocketOptions.StartTls, Token);
        await client.AuthenticateAsync(new SaslMechanismScramSha256("clerk", SmallDirectory.Password), Token);
        using var message = new MimeMessage(
            [MailboxAddress.Parse("clerk@hq.example")],
            [MailboxAddress.Parse("j3@hq.example")],
            "Exercise",
            new TextPart("plain") { Text = "..dots\r\n.\r\nend\r\n" }
        );
        var said = await client.SendAsync(message, Token);
        await client.DisconnectAsync(true, Token);

        var taken = Assert.Single(await world.Sink.WaitAsync(1));
        Assert.Matches("^2.6.0 [0-9]+ octets, queued as [0-9a-f]{32}$", said);
        Assert.StartsWith("Received: from ", taken.Content, StringComparison.Ordinal);
        Assert.Contains(
            $" by relay.hq.example with ESMTPSA id {said[^32..]}\r\n tls TLS_",
            taken.Content,
            StringComparison.Ordinal
        );
        Assert.EndsWith("..dots\r\n.\r\nend\r\n", taken.Content, StringComparison.Ordinal);
        await world.WaitForQueueAsync(0);
    }

    [Fact]
    public async Task Attack_F6_what_counts_as_released_sends_nothing_informal_in_anybodys_name()
    {
        await using var world = await RelayWorld.StartAsync();
        var plain = new Sample
        {
            Authorised = "",
            Release = "",
            Precedence = "",
            Label = "",
            Priority = null,
        };
        Assert.Equal("550 5.7.1 This account sends formal messages alone", (await world.SubmitAsync(plain)).ToString());
        Assert.Equal(250, (await world.SubmitAsync(new Sample())).Code);
    }

    [Fact]
    public async Task MSA_6_1_6_every_parameter_of_the_submission_reaches_the_delivery_door()
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = Sample.At(4) with { Return = ReturnContent.Full };
        Assert.Equal("250 2.6.0", (await world.SubmitAsync(sample)).ToString()[..9]);

        var taken = (await world.Sink.WaitAsync(1))[0];
        Assert.Equal("command@hq.example", taken.Envelope.ReversePath!.ToString());
        Assert.Equal("MM-0042-1", taken.Envelope.EnvelopeId!.Value);
        Assert.Equal(ReturnContent.Full, taken.Envelope.Return);
        Assert.Equal(new MtPriority(4), taken.Envelope.Priority);
        Assert.Equal(NotifyOn.Success | NotifyOn.Failure, taken.Recipient.Notify);
        Assert.Equal("rfc822;j3@hq.example", taken.Recipient.OriginalRecipient!.Text);
        Assert.Contains(" PRIORITY 4; ", taken.Content, StringComparison.Ordinal);
        Assert.EndsWith(sample.Content(), taken.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MTA_7_1_4_a_delivered_message_is_reported_when_success_was_asked_for()
    {
        await using var world = await RelayWorld.StartAsync();
        await world.SubmitAsync(Sample.At(3));
        var report = (await world.Sink.WaitAsync(2))[1];
        Assert.Null(report.Envelope.ReversePath);
        Assert.Equal("command@hq.example", report.Recipient.ForwardPath.ToString());
        Assert.Equal(NotifyOn.Never, report.Recipient.Notify);
        Assert.Equal(new MtPriority(2), report.Envelope.Priority);
        Assert.Contains(
            "Original-Envelope-Id: MM-0042-1\r\nReporting-MTA: dns; relay.hq.example\r\nArrival-Date: ",
            report.Content,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\r\n\r\nOriginal-Recipient: rfc822;j3@hq.example\r\nFinal-Recipient: rfc822; j3@hq.example\r\nAction: delivered\r\nStatus: 2.1.5\r\n",
            report.Content,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Nothing to report", report.Content, StringComparison.Ordinal);
        await world.WaitForQueueAsync(0);
    }
}
