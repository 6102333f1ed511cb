using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Benchmarks;

/// <summary>A Postfix of its own in a folder, on a loopback port: it accepts and keeps, and delivers nothing.</summary>
internal sealed class PostfixPeer : IDisposable
{
    private readonly string postfix;
    private readonly string configuration;

    public PostfixPeer(string postfix, string folder)
    {
        this.postfix = postfix;
        configuration = Path.Combine(folder, "etc");
        Port = FreePort();
        foreach (var name in new[] { "etc", "queue", "data" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(
            Path.Combine(configuration, "main.cf"),
            $"""
            compatibility_level = 3.6
            queue_directory = {folder}/queue
            data_directory = {folder}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = peer.localhost
            mydestination =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            alias_maps =
            alias_database =
            defer_transports = smtp, relay, local, virtual
            maillog_file = {folder}/log
            maillog_file_prefixes = {folder}
            smtpd_recipient_restrictions = permit_mynetworks, reject
            smtpd_client_connection_rate_limit = 0
            smtpd_client_connection_count_limit = 0
            default_process_limit = 100

            """
        );
        File.WriteAllText(
            Path.Combine(configuration, "master.cf"),
            $"""
            127.0.0.1:{Port} inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            retry unix - - n - - error
            error unix - - n - - error
            smtp unix - - n - - smtp
            postlog unix-dgram n - n - 1 postlogd

            """
        );
        Run("chown", "-R", "postfix", Path.Combine(folder, "data"));
        // Postfix keeps its queue from everybody else, so the folders above must let it through.
        Run("chmod", "a+rx", Path.GetDirectoryName(folder)!, folder, configuration);
        Run(postfix, "-c", configuration, "start");
        WaitForGreeting();
    }

    public int Port { get; }

    public void Dispose() => Run(postfix, "-c", configuration, "stop");

    private void WaitForGreeting()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(100);
            }
        }
        throw new TimeoutException("Postfix did not open its port.");
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
