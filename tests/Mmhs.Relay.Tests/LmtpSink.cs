using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>A host that takes what the relay hands on and remembers it; what it answers may be changed while it runs.</summary>
internal sealed class LmtpSink : ISmtpReception, IAsyncDisposable
{
    private readonly SmtpDoor _door;
    private SmtpListener? _listener;
    private volatile TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly SmtpServerOptions _options;

    private LmtpSink(SmtpServerOptions options) => (_door, _options) = (options.Door, options);

    public sealed record Taken(Envelope Envelope, EnvelopeRecipient Recipient, string Content)
    {
        /// <summary>How whoever brought it logged in; null when he did not.</summary>
        public SmtpAuthentication? By { get; init; }
    }

    public ConcurrentQueue<Taken> Messages { get; } = new();

    public int Port { get; private set; }

    public Func<EnvelopeRecipient, SmtpReply> Answer { get; set; } = _ => new(250, "2.1.5", "Delivered");

    /// <summary>Waited for before a message is answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static Task<LmtpSink> StartAsync(SmtpDoor door = SmtpDoor.Delivery) =>
        StartAsync(new SmtpServerOptions { HostName = "mda.hq.example", Door = door });

    public static async Task<LmtpSink> StartAsync(SmtpServerOptions options)
    {
        var sink = new LmtpSink(options);
        await sink.OpenAsync();
        return sink;
    }

    /// <summary>Listens, on the port it had before if it had one.</summary>
    public async Task OpenAsync()
    {
        _listener = await SmtpListener.StartAsync(
            new(IPAddress.Loopback, Port),
            _options,
            this,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
        Port = _listener.EndPoint.Port;
    }

    public async Task CloseAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync();
        _listener = null;
    }

    /// <summary>The messages, once there are so many.</summary>
    public async Task<IReadOnlyList<Taken>> WaitAsync(int count)
    {
        while (true)
        {
            var arrived = _arrived.Task;
            if (Messages.Count >= count)
                return [.. Messages];
            await arrived.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken) =>
        new(new SmtpReply(250, "2.1.0", "Sender ok"));

    public ValueTask<SmtpReply> RecipientAsync(
        SmtpPeer peer,
        Envelope envelope,
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    ) => new(new SmtpReply(250, "2.1.5", "Recipient ok"));

    public async ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
        SmtpPeer peer,
        Envelope envelope,
        ReceivedMessage message,
        CancellationToken cancellationToken
    )
    {
        await Gate.WaitAsync(cancellationToken);
        var content = Encoding.Latin1.GetString(message.Content.ToArray());
        List<SmtpReply> answers = [];
        foreach (var recipient in envelope.Recipients)
        {
            var answer = Answer(recipient);
            answers.Add(answer);
            if (answer.IsPositive)
                Messages.Enqueue(new(envelope, recipient, content) { By = peer.Authentication });
        }
        Interlocked.Exchange(ref _arrived, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return _door == SmtpDoor.Delivery ? answers : [answers[0]];
    }

    public async ValueTask DisposeAsync() => await CloseAsync();
}
