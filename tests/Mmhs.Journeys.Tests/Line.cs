using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Journeys.Tests;

/// <summary>The line between a browser and the portal: it can be slow, cut and mended. TCP on loopback, octets as they come.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;
    private volatile bool cut;
    private volatile Uri portal;

    public Line(string portal)
    {
        this.portal = new Uri(portal);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where the browser goes.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How long each piece takes, one way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Ends what is open and lets nothing new through.</summary>
    public void Cut()
    {
        cut = true;
        foreach (var client in open.Keys)
            client.Dispose();
    }

    public void Mend() => cut = false;

    /// <summary>To a portal that was started anew, elsewhere.</summary>
    public void MendTo(string address)
    {
        portal = new Uri(address);
        cut = false;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!closing.IsCancellationRequested)
                _ = TransmitAsync(await listener.AcceptTcpClientAsync(closing.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is taken down.
        }
    }

    private async Task TransmitAsync(TcpClient browser)
    {
        using var server = new TcpClient();
        using (browser)
        {
            try
            {
                if (cut)
                    return;
                var there = portal;
                await server.ConnectAsync(there.Host, there.Port, closing.Token);
                open[browser] = open[server] = 0;
                if (cut)
                    return;
                await Task.WhenAny(
                    PumpAsync(browser.GetStream(), server.GetStream()),
                    PumpAsync(server.GetStream(), browser.GetStream())
                );
            }
            catch (Exception ended)
                when (ended
                        is IOException
                            or SocketException
                            or ObjectDisposedException
                            or InvalidOperationException
                            or OperationCanceledException
                )
            {
                // One end has gone.
            }
            finally
            {
                open.TryRemove(browser, out _);
                open.TryRemove(server, out _);
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var piece = new byte[64 * 1024];
        while (await from.ReadAsync(piece, closing.Token) is > 0 and var length)
        {
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay, closing.Token);
            await to.WriteAsync(piece.AsMemory(0, length), closing.Token);
        }
    }
}
