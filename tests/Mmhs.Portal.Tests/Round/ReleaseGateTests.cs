using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Submit;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

/// <summary>Whoever has the portal's password and not the signing service's key gets nothing formal out (RFC 7912 §3.2).</summary>
public sealed class ReleaseGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MSA_6_1_11_EOS_206c_the_submission_agent_takes_what_was_signed_at_its_release_and_nothing_else()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form() with { Cc = [], Bcc = [], InformationPrecedence = null });
        var reader = await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        var line = await Eventually.GetAsync(
            "Arrival",
            async () => (await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token)).FirstOrDefault(),
            Token
        );
        var received = Encoding.Latin1.GetString((await portal.Get<InboxDesk>().SourceAsync(reader, line.Entry.Id, Token))!);
        var submitted = received[received.IndexOf("Date: ", StringComparison.Ordinal)..]; // without the trace fields of its way
        var header = submitted[..(submitted.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)];

        await using var session = await ConnectAsync(portal);
        // The very message once more: signed, and nothing is added to it; the inbox knows that it has it.
        Assert.StartsWith("250 2.6.0", await SubmitAsync(session, submitted), StringComparison.Ordinal);
        // Another octet in the body, another subject outside, another releaser outside, no signature at all
        Assert.StartsWith("550 5.7.7", await SubmitAsync(session, Changed(submitted)), StringComparison.Ordinal);
        Assert.StartsWith(
            "550 5.7.7",
            await SubmitAsync(session, Outside("Subject: ", "Subject: Withdraw from ")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "550 5.7.7",
            await SubmitAsync(session, Outside("MMHS-Subject-Indicator-Codes: LAB", "MMHS-Subject-Indicator-Codes: OPS")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "550 5.7.7",
            await SubmitAsync(session, FieldsWithout("MIME-Version", "Content-") + "\r\nWithdraw.\r\n"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "550 5.7.1",
            await SubmitAsync(session, FieldsWithout("MIME-Version", "Content-", "MMHS-Authorizing-Users") + "\r\nWithdraw.\r\n"),
            StringComparison.Ordinal
        );

        await using var relay = await portal.Get<RelayRecords>().ReadAsync(Token);
        var rules = (
            await relay
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.EventType == AuditTypes.MsaAccept && entry.Outcome == "denied")
                .OrderBy(entry => entry.Seq)
                .ToListAsync(Token)
        ).Select(entry => JsonDocument.Parse(entry.Canon).RootElement.GetProperty("data").GetProperty("rule").GetString());
        Assert.Equal(
            ["RELEASE_SIGNATURE", "RELEASE_SIGNATURE", "RELEASE_SIGNATURE", "RELEASE_SIGNATURE", "RELEASE_MISSING"],
            rules
        );
        Assert.Single(await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token)); // nothing twice

        static string Changed(string message)
        {
            var at = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 400;
            while (!char.IsAsciiLetter(message[at]))
                at++;
            return message[..at] + (message[at] == 'A' ? 'B' : 'A') + message[(at + 1)..];
        }

        string Outside(string field, string other)
        {
            Assert.Contains(field, header, StringComparison.Ordinal);
            return header.Replace(field, other, StringComparison.Ordinal) + submitted[header.Length..];
        }

        string FieldsWithout(params string[] names) =>
            string.Concat(
                header
                    .Replace("\r\n ", "\u0001", StringComparison.Ordinal)
                    .Replace("\r\n\t", "\u0001", StringComparison.Ordinal)
                    .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                    .Where(field => !names.Any(name => field.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
                    .Select(field => field.Replace("\u0001", "\r\n ", StringComparison.Ordinal) + "\r\n")
            );
    }

    private static async Task<SmtpClientSession> ConnectAsync(RunningPortal portal)
    {
        var door = await portal.Get<IMsaEndpoint>().FindAsync(Token);
        var options = new SmtpClientOptions
        {
            Host = door.Host,
            Port = door.Port,
            HelloName = "test.localhost",
            Tls = SmtpTlsPolicy.Must,
            TrustedRoots = door.TrustedRoots,
            Login = door.Login,
        };
        return Assert
            .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
            .Session;
    }

    private static async Task<string> SubmitAsync(SmtpClientSession session, string message)
    {
        var envelope = new Envelope
        {
            ReversePath = SmtpPath.Parse("j3@hq.northland.example"),
            Priority = Precedence.Immediate.ToMtPriority(),
            Recipients = [new(SmtpPath.Parse("j3@bde3.northland.example"), NotifyOn.Never)],
        };
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(message)), Token);
        return result.Recipients[0].Reply?.ToString() ?? result.ToString();
    }
}
