using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Mmhs.Wire.Dkim;

namespace Mmhs.Relay.Border;

/// <summary>Checks the domain signatures of what strangers bring, and writes down what came of it (MMHS §4.2.4; RFC 8601).</summary>
internal sealed class DkimGate(RelayOptions options, TimeProvider time)
{
    private readonly PublishedKeys? _keys = options.Dkim.IsOn ? new(options.Dkim) : null;

    public bool IsOn => _keys is not null;

    /// <summary>Empty for a message nobody signed; never a reason to refuse it.</summary>
    public async ValueTask<ImmutableArray<DkimReading>> ReadAsync(
        ReadOnlySequence<byte> content,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(options.Dkim.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await DkimCheck
                .ReadAsync(
                    content.IsSingleSegment ? content.First : content.ToArray(),
                    _keys!,
                    options.Dkim.PreferredRsaBits,
                    time.GetUtcNow(),
                    either.Token
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new(DkimResult.TempError, "the keys took too long", null, null, null)];
        }
    }

    /// <summary>The field with its CRLF, US-ASCII (RFC 8601 §2.2).</summary>
    public byte[] Write(ImmutableArray<DkimReading> readings)
    {
        var field = new StringBuilder("Authentication-Results: ").Append(options.HostName);
        if (readings.IsEmpty)
            field.Append(";\r\n dkim=none");
        foreach (var reading in readings)
        {
            field.Append(";\r\n dkim=").Append(Word(reading));
            if ((reading.IsTesting ? "the key is only tried out" : reading.Reason) is { } reason)
                field.Append(" reason=\"").Append(reason).Append('"');
            if (reading.Domain is { } domain)
                field.Append("\r\n  header.d=").Append(domain);
            if (reading.Selector is { } selector)
                field.Append(" header.s=").Append(selector);
            if (reading.Algorithm is { } algorithm)
                field.Append(" header.a=").Append(algorithm);
        }
        return Encoding.ASCII.GetBytes(field.Append("\r\n").ToString());
    }

    /// <summary>For the audit trail.</summary>
    public static string Words(DkimReading reading) =>
        $"{Word(reading)} {reading.Domain ?? "?"}{(reading.Reason is { } reason ? $" ({reason})" : "")}";

    // RFC 6376 §3.6.1: what is only tried out must not count for more than no signature
    private static string Word(DkimReading reading) =>
        reading is { Result: DkimResult.Pass, IsTesting: true } ? "neutral" : reading.Result.ToString().ToLowerInvariant();
}
