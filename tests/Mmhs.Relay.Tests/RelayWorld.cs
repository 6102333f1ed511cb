using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Records.Storage;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay.Tests;

/// <summary>A relay on a database file of its own, with a host to deliver to; both on ports the system chooses.</summary>
internal sealed class RelayWorld : IAsyncDisposable, IDbContextFactory<RelayContext>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmhs-relay").FullName;

    private DbContextOptions<RelayContext>? _context;

    private RelayWorld(LmtpSink sink) => Sink = sink;

    /// <summary>The clock of the relay; that of the machine unless the test gave its own.</summary>
    private TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the relay looks for connections of its own process.</summary>
    private OwnConnections Own { get; set; } = new();

    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    public LmtpSink Sink { get; }

    public RelayHost Host { get; private set; } = null!;

    /// <summary>Looks at every command of the relay's database; the tests of failures let it throw.</summary>
    public List<IInterceptor> Interceptors { get; } = [];

    public string DatabaseFile => Path.Combine(_folder, "relay.db");

    public static async Task<RelayWorld> StartAsync(
        Action<RelayOptions>? configure = null,
        Action<RelayWorld>? prepare = null,
        TimeProvider? time = null
    )
    {
        var world = new RelayWorld(await LmtpSink.StartAsync()) { Time = time ?? TimeProvider.System };
        prepare?.Invoke(world);
        await using (var context = world.CreateDbContext())
            await context.Database.MigrateAsync();
        await world.StartHostAsync(configure);
        return world;
    }

    public SmallLedger Ledger { get; } = new();

    /// <summary>Begins again where one is running, on the same records.</summary>
    public async Task StartHostAsync(Action<RelayOptions>? configure = null, Func<SmallDirectory, RelayAccounts>? accounts = null)
    {
        if (Host is not null)
            await Host.DisposeAsync();
        var options = new RelayOptions
        {
            HostName = "relay.hq.example",
            Submission = "127.0.0.1:0",
            Transfer = "127.0.0.1:0",
            Delivery = $"127.0.0.1:{Sink.Port}",
            Certificate = Certificate,
            StopGrace = TimeSpan.FromMilliseconds(200),
            Release = ReleaseDemand.Named,
        };
        configure?.Invoke(options);
        Own = options.Own;
        var directory = new SmallDirectory();
        Host = new(
            Options.Create(options),
            directory,
            Ledger,
            accounts?.Invoke(directory) ?? new(directory),
            new(this, Time),
            Time,
            NullLoggerFactory.Instance
        );
        await Host.StartAsync(CancellationToken.None);
    }

    public RelayContext CreateDbContext() =>
        new(
            _context ??=
                (DbContextOptions<RelayContext>)
                    new DbContextOptionsBuilder<RelayContext>()
                        .UseMmhs(DatabaseProvider.Sqlite, $"Data Source={DatabaseFile}")
                        .AddInterceptors(Interceptors)
                        .Options
        );

    public async Task<SmtpClientSession> ConnectAsync(string user = "portal", bool transfer = false) =>
        await TryConnectAsync(user, transfer) is SmtpConnectOutcome.Ready ready
            ? ready.Session
            : throw new InvalidOperationException("There is no session.");

    /// <summary>A connection, or why there is none.</summary>
    /// <param name="user">Who logs in; nobody at the transfer door.</param>
    /// <param name="transfer">The transfer door in place of the submission door.</param>
    /// <param name="password">As tried.</param>
    /// <param name="isOwn">Announced, as the portal's in the relay's process is.</param>
    public async Task<SmtpConnectOutcome> TryConnectAsync(
        string user = "portal",
        bool transfer = false,
        string password = SmallDirectory.Password,
        bool isOwn = false
    ) =>
        await SmtpClientSession.ConnectAsync(
            new()
            {
                Host = "localhost",
                Address = IPAddress.Loopback,
                Port = (transfer ? Host.Transfer! : Host.Submission!).Port,
                HelloName = "portal.hq.example",
                Tls = SmtpTlsPolicy.Must,
                TrustedRoots = new(TrustPurpose.Peer, Certificate),
                Login = transfer ? null : new SmtpLogin.Password(new(user, password)),
                Own = isOwn ? Own : null,
            },
            TimeProvider.System,
            CancellationToken.None
        );

    /// <summary>Submits one message in a session of its own; what the MSA said to the first recipient.</summary>
    public Task<SmtpReply> SubmitAsync(Sample sample, string user = "portal", bool transfer = false) =>
        SubmitAsync(sample.Envelope(), sample.Content(), user, transfer);

    /// <summary>The same of any message.</summary>
    public async Task<SmtpReply> SubmitAsync(Envelope envelope, string content, string user = "portal", bool transfer = false)
    {
        await using var session = await ConnectAsync(user, transfer);
        var result = await session.SendAsync(
            envelope,
            new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(content)),
            CancellationToken.None
        );
        return result.Recipients[0].Reply ?? throw new InvalidOperationException($"{result.Outcome} {result.Reason}");
    }

    public async Task<IReadOnlyList<AuditEntryRow>> AuditAsync(string type)
    {
        await using var context = CreateDbContext();
        return await context
            .AuditEntries.AsNoTracking()
            .Where(entry => entry.EventType == type)
            .OrderBy(entry => entry.Stream)
            .ThenBy(entry => entry.Seq)
            .ToListAsync();
    }

    /// <summary>Lets the test's own clock run, a quarter of a second at a time, until it has come to pass.</summary>
    public async Task UntilAsync(FakeTimeProvider time, Func<bool> come)
    {
        for (var i = 0; i < 2000 && !come(); i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(5); // the relay's turn
        }
        Assert.True(come(), "It does not come to pass.");
    }

    /// <summary>Waits until the queue holds so many messages.</summary>
    public async Task WaitForQueueAsync(int count)
    {
        for (var i = 0; i < 600; i++)
        {
            await using (var context = CreateDbContext())
                if (await context.QueueMessages.CountAsync() == count)
                    return;
            await Task.Delay(50);
        }
        throw new TimeoutException($"The queue does not come to {count} messages.");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Sink.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}

/// <summary>A formal message from HQ, good in all respects; each test spoils what it is about.</summary>
internal sealed record Sample
{
    public string? From { get; init; } = "command@hq.example";
    public string Author { get; init; } = "command@hq.example";
    public string[] To { get; init; } = ["j3@hq.example"];
    public NotifyOn? Notify { get; init; } = NotifyOn.Success | NotifyOn.Failure;
    public int? Priority { get; init; } = -2;
    public string Id { get; init; } = "20261123.0042@hq.example";
    public string EnvelopeId { get; init; } = "MM-0042-1";
    public ReturnContent Return { get; init; } = ReturnContent.Headers;
    public DeliverBy? DeliverBy { get; init; }
    public FutureRelease? Hold { get; init; }

    /// <summary>Fields on top of the others.</summary>
    public string Extra { get; init; } = "";
    public string Addressees { get; init; } = "To: j3@hq.example\r\n";
    public string Authorised { get; init; } = "MMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 10:00:00 +0000\r\n";
    public string Label { get; init; } = SmallDirectory.Unclassified;
    public string Sender { get; init; } = "Sender: command@hq.example\r\n";
    public string Release { get; init; } = "MMHS-Authorizing-Users: releaser@hq.example\r\n";
    public string Precedence { get; init; } = "MMHS-Primary-Precedence: 1 (Routine)\r\nMT-Priority: -2\r\n";
    public string Body { get; init; } = "Nothing to report.\r\n";

    public static Sample At(int precedence) =>
        new()
        {
            Priority = (2 * precedence) - 4,
            Precedence = $"MMHS-Primary-Precedence: {precedence}\r\nMT-Priority: {(2 * precedence) - 4}\r\n",
        };

    public Envelope Envelope() =>
        new()
        {
            ReversePath = From is null ? null : SmtpPath.Parse(From),
            DeliverBy = DeliverBy,
            Hold = Hold,
            Recipients =
            [
                .. To.Select(to => new EnvelopeRecipient(SmtpPath.Parse(to), Notify, OriginalRecipient.For(SmtpPath.Parse(to)))),
            ],
            EnvelopeId = Messages.Compose.EnvelopeId.Parse(EnvelopeId),
            Return = Return,
            Priority = Priority is { } said ? new MtPriority(said) : null,
        };

    public string Content() =>
        $"{Extra}Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nFrom: \"HQ, Command\" <{Author}>\r\n{Sender}{Addressees}"
        + $"Subject: Weather\r\nMessage-ID: <{Id}>\r\n{Authorised}"
        + $"{Release}{Precedence}{Label}MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{Body}";
}
