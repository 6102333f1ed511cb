using System.Buffers;
using System.IO.Pipelines;

namespace Mmhs.Wire.Smtp;

/// <summary>How a wait for input ended.</summary>
internal enum InputKind
{
    /// <summary>There is input.</summary>
    Ready,

    /// <summary>The peer has closed, or the connection broke.</summary>
    Ended,

    /// <summary>Nothing came for too long, or no whole line.</summary>
    Idle,

    /// <summary>The session, or the content of a message, has lasted longer than it may.</summary>
    Overtime,

    /// <summary>The server is shutting down.</summary>
    Stopping,

    /// <summary>A line longer than allowed; it was read over.</summary>
    TooLong,

    /// <summary>A line ended by a bare LF, or one holding a bare CR or a NUL.</summary>
    Malformed,
}

/// <summary>The reading and writing half of the pump: lines in, replies out, one clock over both.</summary>
/// <remarks>
/// RFC 2920 §3.2: replies are gathered and flushed when the input is empty. One timer serves the whole session; it and the shutdown
/// cancel the pending read, not the connection, so that the last reply can still be written.
/// </remarks>
internal sealed class SmtpInput : IAsyncDisposable
{
    private const int MaxUnflushed = 16 * 1024;
    private const int MaxSkipped = 1024 * 1024; // of a line too long

    private readonly TimeSpan _idleTimeout;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stopping;
    private readonly byte[] _line;
    private PipeReader _reader;
    private PipeWriter _writer;
    private int _length;
    private int _unflushed;
    private readonly TimeProvider _time;
    private readonly SmtpLimits? _limits;
    private readonly long _sessionEnds;
    private long _until;
    private volatile bool _isIdle;
    private volatile bool _isStopping;

    public SmtpInput(IDuplexPipe transport, SmtpServerOptions options, TimeProvider time, CancellationToken stopping, bool isFree)
    {
        _time = time;
        _limits = isFree ? null : options.Limits;
        _sessionEnds = isFree ? long.MaxValue : time.GetTimestamp() + Ticks(options.Limits.SessionTime);
        _reader = transport.Input;
        _writer = transport.Output;
        _idleTimeout = options.IdleTimeout;
        _line = ArrayPool<byte>.Shared.Rent(Math.Max(options.MaxCommandLine, options.MaxAuthenticationLine));
        _timer = time.CreateTimer(
            static self => ((SmtpInput)self!).OnIdle(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _stopping = stopping.UnsafeRegister(static self => ((SmtpInput)self!).OnStopping(), this);
    }

    /// <summary>The last line read, without CRLF; until the next read.</summary>
    public ReadOnlySpan<byte> Line => _line.AsSpan(0, _length);

    /// <summary>Whether the peer had already sent something behind the last line.</summary>
    public bool HasMore { get; private set; }

    public void Write(SmtpReply reply) => _unflushed += reply.WriteTo(_writer);

    /// <summary>Writes 334 with its Base64, which may be empty; the blank stays (RFC 4954 §4).</summary>
    public void WriteChallenge(ReadOnlySpan<byte> challenge)
    {
        _writer.Write("334 "u8);
        _writer.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(challenge)));
        _writer.Write("\r\n"u8);
        _unflushed += challenge.Length + 6;
    }

    /// <summary>False when the peer is gone or does not read.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        _unflushed = 0;
        var flush = _writer.FlushAsync(cancellationToken);
        if (!flush.IsCompletedSuccessfully)
            Arm();
        var result = await flush.ConfigureAwait(false);
        return !result.IsCompleted && !_isIdle;
    }

    /// <summary>Reads one line of at most <paramref name="limit"/> octets with its CRLF into <see cref="Line"/>.</summary>
    public async ValueTask<InputKind> ReadLineAsync(int limit, CancellationToken cancellationToken)
    {
        var skipped = 0L;
        var begun = _time.GetTimestamp();
        if (begun >= _sessionEnds)
            return InputKind.Overtime;
        // The whole line must come in the time one may be silent: an octet now and then keeps nothing open
        _until = Math.Min(begun + Ticks(_idleTimeout), _sessionEnds);
        while (true)
        {
            var (kind, buffer) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (kind != InputKind.Ready)
                return kind == InputKind.Idle && _time.GetTimestamp() >= _sessionEnds ? InputKind.Overtime : kind;
            if (buffer.PositionOf((byte)'\n') is not { } lineFeed)
            {
                if (skipped == 0 && buffer.Length < limit)
                {
                    _reader.AdvanceTo(buffer.Start, buffer.End);
                    continue;
                }
                skipped += buffer.Length;
                _reader.AdvanceTo(buffer.End);
                if (skipped > MaxSkipped)
                    return InputKind.Malformed;
                continue;
            }
            var end = buffer.GetPosition(1, lineFeed);
            var line = buffer.Slice(0, end);
            var length = line.Length;
            HasMore = length < buffer.Length;
            if (skipped > 0 || length > limit)
            {
                _reader.AdvanceTo(end);
                return InputKind.TooLong;
            }
            line.CopyTo(_line);
            _length = (int)length - 2;
            _reader.AdvanceTo(end);
            // RFC 5321 §2.3.8: only CRLF ends a line, and neither stands alone within it
            return _length >= 0 && _line[_length] == '\r' && Line.IndexOfAny((byte)'\r', (byte)0) < 0
                ? InputKind.Ready
                : InputKind.Malformed;
        }
    }

    /// <summary>Feeds the intake until it is complete or has seen more than <paramref name="limit"/> octets.</summary>
    public async ValueTask<InputKind> ReadMessageAsync(DataReader intake, long limit, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            var now = _time.GetTimestamp();
            var ends = _limits is null
                ? long.MaxValue
                : begun + Ticks(_limits.ContentTime + TimeSpan.FromSeconds((double)intake.Seen / _limits.ContentRate));
            if (now >= ends)
                return InputKind.Overtime;
            _until = Math.Min(now + Ticks(_idleTimeout), ends);
            var (kind, buffer) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (kind != InputKind.Ready)
                return kind == InputKind.Idle && _time.GetTimestamp() >= ends ? InputKind.Overtime : kind;
            _reader.AdvanceTo(intake.Take(buffer));
            if (intake.IsComplete)
                return InputKind.Ready;
            if (intake.Seen > limit)
                return InputKind.TooLong;
        }
    }

    /// <summary>Throws away what the peer has sent so far and we have not read.</summary>
    public void Discard()
    {
        while (_reader.TryRead(out var result))
        {
            _reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.Buffer.IsEmpty)
                break;
        }
        HasMore = false;
    }

    /// <summary>Reads on for a moment after the last reply, lest a reset of the connection destroys it before the peer has read it.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (_isIdle)
            return;
        _timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        for (var drained = 0L; drained < MaxSkipped; )
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            drained += result.Buffer.Length;
            _reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || _isIdle)
                return;
        }
    }

    /// <summary>The bare transport as one stream, for the TLS handshake.</summary>
    public Stream AsStream() => new DuplexStream(_reader.AsStream(leaveOpen: true), _writer.AsStream(leaveOpen: true));

    /// <summary>Reads and writes through <paramref name="secured"/> from here on.</summary>
    public void Continue(Stream secured)
    {
        _reader = PipeReader.Create(secured, new(bufferSize: 16 * 1024, minimumReadSize: 4096, leaveOpen: true));
        _writer = PipeWriter.Create(secured, new(leaveOpen: true));
        HasMore = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _writer.CompleteAsync().ConfigureAwait(false);
        await _reader.CompleteAsync().ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(_line, clearArray: true);
    }

    private async ValueTask<(InputKind Kind, ReadOnlySequence<byte> Buffer)> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_reader.TryRead(out var result))
            {
                if (_unflushed > 0 && !await FlushAsync(cancellationToken).ConfigureAwait(false))
                    return (InputKind.Ended, default);
                if (_isStopping)
                    return (InputKind.Stopping, default);
                _timer.Change(Left(), Timeout.InfiniteTimeSpan);
                result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            else if (_unflushed > MaxUnflushed && !await FlushAsync(cancellationToken).ConfigureAwait(false))
            {
                _reader.AdvanceTo(result.Buffer.Start);
                return (InputKind.Ended, default);
            }
            if (result.IsCanceled)
            {
                _reader.AdvanceTo(result.Buffer.Start);
                if (_isIdle)
                    return (InputKind.Idle, default);
                if (_isStopping)
                    return (InputKind.Stopping, default);
                continue;
            }
            if (result.IsCompleted && result.Buffer.IsEmpty)
            {
                _reader.AdvanceTo(result.Buffer.End);
                return (InputKind.Ended, default);
            }
            if (result.IsCompleted && result.Buffer.PositionOf((byte)'\n') is null)
            {
                // Nothing more comes, so this will never be a line, nor the end of a message.
                _reader.AdvanceTo(result.Buffer.End);
                return (InputKind.Ended, default);
            }
            return (InputKind.Ready, result.Buffer);
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private TimeSpan Left()
    {
        var left = _time.GetElapsedTime(_time.GetTimestamp(), _until);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Arm() => _timer.Change(_idleTimeout, Timeout.InfiniteTimeSpan);

    private void OnIdle()
    {
        _isIdle = true;
        _reader.CancelPendingRead();
        _writer.CancelPendingFlush();
    }

    private void OnStopping()
    {
        _isStopping = true;
        _reader.CancelPendingRead();
    }
}
