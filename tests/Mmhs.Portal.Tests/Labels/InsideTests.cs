using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Testing.Host;
using Mmhs.Wire.Labels;

namespace Mmhs.Portal.Tests.Labels;

/// <summary>A message inside another is shown under its own label, whatever that of the outer one is.</summary>
public sealed class InsideTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_SECRET_message_inside_a_RESTRICTED_one_is_shown_to_those_cleared_for_SECRET()
    {
        await using var portal = await RunningPortal.StartAsync();
        var low = await portal.ClearedOnlyAsync("second", RoleFunction.Drafter, 2, Token);
        var full = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var octets = Encoding.ASCII.GetBytes(
            $"From: a@far.example\r\nTo: j3@hq.northland.example\r\nMessage-ID: <outer@far.example>\r\nSubject: Outer\r\n{Sio(portal, 2)}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + $"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@far.example\r\nSubject: Inside\r\n{Sio(portal, 4)}\r\nThe words.\r\n--b--\r\n"
        );
        Assert.Equal(250, (await portal.DeliverAsync(octets, "j3@hq.northland.example", "a@far.example", Token)).Code);
        var desk = portal.Get<InboxDesk>();
        var entry = Assert.Single(await desk.PageAsync(low, null, 10, Token)).Entry.Id;
        var path = (await desk.OpenAsync(low, entry, Token))!
            .Reading.Parts.Single(part => part.ContentType == "message/rfc822")
            .Path;

        Assert.Equal(new InsideMessage(null, null), await desk.InsideAsync(low, entry, path, Token));
        var shown = (await desk.InsideAsync(full, entry, path, Token))!;
        Assert.Equal(("Inside", 4), (shown.Reading!.Subject, shown.Label!.Classification));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            "second",
            (
                await context.AuditEntries.SingleAsync(
                    one => one.EventType == AuditTypes.AccessDecision && one.Outcome == "denied",
                    Token
                )
            ).Actor
        );
    }

    [Fact]
    public async Task A_message_that_names_one_above_the_reader_does_not_lead_there()
    {
        await using var portal = await RunningPortal.StartAsync();
        var low = await portal.ClearedOnlyAsync("second", RoleFunction.Drafter, 2, Token);
        var full = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        foreach (
            var (id, classification, fields) in new[] { ("above", 4, ""), ("answer", 2, "In-Reply-To: <above@far.example>\r\n") }
        )
            Assert.Equal(
                250,
                (
                    await portal.DeliverAsync(
                        Encoding.ASCII.GetBytes(
                            $"From: a@far.example\r\nTo: j3@hq.northland.example\r\nMessage-ID: <{id}@far.example>\r\nSubject: {id}\r\n{fields}{Sio(portal, classification)}\r\nx\r\n"
                        ),
                        "j3@hq.northland.example",
                        "a@far.example",
                        Token
                    )
                ).Code
            );
        var desk = portal.Get<InboxDesk>();
        var entry = Assert.Single(await desk.PageAsync(low, null, 10, Token)).Entry.Id;

        Assert.Empty((await desk.OpenAsync(low, entry, Token))!.Kept);
        Assert.Equal(["above@far.example"], (await desk.OpenAsync(full, entry, Token))!.Kept.Keys);
    }

    private static string Sio(RunningPortal portal, int classification)
    {
        var label = new SecurityLabel(WholeWayTests.NorthlandSecret.PolicyId, classification);
        return "SIO-Label:"
            + SioLabel.Of(label, Marking.Of(portal.Get<PolicyCatalog>().Find(label.PolicyId)!, label)).ToRawBody();
    }
}
