using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MailKit.Security;

namespace Mmhs.Wire.Tests.Smtp.Limits;

/// <summary>A client of whatever manners, from an address of this machine that the test chooses (all of 127/8 is).</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly TcpClient _client;
    private Stream _stream;
    private StreamReader _reader;

    private Stranger(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
        _reader = new(_stream, Encoding.Latin1);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What he was greeted with.</summary>
    public string? Greeting { get; private set; }

    public static async Task<Stranger> FromAsync(string address, int port)
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(address), 0)) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, Token);
        var stranger = new Stranger(client);
        stranger.Greeting = await stranger.ReadAsync();
        return stranger;
    }

    /// <summary>The last line of the reply; null when there is none, because the server has closed.</summary>
    public async Task<string?> AskAsync(string line)
    {
        try
        {
            await _stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), Token);
            return await ReadAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task SecureAsync()
    {
        await AskAsync("EHLO stranger.example");
        Assert.StartsWith("220", await AskAsync("STARTTLS"), StringComparison.Ordinal);
        var secured = new SslStream(_stream, false, (_, _, _, _) => true);
        await secured.AuthenticateAsClientAsync("localhost");
        (_stream, _reader) = (secured, new(secured, Encoding.Latin1));
        await AskAsync("EHLO stranger.example");
    }

    /// <summary>Tries a password, as SCRAM-SHA-256; what the server says at last.</summary>
    public async Task<string?> LogInAsync(string user, string password)
    {
        var sasl = new SaslMechanismScramSha256(user, password);
        var reply = await AskAsync($"AUTH SCRAM-SHA-256 {await sasl.ChallengeAsync(null, Token)}");
        while (reply?.StartsWith("334 ", StringComparison.Ordinal) == true)
            reply = await AskAsync(await sasl.ChallengeAsync(reply[4..], Token));
        return reply;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> ReadAsync()
    {
        string? line;
        do line = await _reader.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);
        while (line is { Length: > 3 } && line[3] == '-');
        return line;
    }
}
