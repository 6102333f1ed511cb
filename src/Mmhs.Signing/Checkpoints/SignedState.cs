using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Messages.Audit;

namespace Mmhs.Signing.Checkpoints;

/// <summary>A stream as it stood when a checkpoint was signed: enough to append to it and to be named by the next.</summary>
/// <param name="Size">Entries covered.</param>
/// <param name="Frontier">The right edge of the tree.</param>
/// <param name="Chain">Chain hash of the last entry.</param>
/// <param name="Digest">Of the checkpoint's text; 32 zero octets before the first.</param>
/// <param name="Time">Of the checkpoint.</param>
internal sealed record SignedState(long Size, byte[] Frontier, byte[] Chain, byte[] Digest, DateTimeOffset Time)
{
    public static SignedState Empty(string stream) =>
        new(0, [], AuditHash.Genesis(stream), new byte[AuditHash.Size], DateTimeOffset.MinValue);
}

/// <summary>What the service remembers of a stream.</summary>
/// <remarks>
/// Two states, because a signature may be lost on its way: the asker then still stands at <paramref name="Base"/> and asks from there again.
/// That he asks from <paramref name="Last"/> shows that he has it, and it becomes the base.
/// </remarks>
/// <param name="Stream">Its name.</param>
/// <param name="Base">What the asker is known to hold.</param>
/// <param name="Last">What was signed last; nothing that does not extend it is signed again.</param>
internal sealed record StreamState(string Stream, SignedState Base, SignedState Last)
{
    /// <summary>The file of a stream: its name may hold anything, so the file's is a digest of it.</summary>
    public static string PathOf(string folder, string stream) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stream)).AsSpan(0, 16)) + ".json");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StreamStateJson.Default.StreamState);

    /// <exception cref="FormatException">Not the state of this stream.</exception>
    public static StreamState Read(ReadOnlySpan<byte> json, string stream) =>
        Read(json) is { } state && state.Stream == stream ? state : throw new FormatException("The file is of another stream.");

    /// <exception cref="FormatException">Not the state of a stream.</exception>
    public static StreamState Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var state =
                JsonSerializer.Deserialize(json, StreamStateJson.Default.StreamState)
                ?? throw new FormatException("The file holds nothing.");
            _ = MerkleFrontier.FromBytes(state.Base.Size, state.Base.Frontier);
            _ = MerkleFrontier.FromBytes(state.Last.Size, state.Last.Frontier);
            return state;
        }
        catch (ArgumentException unfit)
        {
            throw new FormatException("A frontier in the file does not fit its size.", unfit);
        }
        catch (JsonException broken)
        {
            throw new FormatException("The file is not of its form.", broken);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(StreamState))]
internal sealed partial class StreamStateJson : JsonSerializerContext;
