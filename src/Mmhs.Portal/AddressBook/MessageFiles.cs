using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Shared;
using Mmhs.Relay;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.AddressBook;

/// <summary>Reads stored octets against our policies and roots; everything shown is derived from them, whenever it is shown.</summary>
/// <remarks>Who may vouch for whom depends on which domains are ours, and that is told by the directory.</remarks>
public sealed class MessageFiles(
    PolicyCatalog policies,
    IOptions<MmhsOptions> options,
    IOptions<RelayOptions> relay,
    TrustFolders trust,
    DirectorySnapshot directory
)
{
    private readonly SecurityLabel? defaultLabel = SecurityLabel.TryParse(options.Value.DefaultLabel, out var label)
        ? label
        : null;

    // Our own border host besides those named, once it verifies; asked late, for its options hold keys that a first start has yet to make.
    private readonly Lazy<string[]> verifiers = new(() =>
        [.. options.Value.TrustedVerifiers, .. relay.Value.Dkim.IsOn ? [relay.Value.HostName] : Array.Empty<string>()]
    );

    // made anew with every reading of the directory
    private volatile Signers? signers;

    public async ValueTask<MessageReading> ReadAsync(
        ReadOnlyMemory<byte> octets,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => MessageReader.Read(octets, await ContextAsync(at, cancellationToken));

    /// <summary>The same without its text and its list of parts; what filing a message takes.</summary>
    public async ValueTask<MessageReading> ReadFieldsAsync(
        ReadOnlyMemory<byte> octets,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => MessageReader.Read(octets, await ContextAsync(at, cancellationToken) with { FieldsOnly = true });

    /// <summary>The labels of the messages that are in a file, whatever it is called; see <see cref="InnerLabels"/>.</summary>
    public async ValueTask<InnerLabels> LabelsInsideAsync(
        ReadOnlyMemory<byte> octets,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => InnerLabels.Of(octets, await ContextAsync(at, cancellationToken));

    private async ValueTask<ReadingContext> ContextAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var content = await directory.GetAsync(cancellationToken);
        if (signers is not { } known || !ReferenceEquals(known.Told, content))
            signers = known = new(content, trust.SignersOf(content.Organisations.Keys.Concat(relay.Value.LocalDomains)));
        return new(known.Trust, policies, at, defaultLabel) { TrustedVerifiers = verifiers.Value };
    }

    private sealed record Signers(DirectorySnapshot.Content Told, SignerTrust Trust);
}
