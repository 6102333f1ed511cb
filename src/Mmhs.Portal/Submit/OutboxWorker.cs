using Microsoft.Extensions.Options;
using Mmhs.Portal.Hosting;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Submit;

/// <summary>Drains the outbox: claims the most urgent entry, does its step, and goes on. Several run side by side.</summary>
public sealed class OutboxWorker(
    PortalRecords records, SignStep sign, SubmitStep submit, ReceiptStep receipt, OutboxSignal signal, IMsaEndpoint msa, IOptions<SubmissionOptions> options,
    TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Sessions).Select(_ => Task.Run(() => DrainAsync(stoppingToken), stoppingToken)));

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        SmtpClientSession? session = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            OutboxRow? entry = null;
            try
            {
                entry = await ClaimAsync(cancellationToken);
                if (entry is null)
                {
                    await signal.WaitAsync(TimeSpan.FromSeconds(1), time, cancellationToken);
                    continue;
                }
                session = await StepAsync(entry, session, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // What went wrong must not end the worker: the entry is given back, or its lease ends by itself where even that fails.
                logger.OutboxStepFailed(failure);
                if (entry is not null) await TryPutBackAsync(entry, failure.GetType().Name, cancellationToken);
                await signal.WaitAsync(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
        if (session is not null) await session.DisposeAsync();
    }

    private async Task<OutboxRow?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var entry = await work.Context.ClaimAsync(time.GetUtcNow(), options.Value.Lease, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return entry;
    }

    private async Task<SmtpClientSession?> StepAsync(OutboxRow entry, SmtpClientSession? session, CancellationToken cancellationToken)
    {
        if (entry.Work == OutboxWork.Sign)
        {
            await sign.RunAsync(entry, cancellationToken);
            return session;
        }
        if (session is not { IsUsable: true })
        {
            if (session is not null) await session.DisposeAsync();
            session = null;
            switch (await SmtpClientSession.ConnectAsync(await ClientOptionsAsync(cancellationToken), time, cancellationToken))
            {
                case SmtpConnectOutcome.Ready ready:
                    session = ready.Session;
                    break;
                case SmtpConnectOutcome.Refused refused:
                    await PutBackAsync(entry, refused.Reply.ToString(), cancellationToken);
                    return null;
                case SmtpConnectOutcome.Failed failed:
                    await PutBackAsync(entry, failed.Reason, cancellationToken);
                    return null;
            }
        }
        if (entry.Work == OutboxWork.Receipt) await receipt.RunAsync(entry, session!, cancellationToken);
        else await submit.RunAsync(entry, session!, cancellationToken);
        return session;
    }

    private async Task TryPutBackAsync(OutboxRow entry, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await PutBackAsync(entry, reason, cancellationToken);
        }
        catch (Exception again) when (again is not OperationCanceledException)
        {
            logger.OutboxStepFailed(again);
        }
    }

    private async Task PutBackAsync(OutboxRow entry, string reason, CancellationToken cancellationToken)
    {
        logger.SubmissionPutOff(entry.Id, entry.EnvelopeId, reason);
        await using var work = await records.BeginAsync(cancellationToken);
        await work.Context.PutBackAsync(entry, time.GetUtcNow() + SubmitStep.WaitAfter(entry.Attempts), reason, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    private async Task<SmtpClientOptions> ClientOptionsAsync(CancellationToken cancellationToken)
    {
        var door = await msa.FindAsync(cancellationToken);
        return new SmtpClientOptions
        {
            Host = door.Host,
            Port = door.Port,
            HelloName = "portal." + door.Host,
            Tls = SmtpTlsPolicy.Must,
            TrustedRoots = door.TrustedRoots,
            Login = door.Login,
        };
    }
}

internal static partial class OutboxLog
{
    [LoggerMessage(EventId = 5101, EventName = "OutboxStepFailed", Level = LogLevel.Error, Message = "A step of the outbox failed; its entry will be tried again when its lease ends")]
    public static partial void OutboxStepFailed(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 5102, EventName = "SubmissionPutOff", Level = LogLevel.Warning, Message = "Outbox entry {Entry} ({EnvelopeId}) was put off: {Reason}")]
    public static partial void SubmissionPutOff(this ILogger logger, long entry, string? envelopeId, string reason);
}
