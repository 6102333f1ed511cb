using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Tests.Access;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Hosting;

/// <summary>What opens, and for whom: modes, plain lines, foreign pages, files.</summary>
public sealed class DoorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_the_demonstrations_data_never_serve_in_earnest()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await using (var demo = await RunningPortal.PrepareAsync(folder, null))
            Assert.NotNull(demo);
        await using (var again = await RunningPortal.PrepareAsync(folder, null))
            Assert.NotNull(again); // the mode it was made in
        await RefusedAsync(folder, "--Mmhs:Mode=Production");
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(folder, "portal.db*"))
            File.Delete(file);
        await RefusedAsync(folder, "--Mmhs:Mode=Production"); // the authority's key alone is enough to refuse
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Records_in_earnest_are_not_opened_as_a_demonstration()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await using (var earnest = await RunningPortal.PrepareAsync(folder, null, "--Mmhs:Mode=Production"))
        {
            await using var context = await earnest.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync(Token);
            context.Organisations.Add(
                new OrganisationRow
                {
                    Name = "Fleet",
                    Domain = "fleet.example",
                    Clearances = "",
                }
            );
            await context.SaveChangesAsync(Token);
        }
        await RefusedAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", false)]
    [InlineData("http://*:0", false)]
    [InlineData("http://192.0.2.1:0", false)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("https://0.0.0.0:0", true)]
    public async Task In_earnest_nobody_comes_in_by_plain_HTTP_from_beyond_this_machine(string url, bool starts)
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        string[] settings = ["--Mmhs:Mode=Production", "--urls", url];
        if (starts)
            await (await RunningPortal.PrepareAsync(folder, null, settings)).DisposeAsync();
        else
            await RefusedAsync(folder, settings);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Attack_a_foreign_page_opens_no_line_with_somebodys_cookie_and_files_are_the_owners()
    {
        await using var portal = await RunningPortal.StartAsync();
        var host = new Uri(portal.Address).Authority;
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(portal, "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(portal, "null"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(portal, $"http://{host}.evil.example"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await NegotiateAsync(portal, $"http://{host}"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await NegotiateAsync(portal, null));

        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Directory.EnumerateFiles(portal.Folder, "*.db*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("10.0.0.7", true)]
    [InlineData("2001:db8::/64", true)]
    [InlineData("nginx", false)]
    [InlineData("0.0.0.0/0", false)]
    public async Task In_earnest_a_named_proxy_may_speak_plain_HTTP_to_us(string proxy, bool starts)
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        string[] settings = ["--Mmhs:Mode=Production", "--urls", "http://0.0.0.0:0", $"--Mmhs:Forwarding:Proxies:0={proxy}"];
        if (starts)
            await (await RunningPortal.PrepareAsync(folder, null, settings)).DisposeAsync();
        else
            await RefusedAsync(folder, settings);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Attack_nobody_but_a_named_proxy_says_where_a_client_is()
    {
        await using (var alone = await RunningPortal.StartAsync())
        {
            using var visitor = new Visitor(alone.Address, from: "203.0.113.9");
            Assert.Null(await visitor.TypeAsync("drafter", "northland", Token));
            Assert.Equal("127.0.0.1", await SessionFromAsync(alone));
        }
        await using (var other = await RunningPortal.StartAsync(null, "--Mmhs:Forwarding:Proxies:0=10.0.0.7"))
        {
            using var visitor = new Visitor(other.Address, from: "203.0.113.9");
            Assert.Null(await visitor.TypeAsync("drafter", "northland", Token));
            Assert.Equal("127.0.0.1", await SessionFromAsync(other));
        }
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Forwarding:Proxies:0=127.0.0.1");
        using var forwarded = new Visitor(portal.Address, from: "198.51.100.1, 203.0.113.9"); // the first is what the client itself claimed
        Assert.Null(await forwarded.TypeAsync("drafter", "northland", Token));
        Assert.Equal("203.0.113.9", await SessionFromAsync(portal));
    }

    [Fact]
    public async Task Behind_a_named_proxy_https_is_what_it_says_and_plain_lines_end_here()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await using (
            var portal = await RunningPortal.StartAsync(
                folder,
                "--Mmhs:Mode=Production",
                "--Mmhs:Relay:Release=Named",
                "--Mmhs:Forwarding:Proxies:0=127.0.0.1"
            )
        )
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await ForwardedAsync(portal, "http")).StatusCode);
            var secure = await ForwardedAsync(portal, "https");
            Assert.Equal(HttpStatusCode.OK, secure.StatusCode);
            var cookies = secure.Headers.GetValues("Set-Cookie").ToList();
            Assert.All(cookies, cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
            Assert.NotEmpty(cookies);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Attack_F16_nobody_but_our_relay_and_whom_the_settings_name_delivers()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:DeliveryCallers:0=10.0.0.7");
        using var stranger = new System.Net.Sockets.TcpClient();
        await stranger.ConnectAsync(portal.Get<DeliveryDoor>().EndPoint!, Token);
        using var line = new StreamReader(stranger.GetStream());
        Assert.Equal("554 5.7.1 This door is not for you", await line.ReadLineAsync(Token));
        Assert.Null(await line.ReadLineAsync(Token));
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_the_content()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new(portal.Address),
        };
        foreach (var path in new[] { "/sign-in", "/inbox", "/health/live", "/css/tokens.css", "/nowhere" })
        {
            using var get = await client.GetAsync(path, Token);
            using var head = await client.SendAsync(new(HttpMethod.Head, path), Token);
            Assert.Equal((path, get.StatusCode, get.Headers.Location), (path, head.StatusCode, head.Headers.Location));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
        }
    }

    private static async Task<HttpResponseMessage> ForwardedAsync(RunningPortal portal, string scheme)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, portal.Address + "/sign-in");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return await client.SendAsync(request, Token);
    }

    private static async Task<string?> SessionFromAsync(RunningPortal portal)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        return (await context.Sessions.SingleAsync(Token)).Address;
    }

    private static async Task<HttpStatusCode> NegotiateAsync(RunningPortal portal, string? origin)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, portal.Address + "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private static Task RefusedAsync(string folder, params string[] settings) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => RunningPortal.PrepareAsync(folder, null, settings));
}
