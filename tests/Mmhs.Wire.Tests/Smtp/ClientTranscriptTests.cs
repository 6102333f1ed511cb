using System.Buffers;
using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>The transcripts marked <c>client</c> with our client on the left and the file on the right.</summary>
public sealed class ClientTranscriptTests
{
    public static TheoryData<string> Ours => [.. Transcript.Names.Where(name => Transcript.Read(name).Has("client"))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ours))]
    public Task Client_says_these_very_lines(string name) => RunAsync(Transcript.Read(name), octetByOctet: false);

    [Theory]
    [MemberData(nameof(Ours))]
    public Task Client_understands_replies_that_come_octet_by_octet(string name) =>
        RunAsync(Transcript.Read(name), octetByOctet: true);

    private static async Task RunAsync(Transcript transcript, bool octetByOctet)
    {
        await using var script = new ScriptedPeer(transcript.Events, octetByOctet);
        var options = new SmtpClientOptions
        {
            Host = "server",
            Port = 1,
            HelloName = "portal.hq.example",
            Lmtp = transcript.Folder == "lmtp",
            Tls = SmtpTlsPolicy.None,
        };
        var outcome = await new SmtpConnector(options, TimeProvider.System).OverAsync(script.ClientStream, Token);
        await using var session = Assert.IsType<SmtpConnectOutcome.Ready>(outcome).Session;
        var (envelope, fates) = Envelope(transcript);
        var content = transcript.Content();
        var result = await session.SendAsync(
            envelope,
            new ReadOnlySequence<byte>(content.Length > 0 ? content : "Subject: first\r\n\r\n1\r\n"u8.ToArray()),
            Token
        );
        if (script.Finished.IsFaulted)
            await script.Finished;
        Assert.Equal(TransactionOutcome.Completed, result.Outcome);
        Assert.Equal(fates, result.Recipients.Select(to => to.Reply!.Code));
        await session.QuitAsync(Token);
        await script.Finished;
    }

    /// <summary>The envelope the C: lines say, and the code each recipient must end with.</summary>
    private static (Envelope Envelope, List<int> Codes) Envelope(Transcript transcript)
    {
        var said = transcript
            .Events.Where(e => e.FromClient)
            .Select(e => CommandGrammar.Read(Encoding.ASCII.GetBytes(e.Text)))
            .ToList();
        var mail = said.OfType<Command.Mail>().Single().Envelope;
        var recipients = said.OfType<Command.Recipient>().Select(r => r.To).ToList();
        var answers = transcript.Events.Where(e => !e.FromClient).Select(e => e.Text).ToList();
        var afterMail = answers.FindIndex(text => text.Contains("2.1.0", StringComparison.Ordinal)) + 1;
        var codes = answers.Skip(afterMail).Take(recipients.Count).Select(Code).ToList();
        var finals = answers.Skip(afterMail + recipients.Count + 1).Select(Code).ToList();
        var accepted = 0;
        for (var i = 0; i < codes.Count; i++)
            if (codes[i] / 100 == 2)
                codes[i] = finals[transcript.Folder == "lmtp" ? accepted++ : 0];
        return (
            new()
            {
                ReversePath = mail.ReversePath,
                Body = mail.Body,
                Return = mail.Return,
                EnvelopeId = mail.EnvelopeId,
                Priority = mail.Priority,
                Recipients = recipients,
            },
            codes
        );
    }

    private static int Code(string line) => int.Parse(line.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);
}
