using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Hosting;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Deliver;

/// <summary>Reads stored octets against our policies and trust anchors; everything shown is derived from them, whenever it is shown.</summary>
public sealed class MessageFiles(PolicyCatalog policies, IOptions<MmhsOptions> options, DataFolder data)
{
    private readonly Lazy<X509Certificate2Collection> anchors = new(() => Load(data.Folder("ca")));
    private readonly SecurityLabel? defaultLabel = SecurityLabel.TryParse(options.Value.DefaultLabel, out var label) ? label : null;

    /// <summary>The roots signatures must lead to: every certificate in the folder <c>ca</c> of the data.</summary>
    public X509Certificate2Collection Anchors => anchors.Value;

    public MessageReading Read(ReadOnlyMemory<byte> octets, DateTimeOffset at) =>
        MessageReader.Read(octets, new ReadingContext(Anchors, policies, at, defaultLabel));

    private static X509Certificate2Collection Load(string folder)
    {
        var anchors = new X509Certificate2Collection();
        foreach (var file in System.IO.Directory.GetFiles(folder, "*.pem").Where(file => !file.EndsWith(".key.pem", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            anchors.ImportFromPemFile(file);
        return anchors;
    }
}
