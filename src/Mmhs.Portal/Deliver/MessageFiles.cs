using Microsoft.Extensions.Options;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Hosting;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Deliver;

/// <summary>Reads stored octets against our policies and trust anchors; everything shown is derived from them, whenever it is shown.</summary>
public sealed class MessageFiles(PolicyCatalog policies, IOptions<MmhsOptions> options, TrustAnchors anchors)
{
    private readonly SecurityLabel? defaultLabel = SecurityLabel.TryParse(options.Value.DefaultLabel, out var label) ? label : null;

    private readonly string[] verifiers = [.. options.Value.TrustedVerifiers];

    public MessageReading Read(ReadOnlyMemory<byte> octets, DateTimeOffset at) => MessageReader.Read(octets, Context(at));

    /// <summary>The same without its text and its list of parts; what filing a message takes.</summary>
    public MessageReading ReadFields(ReadOnlyMemory<byte> octets, DateTimeOffset at) => MessageReader.Read(octets, Context(at) with { FieldsOnly = true });

    private ReadingContext Context(DateTimeOffset at) => new(anchors.Certificates, policies, at, defaultLabel) { TrustedVerifiers = verifiers };
}
