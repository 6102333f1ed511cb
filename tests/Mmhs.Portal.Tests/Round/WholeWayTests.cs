using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Release;
using Mmhs.Portal.Track;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Round;

/// <summary>One formal message all the way round, through real SMTP, a real signature and a real database, without a browser.</summary>
public sealed class WholeWayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static SecurityLabel NorthlandSecret { get; } = new("1.3.6.1.4.1.32473.10.1", 4);

    public static DraftForm Form(string subject = "Move of bridging equipment") =>
        new()
        {
            Label = NorthlandSecret,
            ActionPrecedence = Precedence.Immediate,
            To = [new Mailbox("3rd Brigade J3 Operations", EmailAddress.Parse("j3@bde3.northland.example"))],
            InformationPrecedence = Precedence.Routine,
            Cc = [new Mailbox("3rd Brigade J4 Logistics", EmailAddress.Parse("j4@bde3.northland.example"))],
            Bcc = [new Mailbox("3rd Brigade Command", EmailAddress.Parse("command@bde3.northland.example"))],
            Subject = subject,
            SubjectIndicatorCodes = ["LAB", "LAB12"],
            MessageType = 1,
            MessageTypeIdentifier = "NORTHERN LANTERN",
            Text = "Move bridging equipment to CP 7 by 1800Z.\nReport on arrival. Grüße.\n",
        };

    [Fact]
    public async Task EOS_205a_a_released_message_arrives_signed_and_labelled_and_its_delivery_comes_back()
    {
        await using var portal = await RunningPortal.StartAsync();
        await GoRoundAsync(portal);
    }

    [Fact]
    public async Task The_whole_way_is_the_same_on_PostgreSQL()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE portal");
        await server.ExecuteAsync("CREATE DATABASE relay");
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:DatabaseProvider=PostgreSql",
            $"--Mmhs:PortalConnection={server.ConnectionString.Replace("Database=postgres", "Database=portal", StringComparison.Ordinal)}",
            $"--Mmhs:RelayConnection={server.ConnectionString.Replace("Database=postgres", "Database=relay", StringComparison.Ordinal)}"
        );
        await GoRoundAsync(portal);
    }

    private static async Task GoRoundAsync(RunningPortal portal)
    {
        var sent = await ReleaseAsync(portal, Form());

        var duty = await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);
        var inbox = portal.Get<InboxDesk>();
        var lines = await Eventually.GetAsync(
            "Arrival of three copies",
            async () => await inbox.PageAsync(duty, null, 50, Token) is { Count: 3 } page ? page : null,
            Token
        );
        Assert.Equal(
            ["COMMAND", "J3 OPERATIONS", "J4 LOGISTICS"],
            lines.Select(line => line.Role.ToUpperInvariant()).Order(StringComparer.Ordinal)
        );
        Assert.All(lines, line => Assert.Equal(SignatureStatus.Valid, line.Entry.Signature));
        Assert.All(lines, line => Assert.Equal(LabelStatus.Good, line.Entry.LabelStatus));
        Assert.All(lines, line => Assert.Equal("NORTHLAND SECRET", line.Marking.Text));

        var action = lines.Single(line => line.Entry.ReceivedAs == ReceivedAs.Action);
        Assert.Equal((short)Precedence.Immediate, action.Entry.Urgency);
        var open = await inbox.OpenAsync(duty, action.Entry.Id, Token);
        Assert.NotNull(open);
        Assert.Contains("Move bridging equipment to CP 7 by 1800Z.", open.Reading.Text, StringComparison.Ordinal);
        Assert.Equal("Move of bridging equipment", open.Reading.Subject);
        Assert.Empty(open.Reading.Bcc);
        var blind = lines.Single(line => line.Entry.ReceivedAs == ReceivedAs.Blind);
        Assert.Equal((short)Precedence.Routine, blind.Entry.Urgency);
        Assert.Equal(action.Entry.MessageId, blind.Entry.MessageId);

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var tracking = portal.Get<TrackingDesk>();
        var tracked = await Eventually.GetAsync(
            "Delivery of all three addressees",
            async () =>
                await tracking.OpenAsync(drafter, sent, Token) is { } t
                && t.Addressees.All(a => a.State == TrackingState.Delivered)
                && t.State == DraftState.Released
                    ? t
                    : null,
            Token
        );
        Assert.Equal(
            [ReceivedAs.Action, ReceivedAs.Information, ReceivedAs.Blind],
            tracked.Addressees.Select(a => a.AddressedAs)
        );
        Assert.All(tracked.Addressees, a => Assert.NotNull(a.SubmittedAt));

        var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        var story = await portal.Get<AuditDesk>().StoryAsync(auditor, action.Entry.MessageId, Token);
        string[] chapters =
        [
            "DRAFT_CREATED",
            "DRAFT_SUBMITTED",
            "RELEASE",
            "SIGN",
            "SUBMIT",
            "MSA_ACCEPT",
            "TRANSFER_OUT",
            "DELIVER",
            "REPORT_RECEIVED",
        ];
        Assert.All(chapters, chapter => Assert.Contains(story, entry => entry.EventType == chapter));
        // who of the brigade read it, and when, is the brigade's: its auditor sees that, and not how the headquarters came to release it
        Assert.DoesNotContain(story, entry => entry.EventType == "MESSAGE_READ");
        var theirs = await portal
            .Get<AuditDesk>()
            .StoryAsync(duty with { Function = RoleFunction.Auditor }, action.Entry.MessageId, Token);
        Assert.All(["DELIVER", "MESSAGE_READ"], chapter => Assert.Contains(theirs, entry => entry.EventType == chapter));
        Assert.DoesNotContain(theirs, entry => entry.EventType is "DRAFT_CREATED" or "DRAFT_SUBMITTED" or "RELEASE");
    }

    /// <param name="portal">Where.</param>
    /// <param name="form">What.</param>
    /// <param name="of">Before the names of who drafts and who releases; empty: of headquarters.</param>
    public static async Task<Guid> ReleaseAsync(RunningPortal portal, DraftForm form, string of = "")
    {
        var drafter = await portal.ActorAsync(of + "drafter", RoleFunction.Drafter, Token);
        var releaser = await portal.ActorAsync(of + "releaser", RoleFunction.Releaser, Token);
        var draft = await DraftAsync(portal, drafter, form);
        var office = portal.Get<ReleaseDesk>();
        var open = await office.OpenAsync(releaser, draft, Token);
        Assert.NotNull(open);
        var outcome = await office.ReleaseAsync(releaser, open, office.Prepare(open), DemoWorld.Password, Token);
        Assert.Empty(outcome.Refusals);
        var page = await portal.Get<TrackingDesk>().PageAsync(drafter, null, 10, Token);
        return page.First(line => line.Release.DraftId == draft).Release.Id;
    }

    public static Task<Guid> DraftAsync(RunningPortal portal, Actor drafter, DraftForm form) =>
        portal.SubmitAsync(drafter, form, Token);
}
