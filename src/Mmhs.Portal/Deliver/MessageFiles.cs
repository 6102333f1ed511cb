using Microsoft.Extensions.Options;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Hosting;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Deliver;

/// <summary>Reads stored octets against our policies and trust anchors; everything shown is derived from them, whenever it is shown.</summary>
public sealed class MessageFiles(PolicyCatalog policies, IOptions<MmhsOptions> options, TrustAnchors anchors)
{
    private readonly SecurityLabel? defaultLabel = SecurityLabel.TryParse(options.Value.DefaultLabel, out var label) ? label : null;

    public MessageReading Read(ReadOnlyMemory<byte> octets, DateTimeOffset at) =>
        MessageReader.Read(octets, new ReadingContext(anchors.Certificates, policies, at, defaultLabel));

    /// <summary>The same without its text and its list of parts; what filing a message takes.</summary>
    public MessageReading ReadFields(ReadOnlyMemory<byte> octets, DateTimeOffset at) =>
        MessageReader.Read(octets, new ReadingContext(anchors.Certificates, policies, at, defaultLabel) { FieldsOnly = true });
}
