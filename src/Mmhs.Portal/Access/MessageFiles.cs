using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Shared;
using Mmhs.Relay;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Access;

/// <summary>Reads stored octets against our policies and trust anchors; everything shown is derived from them, whenever it is shown.</summary>
public sealed class MessageFiles(
    PolicyCatalog policies,
    IOptions<MmhsOptions> options,
    IOptions<RelayOptions> relay,
    TrustAnchors anchors
)
{
    private readonly SecurityLabel? defaultLabel = SecurityLabel.TryParse(options.Value.DefaultLabel, out var label)
        ? label
        : null;

    // Our own border host besides those named, once it verifies; asked late, for its options hold keys that a first start has yet to make.
    private readonly Lazy<string[]> verifiers = new(() =>
        [.. options.Value.TrustedVerifiers, .. relay.Value.Dkim.IsOn ? [relay.Value.HostName] : Array.Empty<string>()]
    );

    public MessageReading Read(ReadOnlyMemory<byte> octets, DateTimeOffset at) => MessageReader.Read(octets, Context(at));

    /// <summary>The same without its text and its list of parts; what filing a message takes.</summary>
    public MessageReading ReadFields(ReadOnlyMemory<byte> octets, DateTimeOffset at) =>
        MessageReader.Read(octets, Context(at) with { FieldsOnly = true });

    /// <summary>The labels of the messages that are in a file, whatever it is called; see <see cref="InnerLabels"/>.</summary>
    public InnerLabels LabelsInside(ReadOnlyMemory<byte> octets, DateTimeOffset at) => InnerLabels.Of(octets, Context(at));

    private ReadingContext Context(DateTimeOffset at) =>
        new(anchors.Certificates, policies, at, defaultLabel) { TrustedVerifiers = verifiers.Value };
}
