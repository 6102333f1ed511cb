using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Portal.Tests.AddressBook;

/// <summary>An OpenLDAP of its own for these tests: in a temporary folder, on a loopback port the system gave, gone afterwards.</summary>
internal sealed class LdapServer : IAsyncDisposable
{
    public const string Reader = "cn=reader,dc=northland,dc=example";
    public const string Password = "reads names only";

    private readonly Process process;
    private readonly string folder;

    private LdapServer(Process process, string folder, int port) => (this.process, this.folder, Port) = (process, folder, port);

    public int Port { get; }

    public string PasswordFile => Path.Combine(folder, "password");

    /// <summary>Starts one with these entries; skips the test where slapd is not installed.</summary>
    public static async Task<LdapServer> StartAsync(IEnumerable<(string Name, string Address, string Organisation)> people)
    {
        const string program = "/usr/sbin/slapd";
        if (!File.Exists(program))
            Assert.Skip("OpenLDAP (slapd) is not installed: install it to test the directory look-up.");
        var folder = Directory.CreateTempSubdirectory("mmhs-ldap-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "db"));
        var modules = Directory.Exists("/usr/lib/ldap") ? "modulepath /usr/lib/ldap\nmoduleload back_mdb\n" : "";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "slapd.conf"),
            $"""
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            {modules}
            pidfile {folder}/pid
            database mdb
            maxsize 10485760
            suffix "dc=northland,dc=example"
            rootdn "cn=root,dc=northland,dc=example"
            directory {folder}/db
            access to attrs=userPassword by * auth
            access to * by dn.exact="{Reader}" read by * auth

            """
        );
        var entries = people.Select(
            (person, number) =>
                $"dn: uid={number},dc=northland,dc=example\nobjectClass: inetOrgPerson\nuid: {number}\nsn: {number}\ncn: {person.Name}\nmail: {person.Address}\no: {person.Organisation}\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "people.ldif"),
            "dn: dc=northland,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Northland\ndc: northland\n\n"
                + $"dn: {Reader}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: {Password}\n\n"
                + string.Join('\n', entries)
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), Password + "\n");
        using (
            var load = Start(
                program,
                "-T",
                "add",
                "-f",
                Path.Combine(folder, "slapd.conf"),
                "-l",
                Path.Combine(folder, "people.ldif")
            )
        )
        {
            var said = await load.StandardError.ReadToEndAsync();
            await load.WaitForExitAsync();
            if (load.ExitCode != 0)
                throw new InvalidOperationException($"slapadd ended with {load.ExitCode}: {said}");
        }
        var port = FreePort();
        var process = Start(program, "-f", Path.Combine(folder, "slapd.conf"), "-h", $"ldap://127.0.0.1:{port}", "-d", "0");
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return new(process, folder, port);
            }
            catch (SocketException) when (tries < 200 && !process.HasExited)
            {
                await Task.Delay(25);
            }
        }
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
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, WorkingDirectory = "/" })!;
}
