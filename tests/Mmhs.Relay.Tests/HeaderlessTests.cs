using System.Buffers;
using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>A message that is a body alone, as old and simple programs send it (RFC 5321 §3.3).</summary>
public sealed class HeaderlessTests
{
    [Theory]
    [InlineData("The bridge is open.\r\n")]
    [InlineData("The bridge is open.\r\n\r\nFrom: here on: all quiet\r\n")]
    [InlineData("\r\nFrom: here on: all quiet\r\n")]
    public async Task RFC_5321_a_body_without_any_header_is_taken_and_stays_the_body(string body)
    {
        await using var world = await RelayWorld.StartAsync();
        Assert.StartsWith("250 2.6.0", (await TransferAsync(world, body)).ToString(), StringComparison.Ordinal);
        var taken = (await world.Sink.WaitAsync(1))[0].Content;
        var header = taken[..(taken.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
        Assert.StartsWith("Received:", header, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nFrom:", header, StringComparison.Ordinal);
        Assert.EndsWith(body.StartsWith('\r') ? body[2..] : body, taken, StringComparison.Ordinal);
        Assert.Equal(header.Length + body.Length - (body.StartsWith('\r') ? 2 : 0), taken.Length);
    }

    // whoever reads on behind a first line that is no field would find fields there that no rule here has seen
    [Theory]
    [InlineData(
        "Hello\r\nFrom: command@hq.example\r\nMMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\nforged\r\n"
    )]
    [InlineData("Hello\r\nFrom : command@hq.example\r\n\r\nforged\r\n")]
    [InlineData("Hello\r\n there\r\nSender: command@hq.example")]
    [InlineData(" folded\r\nFrom: command@hq.example\r\n\r\nforged\r\n")]
    public async Task Attack_fields_behind_a_line_that_is_none_do_not_come_in(string content)
    {
        await using var world = await RelayWorld.StartAsync();
        Assert.StartsWith("554 5.6.0", (await TransferAsync(world, content)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_submission_agent_wants_a_header()
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync();
        var result = await session.SendAsync(
            new Sample { Notify = null }.Envelope(),
            Octets("The bridge is open.\r\n"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("5.6.0", result.Recipients[0].Reply!.Status!.ToString());
    }

    private static async Task<SmtpReply> TransferAsync(RelayWorld world, string content)
    {
        await using var session = await world.ConnectAsync(transfer: true);
        var envelope = new Sample
        {
            From = "ops@alliance.example",
            Notify = null,
            Priority = null,
        }.Envelope();
        var result = await session.SendAsync(envelope, Octets(content), TestContext.Current.CancellationToken);
        return result.Recipients[0].Reply ?? throw new InvalidOperationException($"{result.Outcome} {result.Reason}");
    }

    private static ReadOnlySequence<byte> Octets(string text) => new(Encoding.ASCII.GetBytes(text));
}
