using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Mmhs.Testing;

/// <summary>A Kerberos realm of its own, HQ.EXAMPLE: an MIT key distribution centre on a port of loopback, gone afterwards.</summary>
/// <remarks>Kerberos reads its places from the environment of the process, so only one realm lives at a time.</remarks>
public sealed class KerberosRealm : IAsyncDisposable
{
    private static readonly string[] Places = ["KRB5_CONFIG", "KRB5_KTNAME", "KRB5CCNAME", "KRB5RCACHENAME"];

    private readonly string _folder;
    private readonly Process _centre;

    private KerberosRealm(string folder, Process centre) => (_folder, _centre) = (folder, centre);

    /// <summary>Starts one with a key for the mail service of localhost and these clients; skips the test where it is not installed.</summary>
    public static async Task<KerberosRealm> StartAsync(params string[] clients)
    {
        if (!File.Exists("/usr/sbin/krb5kdc") || !File.Exists("/usr/bin/kinit"))
            Assert.Skip("MIT Kerberos (krb5-kdc, krb5-admin-server, krb5-user) is not installed: install it to test GSSAPI.");
        var folder = Directory.CreateTempSubdirectory("mmhs-kerberos").FullName;
        string In(string name) => Path.Combine(folder, name);
        var port = FreePort();
        await File.WriteAllTextAsync(
            In("krb5.conf"),
            $$"""
            [libdefaults]
             default_realm = HQ.EXAMPLE
             dns_lookup_kdc = false
             dns_lookup_realm = false
             dns_canonicalize_hostname = false
             rdns = false
             udp_preference_limit = 1
            [realms]
             HQ.EXAMPLE = {
              kdc = 127.0.0.1:{{port}}
             }
            [domain_realm]
             localhost = HQ.EXAMPLE

            """
        );
        await File.WriteAllTextAsync(
            In("kdc.conf"),
            $$"""
            [kdcdefaults]
             kdc_listen = 127.0.0.1:{{port}}
             kdc_tcp_listen = 127.0.0.1:{{port}}
            [realms]
             HQ.EXAMPLE = {
              database_name = {{In("principals")}}
              key_stash_file = {{In("stash")}}
             }

            """
        );
        Set("KRB5_CONFIG", In("krb5.conf"));
        Set("KRB5_KTNAME", In("service.keytab"));
        Set("KRB5CCNAME", "FILE:" + In("tickets"));
        Set("KRB5RCACHENAME", "dfl:" + In("replays"));
        Set("KRB5_KDC_PROFILE", In("kdc.conf"));
        await RunAsync("/usr/sbin/kdb5_util", "create", "-s", "-r", "HQ.EXAMPLE", "-P", Guid.NewGuid().ToString("N"));
        foreach (var client in clients)
            await RunAsync("/usr/sbin/kadmin.local", "-q", $"addprinc -randkey {client}");
        foreach (var client in clients)
            await RunAsync("/usr/sbin/kadmin.local", "-q", $"ktadd -k {In("clients.keytab")} {client}");
        await RunAsync("/usr/sbin/kadmin.local", "-q", "addprinc -randkey smtp/localhost");
        await RunAsync("/usr/sbin/kadmin.local", "-q", $"ktadd -k {In("service.keytab")} smtp/localhost");
        var centre = Process.Start(
            new ProcessStartInfo("/usr/sbin/krb5kdc", ["-n"]) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        var realm = new KerberosRealm(folder, centre);
        for (var tries = 0; tries < 200 && !centre.HasExited; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return realm;
            }
            catch (SocketException)
            {
                await Task.Delay(25);
            }
        }
        await realm.DisposeAsync();
        throw new InvalidOperationException("The key distribution centre does not answer.");
    }

    /// <summary>From now on this process is this client.</summary>
    public Task BecomeAsync(string client) =>
        RunAsync("/usr/bin/kinit", "-k", "-t", Path.Combine(_folder, "clients.keytab"), client);

    /// <summary>The tickets are gone: this process is nobody.</summary>
    public Task LeaveAsync() => RunAsync("/usr/bin/kdestroy");

    /// <summary>The service has no key any more.</summary>
    public void LoseKey() => Set("KRB5_KTNAME", Path.Combine(_folder, "none.keytab"));

    public async ValueTask DisposeAsync()
    {
        if (!_centre.HasExited)
            _centre.Kill();
        await _centre.WaitForExitAsync();
        _centre.Dispose();
        foreach (var place in Places)
            Set(place, null);
        Set("KRB5_KDC_PROFILE", null);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said}");
    }

    // For the programs started here, and for the library in this process, which does not see what .NET sets.
    private static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        _ = value is null ? UnsetEnvironment(name) : SetEnvironment(name, value, 1);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnsetEnvironment(string name);
}
