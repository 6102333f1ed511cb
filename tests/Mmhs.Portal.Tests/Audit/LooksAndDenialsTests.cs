using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Access;
using Mmhs.Portal.Tests.Round;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Labels;

namespace Mmhs.Portal.Tests.Audit;

/// <summary>Each look leaves one entry that says how, and each denied one an entry that says so (MMHS §5.2): leaving one out is noticed here.</summary>
public sealed class LooksAndDenialsTests : IAsyncLifetime
{
    private MatrixWorld? open;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MatrixWorld World => open!;

    private RunningPortal Portal => World.Portal;

    private InboxDesk Inbox => Portal.Get<InboxDesk>();

    public async ValueTask InitializeAsync() => open = await MatrixWorld.OpenAsync(Token);

    public ValueTask DisposeAsync() => open!.DisposeAsync();

    [Fact]
    public async Task Every_way_to_look_at_a_message_is_written_down_as_what_it_was()
    {
        var drafter = World.Actors["drafter"];
        Assert.Equal(["MESSAGE_READ ok page"], await WrittenAsync(() => Inbox.OpenAsync(drafter, World.Entry, Token)));
        Assert.Equal(["MESSAGE_READ ok page"], await WrittenAsync(() => Inbox.OpenAsync(drafter, World.Entry, Token))); // also when it was read before
        Assert.Equal(["MESSAGE_READ ok source"], await WrittenAsync(() => Inbox.SourceAsync(drafter, World.Entry, Token)));
        Assert.Equal(
            ["MESSAGE_READ ok formatted"],
            await WrittenAsync(() => Inbox.FormattedAsync(drafter, World.Formatted, Token))
        );
        Assert.Equal(
            ["MESSAGE_READ ok inside"],
            await WrittenAsync(() => Inbox.InsideAsync(drafter, World.Formatted, World.Inside, Token))
        );
        Assert.Equal(
            ["MESSAGE_READ ok report"],
            await WrittenAsync(() => Portal.Get<TrackingDesk>().ReportAsync(drafter, World.Released, World.Report, Token))
        );
        foreach (var (door, status) in new[] { ("source", 200), ("formatted", 200), ($"part/{World.Inside}", 200) })
            Assert.Equal(
                [$"MESSAGE_READ ok {(door == "formatted" ? door : "source")}"],
                await WrittenAsync(async () => Assert.Equal(status, await DownloadAsync("drafter", World.Formatted, door)))
            );
    }

    [Fact]
    public async Task Every_denied_look_is_written_down_with_its_door_at_desk_download_and_program()
    {
        var low = World.Actors["low-drafter"];
        string[] denied = ["ACCESS_DECISION denied inbox"];
        Assert.Equal(denied, await WrittenAsync(() => Inbox.OpenAsync(low, World.Entry, Token)));
        Assert.Equal(denied, await WrittenAsync(() => Inbox.SourceAsync(low, World.Entry, Token)));
        Assert.Equal(denied, await WrittenAsync(() => Inbox.InsideAsync(low, World.Formatted, World.Inside, Token)));
        foreach (var door in new[] { "source", "formatted", $"part/{World.Inside}" })
            Assert.Equal(
                denied,
                await WrittenAsync(async () => Assert.Equal(404, await DownloadAsync("low-drafter", World.Formatted, door)))
            );
        Assert.Equal(
            ["ACCESS_DECISION denied sent"],
            await WrittenAsync(() => Portal.Get<TrackingDesk>().OpenAsync(low, World.Released, Token))
        );
        Assert.Empty(await WrittenAsync(() => Inbox.OpenAsync(low, long.MaxValue, Token))); // what is not there was denied to nobody

        using var http = new HttpClient
        {
            BaseAddress = new Uri(Portal.Address + "/api/v1/"),
            DefaultRequestHeaders = { Authorization = new("Bearer", World.TokenOf("low-drafter")) },
        };
        foreach (
            var (path, door) in new[]
            {
                ($"inbox/{World.Entry}", "inbox"),
                ($"drafts/{World.Open}", "draft"),
                ($"sent/{World.Released}", "sent"),
                ("operator/releases", "GET /api/v1/operator/releases"),
                ("audit/entries", "GET /api/v1/audit/entries"),
                ("rights", "GET /api/v1/rights"),
                ("break-glass", "GET /api/v1/break-glass"),
            }
        )
            Assert.Equal(
                (path, $"ACCESS_DECISION denied {door}"),
                (path, Assert.Single(await WrittenAsync(() => http.GetAsync(path, Token))))
            );
    }

    [Fact]
    public async Task The_auditors_own_look_is_evidence_too()
    {
        var auditor = World.Actors["auditor"];
        var desk = Portal.Get<AuditDesk>();
        Assert.Contains(
            "AUDIT_QUERY ok search",
            await WrittenAsync(() =>
                desk.SearchAsync(auditor, AuditSearch.All with { MessageId = World.MessageId }, null, 10, Token)
            )
        );
        Assert.Contains("AUDIT_QUERY ok story", await WrittenAsync(() => desk.StoryAsync(auditor, World.MessageId, Token)));
        Assert.Contains("AUDIT_QUERY ok verify", await WrittenAsync(() => desk.VerifyAsync(auditor, Token)));
    }

    [Fact]
    public async Task A_message_whose_labels_differ_is_delivered_as_the_higher_and_the_difference_is_evidence()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var reader = await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        var inbox = portal.Get<InboxDesk>();
        var line = await Eventually.GetAsync(
            "Arrival",
            async () => await inbox.PageAsync(reader, null, 1, Token) is [var first] ? first : null,
            Token
        );
        var octets = Encoding.Latin1.GetString((await inbox.SourceAsync(reader, line.Entry.Id, Token))!);
        var restricted = new SecurityLabel(WholeWayTests.NorthlandSecret.PolicyId, 2);
        var policy = portal.Get<PolicyCatalog>().Find(restricted.PolicyId)!;
        var header = octets[..octets.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        var start = header.IndexOf("SIO-Label:", StringComparison.Ordinal);
        var end = start;
        do end = header.IndexOf("\r\n", end, StringComparison.Ordinal) + 2;
        while (header[end] is ' ' or '\t');
        var altered = Encoding.Latin1.GetBytes(
            octets[..start] + "SIO-Label:" + SioLabel.Of(restricted, Marking.Of(policy, restricted)).ToRawBody() + octets[end..]
        );

        Assert.Equal(
            250,
            (await portal.DeliverAsync(altered, "duty@bde3.northland.example", "j3@hq.northland.example", Token)).Code
        );
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            "failed",
            Assert
                .Single(await context.AuditEntries.Where(entry => entry.EventType == AuditTypes.LabelMismatch).ToListAsync(Token))
                .Outcome
        );
        var secret = await portal.Get<LabelAccess>().NumberAsync(WholeWayTests.NorthlandSecret, Token);
        Assert.Equal(
            secret,
            await context.Inbox.OrderByDescending(entry => entry.Id).Select(entry => entry.LabelId).FirstAsync(Token)
        );
    }

    /// <summary>What an act added to the trail: type, outcome, and how or at which door.</summary>
    private async Task<IReadOnlyList<string>> WrittenAsync(Func<Task> act)
    {
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        var before = await context.AuditEntries.CountAsync(Token);
        await act();
        return
        [
            .. (await context.AuditEntries.AsNoTracking().OrderBy(entry => entry.Seq).Skip(before).ToListAsync(Token))
                .Select(entry => new AuditEntryView(entry))
                .Select(entry =>
                    $"{entry.Row.EventType} {entry.Row.Outcome} {entry.Said("how") ?? entry.Said("door") ?? entry.Said("what")}"
                ),
        ];
    }

    private async Task<int> DownloadAsync(string kind, long entry, string door)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(Portal.Address),
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/inbox/{entry}/{door}");
        request.Headers.Add("Cookie", World.CookieOf(kind));
        using var answer = await http.SendAsync(request, Token);
        return (int)answer.StatusCode;
    }
}
