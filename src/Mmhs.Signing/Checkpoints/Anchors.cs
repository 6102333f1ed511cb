using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;

namespace Mmhs.Signing.Checkpoints;

/// <summary>What the service attested, written to a second place as well, so that its own folder set back to an earlier copy is found out.</summary>
/// <remarks>Of use where that place is not restored together with the folder: another machine's disk, mounted. Without one nothing is compared.</remarks>
internal sealed class Anchors(LedgerFile ledger, IOptions<SigningOptions> options, ILogger<Anchors> logger)
{
    private const string LedgerName = "ledger.json";

    private Refusal? _unwritten;

    /// <summary>Why the second place does not hold what it should; null: it does, or there is none.</summary>
    public Refusal? Fault =>
        Folder is { } folder && !Directory.Exists(folder)
            ? CheckpointRefusals.AnchorUnwritten.Of("It is not there; a disk that is not mounted looks like this.")
            : _unwritten;

    /// <summary>Why nothing more is attested of a stream: more of it, or another past, was attested before.</summary>
    public Refusal? Objection(StreamState state)
    {
        var path = StreamState.PathOf(Folder ?? "", state.Stream);
        return Judge(
            path,
            octets =>
                StreamState.Read(octets, state.Stream).Last is var anchored
                && (
                    anchored.Size > state.Last.Size
                    || (anchored.Size == state.Last.Size && !anchored.Chain.AsSpan().SequenceEqual(state.Last.Chain))
                )
                    ? CheckpointRefusals.SetBack.Of(state.Stream, anchored.Size, state.Last.Size)
                    : null
        );
    }

    /// <summary>Keeps a state there, and where the ledger stands.</summary>
    public void Put(StreamState state)
    {
        if (Folder is not { } folder || LedgerObjection() is not null)
            return;
        try
        {
            OwnerOnly.Write(StreamState.PathOf(folder, state.Stream), state.ToBytes());
            var (sequence, chain) = ledger.Head();
            OwnerOnly.Write(
                Path.Combine(folder, LedgerName),
                JsonSerializer.SerializeToUtf8Bytes(new LedgerHead(sequence, chain), LedgerHeadJson.Default.LedgerHead)
            );
            _unwritten = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // evidence goes on being signed; that the second copy is missing is for an operator to mend
            logger.AnchorFailed(failure);
            _unwritten = CheckpointRefusals.AnchorUnwritten.Of(failure.Message);
        }
    }

    /// <summary>Why the ledger is not believed: it ends before, or reads otherwise than, what was anchored of it.</summary>
    public Refusal? LedgerObjection() =>
        Judge(
            Path.Combine(Folder ?? "", LedgerName),
            octets =>
                JsonSerializer.Deserialize(octets, LedgerHeadJson.Default.LedgerHead) is { Sequence: > 0 } anchored
                && !(ledger.ChainAt(anchored.Sequence)?.AsSpan().SequenceEqual(anchored.Chain) ?? false)
                    ? LedgerRefusals.SetBack.Of(anchored.Sequence)
                    : null
        );

    private string? Folder => options.Value.AnchorFolder;

    // what cannot be read there may have been bent: it is no yes
    private Refusal? Judge(string path, Func<byte[], Refusal?> judge)
    {
        if (Folder is null || !File.Exists(path))
            return null;
        try
        {
            return judge(File.ReadAllBytes(path));
        }
        catch (Exception unreadable)
            when (unreadable is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            return CheckpointRefusals.StateUnreadable.Of(unreadable.Message, Path.GetFileName(path));
        }
    }
}

internal sealed record LedgerHead(long Sequence, byte[] Chain);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LedgerHead))]
internal sealed partial class LedgerHeadJson : JsonSerializerContext;
