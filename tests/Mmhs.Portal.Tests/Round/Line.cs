using System.Net;
using System.Net.Sockets;

namespace Mmhs.Portal.Tests.Round;

/// <summary>A line between the portal and a door: it carries octets both ways until it is cut.</summary>
public sealed class Line : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> open = [];
    private Task carrying = Task.CompletedTask;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Where it leads; asked with every connection.</summary>
    public Func<IPEndPoint?> To { get; set; } = () => null;

    /// <summary>Connections carried so far.</summary>
    public int Carried { get; private set; }

    public static Line Start()
    {
        var line = new Line();
        line.listener.Start();
        line.carrying = line.AcceptAsync();
        return line;
    }

    /// <summary>Ends every connection; new ones are carried again.</summary>
    public void Cut()
    {
        lock (open)
        {
            foreach (var end in open)
                end.Dispose();
            open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Cut();
        await carrying;
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
                lines.Add(TransmitAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // it was taken down
        }
        Cut();
        await Task.WhenAll(lines);
    }

    private async Task TransmitAsync(TcpClient near)
    {
        using var far = new TcpClient();
        lock (open)
            open.AddRange([near, far]);
        try
        {
            if (To() is not { } to)
                return;
            await far.ConnectAsync(to);
            Carried++;
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // an end has gone
        }
        finally
        {
            near.Dispose();
        }
    }
}
