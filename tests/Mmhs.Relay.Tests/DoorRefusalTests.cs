using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>What is refused at the doors is evidence, counted by minute and source; and whoever holds the doors does not keep out the portal.</summary>
public sealed class DoorRefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_at_AUTH_MAIL_RCPT_and_in_the_octets_of_a_message_are_in_the_trail_of_their_door_at_the_latest_when_it_closes()
    {
        await using var world = await RelayWorld.StartAsync();
        for (var i = 0; i < 2; i++)
            Assert.IsType<SmtpConnectOutcome.Refused>(
                await world.TryConnectAsync(i == 0 ? "portal" : "nobody", password: "wrong")
            );
        Assert.StartsWith(
            "550 5.7.1",
            (await world.SubmitAsync(new Sample { From = "duty@bde3.example" })).ToString(),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "550 5.1.1",
            (await world.SubmitAsync(new Sample { To = ["guess@hq.example"] })).ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("554 5.6.0", await SmuggleAsync(world.Host.Transfer!), StringComparison.Ordinal);
        Assert.Empty(await world.AuditAsync("REFUSALS"));

        await world.Host.StopAsync(CancellationToken.None);
        var entries = await world.AuditAsync("REFUSALS");
        Assert.All(entries, entry => Assert.Equal(("denied", "127.0.0.1"), (entry.Outcome, entry.Actor)));
        Assert.Equal(
            [
                ("msa-1", "AUTH", "535 5.7.8", 2, "portal nobody"),
                ("msa-1", "MAIL", "550 5.7.1", 1, "duty@bde3.example"),
                ("msa-1", "RCPT", "550 5.1.1", 1, "guess@hq.example"),
                ("mta-1", "CONTENT", "554 5.6.0", 1, "stranger@plain.example"),
            ],
            entries.Select(Said)
        );
        Assert.Empty(await world.AuditAsync("MSA_ACCEPT"));
    }

    [Fact]
    public async Task Attack_two_thousand_guesses_in_a_minute_are_one_entry_of_each_kind()
    {
        var time = new FakeTimeProvider(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
        await using var world = await RelayWorld.StartAsync(
            options => (options.Limits.RefusedRecipientsPerSession, options.Limits.RefusedRecipientsPerAddress) = (2000, 1000),
            time: time
        );
        using var client = new TcpClient();
        await client.ConnectAsync(world.Host.Transfer!, Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.Latin1.GetBytes(
                    "EHLO guesser.example\r\nMAIL FROM:<>\r\n"
                        + string.Concat(Enumerable.Range(0, 2000).Select(i => $"RCPT TO:<guess{i}@hq.example>\r\n"))
                        + "QUIT\r\n"
                ),
                Token
            );
        var said = await reader.ReadToEndAsync(Token);
        Assert.Equal((1000, 1000), (Count(said, "550 5.1.1"), Count(said, "452 4.7.1")));
        await world.UntilAsync(time, () => world.AuditAsync("REFUSALS").GetAwaiter().GetResult().Count > 0);
        Assert.Equal(
            [("RCPT", "550 5.1.1", 1000), ("RCPT", "452 4.7.1", 1000)],
            (await world.AuditAsync("REFUSALS")).Select(Said).Select(entry => (entry.Kind, entry.Code, entry.Count))
        );
    }

    [Fact]
    public async Task Attack_strangers_hold_every_session_of_both_doors_and_what_the_portal_submits_is_delivered()
    {
        await using var world = await RelayWorld.StartAsync(options =>
            (options.Limits.Sessions, options.Limits.SessionsPerAddress) = (3, 3)
        );
        List<TcpClient> held = [];
        foreach (var door in new[] { world.Host.Submission!, world.Host.Transfer! })
        {
            for (var i = 0; i < 3; i++)
            {
                held.Add(new());
                await held[^1].ConnectAsync(door, Token);
                Assert.Equal((byte)'2', (await ReadAsync(held[^1]))[0]); // 220
            }
        }
        Assert.Equal(421, Assert.IsType<SmtpConnectOutcome.Refused>(await world.TryConnectAsync()).Reply.Code);
        var sample = new Sample { Notify = null };
        await using (var session = Assert.IsType<SmtpConnectOutcome.Ready>(await world.TryConnectAsync(isOwn: true)).Session)
        {
            var result = await session.SendAsync(
                sample.Envelope(),
                new System.Buffers.ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(sample.Content())),
                Token
            );
            Assert.Equal(RecipientOutcome.Accepted, result.Recipients[0].Outcome);
        }
        Assert.Equal("MM-0042-1", (await world.Sink.WaitAsync(1))[0].Envelope.EnvelopeId!.Value);
        foreach (var one in held)
            one.Dispose();
        await world.Host.StopAsync(CancellationToken.None);
        Assert.Equal([("msa-1", "SESSION", "421 4.7.0", 1, "")], (await world.AuditAsync("REFUSALS")).Select(Said));
    }

    [Fact]
    public async Task Attack_wrong_passwords_from_the_portals_own_address_do_not_keep_the_portal_out()
    {
        await using var world = await RelayWorld.StartAsync(options => options.Limits.FailedLoginsPerAddress = 3);
        for (var i = 0; i < 5; i++)
            Assert.Equal(
                i < 3 ? 535 : 421,
                Assert.IsType<SmtpConnectOutcome.Refused>(await world.TryConnectAsync(password: "wrong")).Reply.Code
            );
        Assert.Equal(421, Assert.IsType<SmtpConnectOutcome.Refused>(await world.TryConnectAsync()).Reply.Code);
        await using var session = Assert.IsType<SmtpConnectOutcome.Ready>(await world.TryConnectAsync(isOwn: true)).Session;
        Assert.True(session.IsUsable);
    }

    private static (string Stream, string Kind, string Code, int Count, string Names) Said(Records.Audit.AuditEntryRow entry)
    {
        var data = JsonDocument.Parse(entry.Canon).RootElement.GetProperty("data");
        return (
            entry.Stream,
            data.GetProperty("kind").GetString()!,
            data.GetProperty("code").GetString()!,
            data.GetProperty("count").GetInt32(),
            string.Join(' ', data.GetProperty("names").EnumerateArray().Select(name => name.GetString()))
        );
    }

    private static int Count(string said, string reply) =>
        said.Split("\r\n").Count(line => line.StartsWith(reply, StringComparison.Ordinal));

    private static async Task<byte[]> ReadAsync(TcpClient client)
    {
        var greeting = new byte[3];
        await client.GetStream().ReadExactlyAsync(greeting, Token);
        return greeting;
    }

    /// <summary>A second message hidden behind an end of data that is none (RFC 5321 §2.3.8); all the door says to it.</summary>
    private static async Task<string> SmuggleAsync(IPEndPoint door)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(door, Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        var said = new StringBuilder();
        foreach (
            var line in new[]
            {
                "EHLO plain.example\r\n",
                "MAIL FROM:<stranger@plain.example>\r\n",
                "RCPT TO:<j3@hq.example>\r\n",
                "DATA\r\n",
                "Subject: x\r\n\r\nx\n.\nMAIL FROM:<command@hq.example>\nRCPT TO:<j3@hq.example>\nDATA\nSubject: y\n\n\r\n.\r\n",
            }
        )
        {
            string? read;
            do said.AppendLine(read = await reader.ReadLineAsync(Token));
            while (read is { Length: > 3 } && read[3] == '-');
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line), Token);
        }
        return said.Append(await reader.ReadToEndAsync(Token)).ToString();
    }
}
