using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Answers;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Api;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Labels;

namespace Mmhs.Portal.Tests.Labels;

/// <summary>Nothing goes under a lower label by being handed on as some other kind of file, or by an answer that does not say what it answers.</summary>
public sealed class HandedOnTests : IAsyncLifetime
{
    private RunningPortal? running;
    private Actor drafter = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SecurityLabel Restricted { get; } = new(WholeWayTests.NorthlandSecret.PolicyId, 2);

    private RunningPortal Portal => running!;

    private DraftDesk Desk => Portal.Get<DraftDesk>();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.StartAsync();
        drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    public static TheoryData<string, string, string> Disguises =>
        new()
        {
            { "message.eml", "message/rfc822", "plain" },
            { "message.eml", "application/octet-stream", "plain" },
            { "notes.txt", "text/plain", "plain" },
            { "picture.png", "image/png", "plain" },
            { "message.eml", "application/octet-stream", "blank lines" },
            { "message.eml", "application/octet-stream", "mark" },
            { "archive", "application/mbox", "mbox" },
            { "words.txt", "text/plain", "words before" },
            { "message.b64", "text/plain", "base64" },
            { "message.eml.gz", "application/gzip", "gzip" },
            { "outer.eml", "application/octet-stream", "inside another" },
            { "wide.txt", "text/plain", "utf-16" },
        };

    [Theory, MemberData(nameof(Disguises))]
    public async Task A_message_of_a_higher_label_is_told_by_its_octets(string name, string mediaType, string form)
    {
        var octets = Disguised(Labelled(WholeWayTests.NorthlandSecret), form);
        var (id, written) = await AttachedAsync(name, mediaType, octets, Restricted);

        var check = Assert.IsType<ComposeResult.Incomplete>(await Desk.CheckAsync(drafter, id, written, Token));
        Assert.Equal(["ANS-004"], check.Refusals.Select(refusal => refusal.Code));
        Assert.Contains(
            PreFlight.Stops(await Desk.PreFlightAsync(drafter, id, written, PreFlightMoment.Submit, MinimizeAnswer.None, Token)),
            refusal => refusal.Code == "ANS-004"
        );
        Assert.Equal(
            ["ANS-004"],
            (await Desk.SubmitForReleaseAsync(drafter, id, 1, written, Token)).Refusals.Select(refusal => refusal.Code)
        );
        using var api = await ApiClient.OfAsync(Portal, "drafter", RoleFunction.Drafter, Token);
        Assert.Contains("ANS-004", (await api.PostAsync($"drafts/{id}/check", null, Token)).Text, StringComparison.Ordinal);
        Assert.Equal("ANS-004", (await api.PostAsync($"drafts/{id}/submit", null, Token, "\"1\"")).Said("code"));

        Assert.Empty(
            (
                await Desk.SubmitForReleaseAsync(drafter, id, 1, written with { Label = WholeWayTests.NorthlandSecret }, Token)
            ).Refusals
        );
    }

    [Theory]
    [InlineData("report.pdf", "%PDF-1.7\n1 0 obj\n<< >>\nendobj\nFrom here on: nothing.\n")]
    [InlineData("list.txt", "Note: three trucks.\nSubject: none\n\nThat is all.\n")]
    [InlineData("empty.txt", "")]
    public async Task What_is_no_message_is_in_nobodys_way(string name, string text)
    {
        var (id, written) = await AttachedAsync(name, "application/octet-stream", Encoding.UTF8.GetBytes(text), Restricted);

        Assert.Empty((await Desk.SubmitForReleaseAsync(drafter, id, 1, written, Token)).Refusals);
    }

    [Fact]
    public async Task A_message_of_the_same_label_goes_and_one_nobody_can_read_the_label_of_does_not()
    {
        var (same, written) = await AttachedAsync("message.eml", "application/octet-stream", Labelled(Restricted), Restricted);
        Assert.Empty((await Desk.SubmitForReleaseAsync(drafter, same, 1, written, Token)).Refusals);

        var unreadable = Lmtp.Octets(
            "From: a@far.example\nDate: Mon, 30 Nov 2026 02:00:00 +0000\nSIO-Label: label=\"!!\"; type=\":ess\"\nSubject: x\n\nx\n"
        );
        var (doubtful, form) = await AttachedAsync("message.eml", "application/octet-stream", unreadable, Restricted);
        Assert.Equal(
            ["ANS-005"],
            (await Desk.SubmitForReleaseAsync(drafter, doubtful, 1, form, Token)).Refusals.Select(refusal => refusal.Code)
        );
    }

    [Theory]
    [InlineData(AnswerKind.Reply, "<ordinary@elsewhere.example>")]
    [InlineData(AnswerKind.Reply, "<\"a b\"@elsewhere.example>")]
    [InlineData(AnswerKind.ReplyAll, "<20261130.123456>")]
    [InlineData(AnswerKind.Forward, "<ordinary@elsewhere.example>")]
    [InlineData(AnswerKind.Readdress, "<ordinary@elsewhere.example>")]
    public async Task A_draft_begun_from_a_message_stays_bound_to_its_label_whatever_becomes_of_its_fields(
        AnswerKind kind,
        string messageId
    )
    {
        var (_, draft) = await AnswerAsync(kind, messageId);
        using var api = await ApiClient.OfAsync(Portal, "drafter", RoleFunction.Drafter, Token);
        var read = await api.GetAsync($"drafts/{draft}", Token);
        var form = (await Desk.OpenAsync(drafter, draft, Token))!.Form with
        {
            Label = Restricted,
            ActionPrecedence = Precedence.Routine,
            To = [new(null, EmailAddress.Parse("j3@bde3.northland.example"))],
            Cc = [],
            InformationPrecedence = null,
            Text = "Understood.",
            Attachments = [],
            Optional = OptionalFields.None,
        };
        // not even kept: whoever is cleared for the lower label would read it from then on
        Assert.Equal("ANS-003", Assert.Single((await Desk.SaveAsync(drafter, draft, 0, form, Token)).Refusals).Code);
        Assert.Equal(WholeWayTests.NorthlandSecret, (await Desk.OpenAsync(drafter, draft, Token))!.Form.Label);

        Assert.Contains("ANS-003", Codes(await Desk.CheckAsync(drafter, draft, form, Token)));
        Assert.Equal(
            ["ANS-003"],
            (await Desk.SubmitForReleaseAsync(drafter, draft, 0, form, Token)).Refusals.Select(refusal => refusal.Code)
        );
        Assert.Equal(
            "ANS-006",
            Assert
                .Single(
                    (await Portal.Get<TemplateDesk>().SaveAsync(drafter, draft, new("Way round", false, [], []), Token)).Refusals
                )
                .Code
        );
        var kept = form with { Label = WholeWayTests.NorthlandSecret };
        Assert.Empty((await Desk.SaveAsync(drafter, draft, 0, kept, Token)).Refusals);
        Assert.Equal(
            "ANS-006",
            Assert
                .Single(
                    (await Portal.Get<TemplateDesk>().SaveAsync(drafter, draft, new("Way round", false, [], []), Token)).Refusals
                )
                .Code
        );
        var copy = (await Desk.CopyAsync(drafter, draft, 0, Token)).Id!.Value;
        Assert.Equal("ANS-003", Assert.Single((await Desk.SaveAsync(drafter, copy, 0, form, Token)).Refusals).Code);
        Assert.Contains("ANS-003", Codes(await Desk.CheckAsync(drafter, copy, form, Token)));
        Assert.Equal(200, read.Status);

        Assert.Empty(
            (
                await Desk.SubmitForReleaseAsync(drafter, draft, 1, form with { Label = WholeWayTests.NorthlandSecret }, Token)
            ).Refusals
        );
    }

    [Fact]
    public async Task Release_asks_again()
    {
        var (id, written) = await AttachedAsync("notes.txt", "text/plain", "Nothing."u8.ToArray(), Restricted);
        Assert.Empty((await Desk.SubmitForReleaseAsync(drafter, id, 1, written, Token)).Refusals);
        var secret = await Portal.Get<LabelAccess>().NumberAsync(WholeWayTests.NorthlandSecret, Token);
        await using (var work = await Portal.Get<PortalRecords>().BeginAsync(Token))
        {
            await work
                .Context.Drafts.Where(draft => draft.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(draft => draft.OriginLabelId, secret), Token);
            await work.CommitAsync(Token);
        }
        var releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var office = Portal.Get<ReleaseDesk>();
        var open = (await office.OpenAsync(releaser, id, Token))!;

        Assert.Equal(
            ["ANS-003"],
            (await office.ReleaseAsync(releaser, open, office.Prepare(open), DemoWorld.Password, Token)).Refusals.Select(
                refusal => refusal.Code
            )
        );
    }

    private static IEnumerable<string> Codes(ComposeResult result) =>
        result is ComposeResult.Incomplete incomplete ? incomplete.Refusals.Select(refusal => refusal.Code) : [];

    private static byte[] Disguised(byte[] message, string form) =>
        form switch
        {
            "plain" => message,
            "blank lines" => [.. "\r\n\r\n \r\n"u8, .. message],
            "mark" => [.. Encoding.UTF8.Preamble, .. message],
            "mbox" =>
            [
                .. "From a@far.example Mon Nov 30 02:00:00 2026\nFrom: a@far.example\nSubject: first\n\nx\n\nFrom b@far.example Mon Nov 30 02:00:00 2026\n"u8,
                .. message,
            ],
            "words before" => [.. "Forwarded as agreed.\n\n"u8, .. message],
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(message, Base64FormattingOptions.InsertLineBreaks)),
            "gzip" => Zipped(message),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Encoding.ASCII.GetString(message))],
            "inside another" => Lmtp.Octets(
                "From: a@far.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream; name=x.bin\nContent-Transfer-Encoding: base64\n\n"
                    + Convert.ToBase64String(message, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")
                    + "\n--b--\n"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No such form."),
        };

    private static byte[] Zipped(byte[] octets)
    {
        using var into = new MemoryStream();
        using (var zip = new GZipStream(into, CompressionLevel.Optimal))
            zip.Write(octets);
        return into.ToArray();
    }

    private byte[] Labelled(SecurityLabel label)
    {
        var policy = Portal.Get<PolicyCatalog>().Find(label.PolicyId)!;
        return Encoding.ASCII.GetBytes(
            "From: Desk <desk@far.example>\r\nDate: Mon, 30 Nov 2026 02:00:00 +0000\r\nSubject: Inside\r\nSIO-Label:"
                + SioLabel.Of(label, Marking.Of(policy, label)).ToRawBody()
                + "\r\nThe words.\r\n"
        );
    }

    /// <summary>A draft saved once with one file; its form.</summary>
    private async Task<(Guid Id, DraftForm Form)> AttachedAsync(string name, string mediaType, byte[] octets, SecurityLabel label)
    {
        var id = (await Desk.CreateAsync(drafter, Token))!.Value;
        var file = (await Desk.AttachAsync(drafter, id, name, mediaType, octets, Token))!;
        var form = WholeWayTests.Form() with { Label = label, Attachments = [file] };
        Assert.Empty((await Desk.SaveAsync(drafter, id, 0, form, Token)).Refusals);
        return (id, form);
    }

    /// <summary>A message that is handled as SECRET here, and a draft begun from it.</summary>
    private async Task<(long Entry, Guid Draft)> AnswerAsync(AnswerKind kind, string messageId)
    {
        var octets = Lmtp.Octets(
            $"From: Desk <desk@elsewhere.example>\nTo: j3@hq.northland.example\nDate: Mon, 30 Nov 2026 02:00:00 +0000\nSubject: unusual\nMessage-ID: {messageId}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nx\n"
        );
        Assert.Equal(250, (await Portal.DeliverAsync(octets, "j3@hq.northland.example", "desk@elsewhere.example", Token)).Code);
        var entry = (
            await Eventually.GetAsync(
                "Arrival",
                async () => await Portal.Get<InboxDesk>().PageAsync(drafter, null, 1, Token) is [var line] ? line : null,
                Token
            )
        )
            .Entry
            .Id;
        var begun = await Portal.Get<AnswerDesk>().BeginAsync(drafter, entry, kind, Token);
        Assert.Empty(begun.Refusals);
        return (entry, begun.Id!.Value);
    }
}
