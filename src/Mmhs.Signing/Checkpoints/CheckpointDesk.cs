using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Signing.Client;
using Mmhs.Signing.Keys;
using Mmhs.Wire.Smime;

namespace Mmhs.Signing.Checkpoints;

/// <summary>Signs what extends the last thing it signed, and nothing else: whoever rewrites the trail gets no signature for it (access-and-audit §4.4).</summary>
/// <remarks>
/// The state is on the disk before the signature is given out. A signature lost after that is asked for again from where the asker
/// stands; the new checkpoint then takes the lost one's place and must extend it too.
/// </remarks>
internal sealed class CheckpointDesk(
    KeyStore keys,
    Anchors anchors,
    IOptions<SigningOptions> options,
    TimeProvider time,
    ILogger<CheckpointDesk> logger
)
{
    private const int MaxStreamName = 100;

    private readonly Lock _turn = new();

    internal CheckpointResult Sign(CheckpointRequest request)
    {
        lock (_turn)
        {
            var result = Decide(request);
            switch (result)
            {
                case CheckpointResult.Signed(var checkpoint, _):
                    logger.CheckpointSigned(checkpoint.Stream, checkpoint.Size, checkpoint.KeyId);
                    break;
                case CheckpointResult.Refused(var reason):
                    logger.CheckpointRefused(request.Stream, request.Size, reason.Code);
                    break;
            }
            return result;
        }
    }

    internal Attested Attested()
    {
        lock (_turn)
        {
            var streams = ImmutableArray.CreateBuilder<AttestedStream>();
            Refusal? fault = null;
            foreach (
                var path in Directory.Exists(options.Value.CheckpointsFolder)
                    ? Directory.EnumerateFiles(options.Value.CheckpointsFolder, "*.json")
                    : []
            )
            {
                try
                {
                    var (stream, held, last) = StreamState.Read(File.ReadAllBytes(path));
                    streams.Add(new(stream, last.Size, last.Chain, last.Digest, held.Digest));
                }
                catch (Exception unreadable) when (unreadable is FormatException or IOException or UnauthorizedAccessException)
                {
                    fault ??= Unreadable(path, unreadable);
                }
            }
            return new(streams.ToImmutable(), fault);
        }
    }

    private static Refusal Unreadable(string path, Exception unreadable) =>
        CheckpointRefusals.StateUnreadable.Of(unreadable.Message, Path.GetFileName(path));

    private CheckpointResult Decide(CheckpointRequest request)
    {
        if (Malformed(request) is { } malformed)
            return Refused(CheckpointRefusals.Malformed.Of(malformed));

        var path = StreamState.PathOf(options.Value.CheckpointsFolder, request.Stream);
        StreamState state;
        try
        {
            state = File.Exists(path)
                ? StreamState.Read(File.ReadAllBytes(path), request.Stream)
                : new(request.Stream, SignedState.Empty(request.Stream), SignedState.Empty(request.Stream));
        }
        catch (Exception unreadable) when (unreadable is FormatException or IOException or UnauthorizedAccessException)
        {
            return new CheckpointResult.Refused(Unreadable(path, unreadable));
        }

        if (anchors.Objection(state) is { } setBack)
            return Refused(setBack);
        if (request.Size < state.Last.Size)
            return Refused(CheckpointRefusals.EntriesMissing.Of(request.Stream, request.Size, state.Last.Size));
        var from = request.Size - request.LeavesSinceLast.Count;
        var start =
            Stands(state.Last, from, request.Previous) ? state.Last
            : Stands(state.Base, from, request.Previous) ? state.Base
            : null;
        if (start is null)
            return Refused(
                CheckpointRefusals.LeavesUnconnected.Of(request.Stream, from, $"{state.Base.Size} and {state.Last.Size}")
            );
        if (Grow(start, state.Last, request) is not { } grown)
            return Refused(CheckpointRefusals.EntriesChanged.Of(request.Stream));

        var now = time.GetUtcNow();
        var second = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (second < state.Last.Time)
            return Refused(CheckpointRefusals.ClockBehind.Of(second, request.Stream, state.Last.Time));
        if (!keys.TryFind(KeyStore.CheckpointKey, out var identity, out var noKey))
            return new CheckpointResult.Refused(noKey);
        if (now < identity.Certificate.NotBefore || now > identity.Certificate.NotAfter)
            return Refused(
                SigningRefusals.KeyUnusable.Of(
                    KeyStore.CheckpointKey,
                    "its certificate is not valid at this time. Have a new one issued."
                )
            );

        var checkpoint = new Checkpoint(
            request.Stream,
            request.Size,
            request.Root,
            request.Chain,
            0,
            second,
            start.Digest,
            identity.KeyId
        );
        var signature = SignedDataWriter.Detached(Encoding.UTF8.GetBytes(checkpoint.ToText()), identity, second);
        OwnerOnly.CreateFolder(options.Value.CheckpointsFolder);
        var signed = new SignedState(request.Size, grown, request.Chain, checkpoint.Digest(), second);
        var kept = new StreamState(request.Stream, start, signed);
        OwnerOnly.Write(path, kept.ToBytes());
        anchors.Put(kept);
        return new CheckpointResult.Signed(checkpoint, signature);
    }

    private static bool Stands(SignedState state, long from, byte[]? previous) =>
        state.Size == from && (previous is null || Same(previous, state.Digest));

    /// <summary>The frontier after the leaves; null when root or chain are not those named, or when the last signed state is not passed on the way.</summary>
    private static byte[]? Grow(SignedState start, SignedState last, CheckpointRequest request)
    {
        var frontier = MerkleFrontier.FromBytes(start.Size, start.Frontier);
        var chain = start.Chain;
        var passed = frontier.Size == last.Size && Same(frontier.ToBytes(), last.Frontier);
        foreach (var leaf in request.LeavesSinceLast)
        {
            chain = AuditHash.Chain(chain, frontier.Size, leaf);
            frontier.Append(leaf);
            if (frontier.Size == last.Size)
                passed = Same(frontier.ToBytes(), last.Frontier);
        }
        return passed && Same(frontier.Root(), request.Root) && Same(chain, request.Chain) ? frontier.ToBytes() : null;
    }

    private static string? Malformed(CheckpointRequest request)
    {
        if (request.Stream.Length is 0 or > MaxStreamName || request.Stream.Any(char.IsControl))
            return "The stream's name is empty, longer than 100 characters or not one line.";
        if (request.Size < 0 || request.LeavesSinceLast.Count > request.Size)
            return "There are more leaves than entries.";
        return request.LeavesSinceLast.Append(request.Root).Append(request.Chain).All(hash => hash.Length == AuditHash.Size)
            ? null
            : "A hash does not have 32 octets.";
    }

    private static bool Same(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => one.SequenceEqual(other);

    private static CheckpointResult.Refused Refused(Refusal reason) => new(reason);
}
