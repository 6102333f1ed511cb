using System.Net.Sockets;

namespace Mmhs.Wire.Smtp;

/// <summary>One transaction of the client, from MAIL to the last reply, and the account of it.</summary>
internal sealed class SmtpTransaction(
    SmtpClientPump pump,
    SmtpClientOptions options,
    SmtpCapabilities offered,
    bool authenticated,
    Envelope envelope
)
{
    private readonly SmtpReply?[] _recipients = new SmtpReply?[envelope.Recipients.Count];
    private readonly SmtpReply?[] _finals = new SmtpReply?[envelope.Recipients.Count];
    private SmtpReply? _sender;
    private SmtpReply? _data;
    private SmtpReply? _last;
    private bool _endSent;

    /// <summary>Whether the connection is fit for another transaction.</summary>
    public bool IsSettled { get; private set; }

    public async Task<TransactionResult> RunAsync(OutgoingContent content, CancellationToken cancellationToken)
    {
        if (await UnfitAsync(content, cancellationToken).ConfigureAwait(false) is var reason && reason != NotSentReason.None)
        {
            IsSettled = true;
            return Result(TransactionOutcome.NotSent, reason);
        }
        try
        {
            await (
                offered.Pipelining
                    ? AskTogetherAsync(content.Length, cancellationToken)
                    : AskInTurnAsync(content.Length, cancellationToken)
            ).ConfigureAwait(false);
            if (_data?.Code == 354)
                await HandOverAsync(content, cancellationToken).ConfigureAwait(false);
            else
                await ResetAsync(cancellationToken).ConfigureAwait(false);
            // RFC 5321 §3.8: 421 says that the server closes
            IsSettled &= _last?.Code != 421 && _sender?.Code != 421;
            return Result(TransactionOutcome.Completed, NotSentReason.None);
        }
        catch (Exception lost) when (_endSent || lost is IOException or SocketException)
        {
            // With the end of data under way, whatever happened leaves it open whether the server has taken the message.
            IsSettled = false;
            return _endSent
                ? Result(TransactionOutcome.Ambiguous, NotSentReason.None)
                : Result(TransactionOutcome.NotSent, NotSentReason.ConnectionLost);
        }
    }

    /// <summary>What can be known before anything is said.</summary>
    private async Task<NotSentReason> UnfitAsync(OutgoingContent content, CancellationToken cancellationToken)
    {
        if (!await content.TryLookAsync(anyLength: envelope.ReversePath is null, cancellationToken).ConfigureAwait(false))
            return NotSentReason.ContentNotLines;
        if (content.Length > offered.MaxMessageSize)
            return NotSentReason.TooBig;
        if (content.IsEightBit && !offered.EightBitMime)
            return NotSentReason.EightBitNotOffered;
        if (envelope.Hold is { } hold && Unholdable(hold) is var unheld && unheld != NotSentReason.None)
            return unheld;
        if (envelope.DeliverBy is not { Mode: DeliverByMode.Return } by)
            return NotSentReason.None; // mode N goes on without (RFC 2852 §4.2)
        if (!offered.Offers("DELIVERBY"))
            return NotSentReason.DeliverByNotOffered;
        return by.Seconds < (offered.MinimumDeliverBy ?? 1) ? NotSentReason.TooLate : NotSentReason.None;
    }

    // RFC 4865 §4: within both limits; the latest moment is the server's clock, so ours is not asked
    private NotSentReason Unholdable(FutureRelease hold)
    {
        if (!offered.Offers("FUTURERELEASE"))
            return NotSentReason.HoldNotOffered;
        var isWithin =
            offered.FutureReleaseLimits is { } limits
            && (hold.Until is { } until ? until <= limits.Latest : hold.Seconds <= (long)limits.Longest.TotalSeconds);
        return isWithin && envelope.ReversePath is not null ? NotSentReason.None : NotSentReason.HoldNotPossible;
    }

    // RFC 2920 §3.1: MAIL, RCPT … DATA as one group; replies are counted, not recognised
    private async Task AskTogetherAsync(long size, CancellationToken cancellationToken)
    {
        pump.Write(CommandPrinter.Mail(envelope, size, offered, authenticated));
        foreach (var recipient in envelope.Recipients)
            pump.Write(CommandPrinter.Recipient(recipient, offered));
        pump.Write("DATA\r\n");
        // Written and read at the same time: a server that cannot get rid of its replies stops reading our commands.
        var writing = pump.FlushAsync(options.CommandTimeout, cancellationToken);
        try
        {
            _sender = await CommandReplyAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < _recipients.Length; i++)
                _recipients[i] = await CommandReplyAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
            _data = await DataReplyAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskInTurnAsync(long size, CancellationToken cancellationToken)
    {
        pump.Write(CommandPrinter.Mail(envelope, size, offered, authenticated));
        await pump.FlushAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        _sender = await CommandReplyAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        if (!_sender.IsPositive)
            return;
        for (var i = 0; i < _recipients.Length; i++)
        {
            pump.Write(CommandPrinter.Recipient(envelope.Recipients[i], offered));
            await pump.FlushAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
            _recipients[i] = await CommandReplyAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        }
        if (!_recipients.Any(reply => reply!.IsPositive))
            return;
        pump.Write("DATA\r\n");
        await pump.FlushAsync(options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        _data = await DataReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task HandOverAsync(OutgoingContent content, CancellationToken cancellationToken)
    {
        var accepted = Enumerable.Range(0, _recipients.Length).Where(IsAccepted).ToList();
        if (accepted.Count > 0)
        {
            try
            {
                await content.TryWriteAsync(pump.Output, FlushBlockAsync, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception lost) when (lost is IOException or SocketException)
            {
                await LastWordAsync(accepted, cancellationToken).ConfigureAwait(false);
                throw;
            }
            _endSent = true;
        }
        // RFC 2920 §3.1: DATA let through without recipients gets a lone dot, and nobody gets anything
        pump.Write(".\r\n");
        await pump.FlushAsync(options.BlockTimeout, cancellationToken).ConfigureAwait(false);
        if (accepted.Count == 0)
        {
            if (!options.Lmtp)
                _last = await pump.ReadReplyAsync(options.FinalReplyTimeout, cancellationToken).ConfigureAwait(false);
            IsSettled = !options.Lmtp;
            return;
        }
        foreach (var i in accepted)
        {
            // RFC 2033 §4.2: one reply for each accepted recipient; otherwise one for all
            if (options.Lmtp || _last is null)
                _last = await FinalReplyAsync(cancellationToken).ConfigureAwait(false);
            _finals[i] = _last;
        }
        IsSettled = true;
    }

    private async ValueTask<bool> FlushBlockAsync(CancellationToken cancellationToken)
    {
        await pump.FlushAsync(options.BlockTimeout, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A server that closed in the middle of the content may have said why.</summary>
    private async Task LastWordAsync(List<int> accepted, CancellationToken cancellationToken)
    {
        var reply = await pump.ReadReplyAsync(TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
        if (!reply.IsTransient && !reply.IsPermanent)
            return;
        _last = reply;
        foreach (var i in accepted)
            _finals[i] = reply;
    }

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        IsSettled = true;
        if (_sender is not { IsPositive: true })
            return;
        var reply = await pump.SayAsync("RSET\r\n", options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        IsSettled = reply.IsPositive;
    }

    private async Task<SmtpReply> CommandReplyAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var reply = await pump.ReadReplyAsync(limit, cancellationToken).ConfigureAwait(false);
        return reply.IsIntermediate
            ? throw new SmtpProtocolException("A 3yz reply came where no more input was announced.")
            : reply;
    }

    private async Task<SmtpReply> DataReplyAsync(CancellationToken cancellationToken)
    {
        var reply = await pump.ReadReplyAsync(options.DataTimeout, cancellationToken).ConfigureAwait(false);
        if (reply.IsPositive || (reply.IsIntermediate && reply.Code != 354))
            throw new SmtpProtocolException("DATA was answered neither by 354 nor by a refusal.");
        return reply;
    }

    private async Task<SmtpReply> FinalReplyAsync(CancellationToken cancellationToken)
    {
        var reply = await pump.ReadReplyAsync(options.FinalReplyTimeout, cancellationToken).ConfigureAwait(false);
        return reply.IsIntermediate ? throw new SmtpProtocolException("The end of data was answered by a 3yz reply.") : reply;
    }

    private bool IsAccepted(int i) => _sender is { IsPositive: true } && _recipients[i] is { IsPositive: true };

    private TransactionResult Result(TransactionOutcome outcome, NotSentReason reason) =>
        new(outcome, reason, _sender, _last ?? (_data?.Code == 354 ? null : _data), [.. envelope.Recipients.Select(Fate)]);

    private RecipientResult Fate(EnvelopeRecipient recipient, int i)
    {
        var refusal =
            _sender is { IsPositive: false } ? _sender
            : _recipients[i] is { IsPositive: false } refused ? refused
            : _data is { Code: not 354 } ? _data
            : _finals[i];
        if (refusal is not null)
            return new(recipient, Judge(refusal), refusal);
        return new(recipient, _endSent && IsAccepted(i) ? RecipientOutcome.Ambiguous : RecipientOutcome.NotSent, null);
    }

    // RFC 5321 §4.2.1: what is not known by its number is known by its first digit
    private static RecipientOutcome Judge(SmtpReply reply) =>
        reply.IsPositive ? RecipientOutcome.Accepted
        : reply.IsPermanent ? RecipientOutcome.Refused
        : RecipientOutcome.Deferred;
}
