using Microsoft.Extensions.Options;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Submit;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Submit;

/// <summary>Drains the outbox: claims the most urgent entry, does its step, and goes on. Several run side by side.</summary>
internal sealed class OutboxWorker(
    PortalRecords records,
    SignStep sign,
    SubmitStep submit,
    ReceiptStep receipt,
    HopelessStep hopeless,
    OutboxSignal signal,
    IMsaEndpoint msa,
    IOptions<SubmissionOptions> options,
    TimeProvider time,
    ILogger<OutboxWorker> logger
) : BackgroundService
{
    /// <summary>An entry whose step throws, with everything beside it well, is given up after this many tries.</summary>
    private const int MostHopeless = 3;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            Enumerable.Range(0, options.Value.Sessions).Select(_ => Task.Run(() => DrainAsync(stoppingToken), stoppingToken))
        );

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
                if (entry is not null)
                    await TryGiveUpOrPutBackAsync(entry, failure, cancellationToken);
                await signal.WaitAsync(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
        if (session is not null)
            await session.DisposeAsync();
    }

    private async Task<OutboxRow?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var entry = await work.Context.ClaimAsync(time.GetUtcNow(), options.Value.Lease, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return entry;
    }

    private async Task<SmtpClientSession?> StepAsync(
        OutboxRow entry,
        SmtpClientSession? session,
        CancellationToken cancellationToken
    )
    {
        if (entry.Work == OutboxWork.Sign)
        {
            if (await sign.RunAsync(entry, cancellationToken) is { } later)
                await RescheduleAsync(entry, $"{later.Text} ({later.Code})", cancellationToken);
            return session;
        }
        while (true)
        {
            var isReused = session is not null && await session.IsAliveAsync(cancellationToken);
            if (!isReused)
            {
                if (session is not null)
                    await session.DisposeAsync();
                session = await ConnectAsync(entry, cancellationToken);
                if (session is null)
                    return null;
            }
            // The MSA may end a session it has no use for at any moment: that is no try of the message.
            if (await OfferAsync(entry, session!, isReused, cancellationToken))
                return session;
        }
    }

    /// <summary>A new session; null where there is none, and the entry was put back.</summary>
    private async Task<SmtpClientSession?> ConnectAsync(OutboxRow entry, CancellationToken cancellationToken)
    {
        SmtpConnectOutcome outcome;
        try
        {
            outcome = await SmtpClientSession.ConnectAsync(await ClientOptionsAsync(cancellationToken), time, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = new SmtpConnectOutcome.Failed(SmtpConnectStage.Connect, failure.Message); // of the way there, and of no message
        }
        switch (outcome)
        {
            case SmtpConnectOutcome.Ready ready:
                return ready.Session;
            case SmtpConnectOutcome.Refused refused:
                await RescheduleAsync(entry, refused.Reply.ToString(), cancellationToken);
                return null;
            case SmtpConnectOutcome.Failed failed:
                await RescheduleAsync(entry, failed.Reason, cancellationToken);
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Task<bool> OfferAsync(
        OutboxRow entry,
        SmtpClientSession session,
        bool isReused,
        CancellationToken cancellationToken
    ) =>
        entry.Work == OutboxWork.Receipt
            ? receipt.RunAsync(entry, session, isReused, cancellationToken)
            : submit.RunAsync(entry, session, isReused, cancellationToken);

    private async Task TryGiveUpOrPutBackAsync(OutboxRow entry, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            if (entry.Attempts >= MostHopeless && !Failures.IsPassing(failure))
                await hopeless.RunAsync(entry, Failures.Words(failure), cancellationToken);
            else
                await RescheduleAsync(entry, Failures.Words(failure), cancellationToken);
        }
        catch (Exception again) when (again is not OperationCanceledException)
        {
            logger.OutboxStepFailed(again);
        }
    }

    private async Task RescheduleAsync(OutboxRow entry, string reason, CancellationToken cancellationToken)
    {
        logger.SubmissionPutOff(entry.Id, entry.EnvelopeId, reason);
        await using var work = await records.BeginAsync(cancellationToken);
        await work.Context.RescheduleAsync(
            entry,
            time.GetUtcNow() + SubmitStep.WaitAfter(entry.Attempts),
            reason,
            cancellationToken
        );
        work.Changed(ChangeTopic.Tracking);
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
            Own = door.Own,
        };
    }
}

internal static partial class OutboxLog
{
    [LoggerMessage(
        EventId = 5101,
        EventName = "OutboxStepFailed",
        Level = LogLevel.Error,
        Message = "A step of the outbox failed; its entry will be tried again when its lease ends"
    )]
    public static partial void OutboxStepFailed(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 5102,
        EventName = "SubmissionPutOff",
        Level = LogLevel.Warning,
        Message = "Outbox entry {Entry} ({EnvelopeId}) was put off: {Reason}"
    )]
    public static partial void SubmissionPutOff(this ILogger logger, long entry, string? envelopeId, string reason);
}
