using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Submit;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Submit;

/// <summary>What the portal says to a service that offers everything, octet by octet, for every wish a message can carry.</summary>
public sealed class WireRequestsTests(WireRequestsTests.ReleasingPortal releasing)
    : IClassFixture<WireRequestsTests.ReleasingPortal>
{
    private const string Everything = "NOTIFY=SUCCESS,FAILURE,DELAY";
    private const string Trouble = "NOTIFY=FAILURE,DELAY";
    private const string J3 = "j3@bde3.northland.example";
    private const string J4 = "j4@bde3.northland.example";

    private static readonly string[] Keywords =
    [
        "SIZE 52428800",
        "8BITMIME",
        "SMTPUTF8",
        "BINARYMIME",
        "CHUNKING",
        "ENHANCEDSTATUSCODES",
        "DSN",
        "MT-PRIORITY STANAG4406",
        "DELIVERBY",
        "FUTURERELEASE 604800 2099-01-01T00:00:00Z",
        "AUTH SCRAM-SHA-256",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The wish, and what is said of it: in MAIL after the size, and in RCPT of the first and the second addressee.</summary>
    public static TheoryData<string, string, string, string> Cases =>
        new()
        {
            { "nothing asked for", "RET=HDRS {0} MT-PRIORITY=2", Trouble, Trouble },
            { "every report of all", "RET=HDRS {0} MT-PRIORITY=2", Everything, Everything },
            { "no report of the first", "RET=HDRS {0} MT-PRIORITY=2", "NOTIFY=NEVER", Everything },
            { "trouble of the second only", "RET=HDRS {0} MT-PRIORITY=2", Everything, Trouble },
            { "each his own", "RET=HDRS {0} MT-PRIORITY=2", Everything, "NOTIFY=NEVER" },
            { "what fails comes back whole", "RET=FULL {0} MT-PRIORITY=2", Everything, Everything },
            { "there in ninety minutes or not at all", "RET=HDRS {0} MT-PRIORITY=2 BY=5400;R", Everything, Everything },
            { "held until tomorrow", "RET=HDRS {0} MT-PRIORITY=2", Everything, Everything }, // here, and not by the service
            { "a receipt of the reader", "RET=HDRS {0} MT-PRIORITY=2", Everything, Everything }, // asked in the message, not of the service
            { "flash", "RET=HDRS {0} MT-PRIORITY=4", Everything, Everything },
            { "routine", "RET=HDRS {0} MT-PRIORITY=-2", Everything, Everything },
            { "everything at once", "RET=FULL {0} MT-PRIORITY=4 BY=5400;R", "NOTIFY=NEVER", Trouble },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EOS_206x_EOS_206l_rcp_EOS_206ae_MUA_5_1_9_what_was_wished_for_is_said_octet_by_octet(
        string wish,
        string mail,
        string first,
        string second
    )
    {
        await using var service = PlainHop.Start("250 2.1.5 ok", Keywords);
        var (entry, octets) = await releasing.SubmitAsync(Form(wish), service.Port, Token);

        var stuffed = octets.StartsWith('.') ? "." + octets : octets;
        stuffed = stuffed.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        Assert.Equal(
            "EHLO test.localhost\r\n"
                + $"MAIL FROM:<j3@hq.northland.example> SIZE={octets.Length} {string.Format(CultureInfo.InvariantCulture, mail, $"ENVID={entry.EnvelopeId}")}\r\n"
                + $"RCPT TO:<{J3}> {first} ORCPT=rfc822;{J3}\r\n"
                + $"RCPT TO:<{J4}> {second} ORCPT=rfc822;{J4}\r\n"
                + $"DATA\r\n{stuffed}",
            await service.Transcript
        );
    }

    private DraftForm Form(string wish)
    {
        var form = WholeWayTests.Form(wish) with { Bcc = [] };
        var (j3, j4) = (EmailAddress.Parse(J3), EmailAddress.Parse(J4));
        var inNinetyMinutes = new DateTimeGroup(releasing.Now.AddMinutes(90));
        return wish switch
        {
            "nothing asked for" => form with { DeliveryReports = false },
            "every report of all" => form,
            "no report of the first" => form with { Requests = [new(j3, ReportRequest.Never, false)] },
            "trouble of the second only" => form with { Requests = [new(j4, ReportRequest.Trouble, false)] },
            "each his own" => form with
            {
                DeliveryReports = false,
                Requests = [new(j3, ReportRequest.Everything, false), new(j4, ReportRequest.Never, false)],
            },
            "what fails comes back whole" => form with { Optional = OptionalFields.None with { ReturnWhole = true } },
            "there in ninety minutes or not at all" => form with
            {
                Optional = OptionalFields.None with { LatestDelivery = inNinetyMinutes },
            },
            "held until tomorrow" => form with
            {
                Optional = OptionalFields.None with { DeferUntil = new(releasing.Now.AddDays(1)) },
            },
            "a receipt of the reader" => form with { Requests = [new(j3, null, true), new(j4, null, true)] },
            "flash" => form with { ActionPrecedence = Precedence.Flash },
            "routine" => form with { ActionPrecedence = Precedence.Routine },
            "everything at once" => form with
            {
                ActionPrecedence = Precedence.Flash,
                Optional = OptionalFields.None with { ReturnWhole = true, LatestDelivery = inNinetyMinutes },
                Requests = [new(j3, ReportRequest.Never, false), new(j4, ReportRequest.Trouble, false)],
            },
            _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, null),
        };
    }

    /// <summary>A portal whose clock stands but for what is held, which releases what it is given and offers it where the test says.</summary>
    public sealed class ReleasingPortal : IAsyncLifetime
    {
        private readonly FakeTimeProvider time = new(new DateTimeGroup(TimeProvider.System.GetUtcNow()).At);
        private RunningPortal? portal;

        /// <summary>A full minute, as date-time groups are.</summary>
        public DateTimeOffset Now => time.GetUtcNow();

        private RunningPortal Portal => portal ?? throw new InvalidOperationException("It has not begun.");

        public async ValueTask InitializeAsync() => portal = await RunningPortal.PrepareAsync(null, time);

        public ValueTask DisposeAsync() => Portal.DisposeAsync();

        /// <summary>The submission, and the octets that were kept of it.</summary>
        public async Task<(OutboxRow Entry, string Octets)> SubmitAsync(
            DraftForm form,
            int port,
            CancellationToken cancellationToken
        )
        {
            var drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, cancellationToken);
            var releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, cancellationToken);
            var draft = await Portal.SubmitAsync(drafter, form, cancellationToken);
            var office = Portal.Get<ReleaseDesk>();
            var open = (await office.OpenAsync(releaser, draft, cancellationToken))!;
            Assert.Empty(
                (await office.ReleaseAsync(releaser, open, office.Prepare(open), DemoWorld.Password, cancellationToken)).Refusals
            );
            if (form.Optional.DeferUntil is { } until)
                time.SetUtcNow(until.At); // before that it is neither signed nor sent
            await Portal.Get<SignStep>().RunAsync(await ClaimAsync(cancellationToken), cancellationToken);
            var entry = await ClaimAsync(cancellationToken);
            Assert.Equal(OutboxWork.Submit, entry.Work);

            var options = new SmtpClientOptions
            {
                Host = "localhost",
                Address = IPAddress.Loopback,
                Port = port,
                HelloName = "test.localhost",
                Tls = SmtpTlsPolicy.None,
            };
            await using (
                var session = Assert
                    .IsType<SmtpConnectOutcome.Ready>(
                        await SmtpClientSession.ConnectAsync(options, TimeProvider.System, cancellationToken)
                    )
                    .Session
            )
                Assert.True(await Portal.Get<SubmitStep>().RunAsync(entry, session, isReused: false, cancellationToken));
            await using var context = await Portal.Get<PortalRecords>().ReadAsync(cancellationToken);
            var kept = await context
                .StoredMessages.AsNoTracking()
                .SingleAsync(stored => stored.Id == entry.StoredMessageId, cancellationToken);
            return (entry, Encoding.Latin1.GetString(kept.Octets));
        }

        // Some minutes on, when it can no longer be called back
        private async Task<OutboxRow> ClaimAsync(CancellationToken cancellationToken)
        {
            await using var context = await Portal.Get<PortalRecords>().ReadAsync(cancellationToken);
            return (await context.ClaimAsync(Now.AddHours(1), TimeSpan.FromMinutes(1), cancellationToken))!;
        }
    }
}
