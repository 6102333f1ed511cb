using System.Text;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>Every transcript against the server engine: by line, octet by octet, and as much at once as is lawful.</summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> All => [.. Transcript.Names];

    public static TheoryData<string> Whole => [.. Transcript.Names.Where(name => !Transcript.Read(name).Has("one-at-a-time"))];

    [Theory]
    [MemberData(nameof(All))]
    public Task Server_speaks_it_by_line(string name) => RunAsync(name, (server, line) => server.SendAsync(line));

    [Theory]
    [MemberData(nameof(All))]
    public Task Server_speaks_it_octet_by_octet(string name) =>
        RunAsync(name, (server, line) => server.SendOctetByOctetAsync(line));

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task Server_speaks_it_whole(string name)
    {
        var transcript = Transcript.Read(name);
        var reception = transcript.Reception();
        await using var server = new MemoryServer(transcript.Options(), reception, transcript.Has("tls"));
        var group = new StringBuilder();
        var expected = new List<string>();
        foreach (var (fromClient, text) in transcript.Events)
        {
            // A 3yz reply must be seen before the client may go on, and DATA ends its group (RFC 2920 §3.1, RFC 4954 §4).
            if (
                fromClient
                && expected.Count > 0
                && (expected[^1].StartsWith('3') || group.ToString().EndsWith("DATA\r\n", StringComparison.Ordinal))
            )
                await SettleAsync();
            if (fromClient)
                group.Append(text).Append("\r\n");
            else
                expected.Add(text);
        }
        await SettleAsync();
        AssertContent(transcript, reception);

        async Task SettleAsync()
        {
            await server.SendAsync(group.ToString());
            foreach (var line in expected)
                Assert.Equal(line, await server.ReadLineAsync());
            group.Clear();
            expected.Clear();
        }
    }

    private static async Task RunAsync(string name, Func<MemoryServer, string, ValueTask> send)
    {
        var transcript = Transcript.Read(name);
        var reception = transcript.Reception();
        await using var server = new MemoryServer(transcript.Options(), reception, transcript.Has("tls"));
        foreach (var (fromClient, text) in transcript.Events)
        {
            if (fromClient)
                await send(server, text + "\r\n");
            else
                Assert.Equal(text, await server.ReadLineAsync());
        }
        Assert.Empty(await server.HangUpAsync());
        AssertContent(transcript, reception);
    }

    private static void AssertContent(Transcript transcript, RecordingReception reception)
    {
        if (transcript.Content() is { Length: > 0 } content)
            Assert.Equal(content, Assert.Single(reception.Messages).Content);
        else
            Assert.Empty(reception.Messages);
    }
}
