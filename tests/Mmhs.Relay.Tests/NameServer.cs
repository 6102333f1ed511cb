using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Relay.Tests;

/// <summary>An NSD of its own for the zone alliance.example, on a port of loopback; gone afterwards.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private NameServer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Starts one with these TXT records below the zone; skips the test where it is not installed.</summary>
    public static async Task<NameServer> StartAsync(params IEnumerable<(string Name, string Text)> records)
    {
        const string program = "/usr/sbin/nsd";
        if (!File.Exists(program))
            Assert.Skip("The name server nsd is not installed: install it to test the look-up of keys.");
        var folder = Directory.CreateTempSubdirectory("mmhs-names").FullName;
        var port = FreePort();
        string[] zone =
        [
            "$ORIGIN alliance.example.",
            "$TTL 60",
            "@ IN SOA ns.alliance.example. hostmaster.alliance.example. 1 60 60 60 60",
            "@ IN NS ns.alliance.example.",
            "ns IN A 127.0.0.1",
            .. records.Select(record =>
                $"{record.Name} IN TXT {string.Join(' ', record.Text.Chunk(200).Select(piece => $"\"{new string(piece)}\""))}"
            ),
            "",
        ];
        await File.WriteAllTextAsync(Path.Combine(folder, "zone"), string.Join('\n', zone));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nsd.conf"),
            $"""
            server:
              ip-address: 127.0.0.1@{port}
              username: ""
              chroot: ""
              zonesdir: "{folder}"
              database: ""
              pidfile: "{folder}/pid"
              xfrdfile: "{folder}/xfrd"
              zonelistfile: "{folder}/zones"
              xfrdir: "{folder}"
              server-count: 1
            remote-control:
              control-enable: no
            zone:
              name: alliance.example
              zonefile: zone

            """
        );
        var process = Process.Start(
            new ProcessStartInfo(program, ["-d", "-c", Path.Combine(folder, "nsd.conf")])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var said = process.StandardError.ReadToEndAsync();
        for (var tries = 0; tries < 200 && !process.HasExited; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return new(process, folder, port);
            }
            catch (SocketException)
            {
                await Task.Delay(25);
            }
        }
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"nsd does not answer: {await said}");
    }

    /// <summary>A port with nothing behind it.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
