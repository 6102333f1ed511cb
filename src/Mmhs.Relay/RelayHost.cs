using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmhs.Records;
using Mmhs.Relay.Border;
using Mmhs.Relay.Queue;
using Mmhs.Relay.Refusals;
using Mmhs.Relay.Reports;
using Mmhs.Relay.Routing;
using Mmhs.Relay.Submission;
using Mmhs.Relay.Transfer;
using Mmhs.Signing.Client;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay;

/// <summary>The post room: MSA and MTA with their doors, the queue between them and the workers that empty it.</summary>
/// <remarks>The records must be there and migrated before <see cref="StartAsync"/>. One start and one stop.</remarks>
public sealed class RelayHost : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan UpkeepPeriod = TimeSpan.FromSeconds(1);
    private const short Any = -9;

    private readonly RelayOptions _options;
    private readonly IRelayDirectory _directory;
    private readonly IReleaseLedger _ledger;
    private readonly RelayAccounts _accounts;
    private readonly RelayRecords _records;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoning = new();
    private readonly List<Task> _running = [];
    private readonly List<QueueWorker> _workers = [];
    private readonly List<DoorRefusals> _refusals = [];
    private GroupCommit? _writer;
    private QueueSignal? _signal;
    private SmtpListener? _submission;
    private SmtpListener? _transfer;
    private bool _stopped;

    public RelayHost(
        IOptions<RelayOptions> options,
        IRelayDirectory directory,
        IReleaseLedger ledger,
        RelayAccounts accounts,
        RelayRecords records,
        TimeProvider time,
        ILoggerFactory logs
    )
    {
        (_options, _directory, _ledger, _accounts, _records, _time, _logs) = (
            options.Value,
            directory,
            ledger,
            accounts,
            records,
            time,
            logs
        );
        _log = logs.CreateLogger<RelayHost>();
    }

    /// <summary>Where the MSA listens; null before the start, and when there is no such door.</summary>
    public IPEndPoint? Submission => _submission?.EndPoint;

    /// <summary>Where the MTA listens; as <see cref="Submission"/>.</summary>
    public IPEndPoint? Transfer => _transfer?.EndPoint;

    /// <summary>Sessions open now at both doors.</summary>
    public int Sessions => (_submission?.Sessions ?? 0) + (_transfer?.Sessions ?? 0);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var msa = $"msa-{_options.Instance}";
        var mta = $"mta-{_options.Instance}";
        _writer = new(_records, _logs.CreateLogger<GroupCommit>());
        _signal = new();
        var periods = new RetrySchedule(_options.Precedence);
        var routes = new RouteTable(_options, _directory);
        var addressing = new Addressing(_options, routes, _directory);
        var labels = new LabelRule(_directory, _time);
        var links = new LinkRule(_options, _directory);
        var release = new ReleaseGate(_options, _directory, _ledger, _time, _logs.CreateLogger<ReleaseGate>());
        var intake = new QueueWriter(_writer, _signal, periods);
        var desk = new SettlementRules(periods, new ReportDesk(_options, periods), mta);

        var takeOver = new ReclaimLeases();
        await _writer.CommitAsync(takeOver).ConfigureAwait(false);

        var workerLog = _logs.CreateLogger<QueueWorker>();
        for (var i = 0; i < _options.Workers + _options.UrgentWorkers; i++)
        {
            var lowest = i < _options.UrgentWorkers ? QueueSignal.Urgent : Any;
            _workers.Add(new(_records, _writer, _signal, routes, links, desk, _time, _options.Lease, lowest, workerLog));
        }
        foreach (var worker in _workers)
            _running.Add(Task.Run(() => worker.RunAsync(_stopping.Token, _abandoning.Token), CancellationToken.None));
        _running.Add(Task.Run(() => KeepUpAsync(_stopping.Token), CancellationToken.None));

        _submission = await ListenAsync(
                _options.Submission,
                SmtpDoor.Submission,
                Refusals(intake, msa),
                new SubmissionReception(
                    _options,
                    _directory,
                    addressing,
                    new(_directory, labels, release),
                    intake,
                    _time,
                    msa,
                    _logs.CreateLogger<SubmissionReception>()
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        _transfer = await ListenAsync(
                _options.Transfer,
                SmtpDoor.Transfer,
                Refusals(intake, mta),
                new TransferReception(
                    _options,
                    addressing,
                    new(routes),
                    labels,
                    links,
                    release,
                    new(_options, _time),
                    new(_records),
                    intake,
                    _time,
                    mta,
                    _logs.CreateLogger<TransferReception>()
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        _log.Started(_options.HostName, Submission?.ToString(), Transfer?.ToString(), takeOver.Taken);
    }

    /// <summary>Closes the doors, lets the transactions in hand end within the grace, and writes what became of them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped)
            return;
        _stopped = true;
        if (_submission is not null)
            await _submission.StopAsync(_options.StopGrace, cancellationToken).ConfigureAwait(false);
        if (_transfer is not null)
            await _transfer.StopAsync(_options.StopGrace, cancellationToken).ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        var ended = Task.WhenAll(_running);
        _abandoning.CancelAfter(_options.StopGrace);
        await ended.ConfigureAwait(false);
        foreach (var refusals in _refusals)
            await FlushAsync(refusals).ConfigureAwait(false);
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        _log.Stopped(_options.HostName);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _stopping.Dispose();
        _abandoning.Dispose();
        _signal?.Dispose();
    }

    private async Task<SmtpListener?> ListenAsync(
        string? endPoint,
        SmtpDoor door,
        DoorRefusals refusals,
        ISmtpReception reception,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(endPoint))
            return null;
        var kerberos = _accounts.Kerberos;
        if (kerberos is not null && door == SmtpDoor.Submission && !SmtpListener.AcceptsKerberos)
        {
            _log.NoKerberosKey(_options.HostName);
            kerberos = null; // RFC 4752 §3.2: not offered without a key to accept with
        }
        return await SmtpListener
            .StartAsync(
                IPEndPoint.Parse(endPoint),
                new()
                {
                    HostName = _options.HostName,
                    Door = door,
                    Certificate = _options.Certificate,
                    Accounts = door == SmtpDoor.Submission ? _accounts.Passwords : null,
                    CertificateAccounts = door == SmtpDoor.Submission ? _accounts.Certificates : null,
                    KerberosAccounts = door == SmtpDoor.Submission ? kerberos : null,
                    MaxMessageSize = _options.MaxMessageSize,
                    Limits = _options.Limits,
                    Own = _options.Own,
                    Refused = refusals.Add,
                    MaxHold = _options.MaxHold > TimeSpan.Zero ? _options.MaxHold : null,
                },
                reception,
                _time,
                _logs,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private DoorRefusals Refusals(QueueWriter intake, string stream)
    {
        var refusals = new DoorRefusals((events, _) => intake.RefuseAsync(stream, events), _time);
        _refusals.Add(refusals);
        _running.Add(Task.Run(() => refusals.RunAsync(_log.RefusalsNotWritten, _stopping.Token), CancellationToken.None));
        return refusals;
    }

    private async Task FlushAsync(DoorRefusals refusals)
    {
        try
        {
            await refusals.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RelayWriteException failure)
        {
            _log.RefusalsNotWritten(failure);
        }
    }

    private async Task KeepUpAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(UpkeepPeriod, _time, cancellationToken).ConfigureAwait(false);
                var maintenance = new QueueMaintenance(_time, _options.Lease, [.. _workers.SelectMany(worker => worker.Held)]);
                await _writer!.CommitAsync(maintenance).ConfigureAwait(false);
                if (maintenance.Awakened > 0)
                    _signal!.Wake(QueueSignal.Urgent);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (RelayWriteException failure)
            {
                _log.UpkeepFailed(failure);
            }
        }
    }
}
