using System.Text.Json;
using Mmhs.Messages.Track;
using Mmhs.Testing;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Smime;

/// <summary>Other people's signatures, judged by OpenSSL before us.</summary>
public sealed class SmimeCorpusTests
{
    [Fact]
    public void SEC_4_2_1_1_samples_of_every_kind_are_read_and_nothing_in_them_makes_the_reader_throw()
    {
        _ = Corpora.File("smime/expected.json");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Corpora.Root!, "smime"), "*", SearchOption.AllDirectories))
            Assert.NotNull(Read(path));
    }

    [Fact]
    public void SEC_4_2_1_2_2_1_signatures_openssl_accepts_or_refuses_are_accepted_or_refused_here()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("smime/expected.json")));
        List<string> differences = [];
        var compared = 0;
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var openssl =
                entry.Value.TryGetProperty("openssl_layers", out var layers) ? layers[0]
                : entry.Value.TryGetProperty("openssl", out var single) ? single
                : default;
            if (openssl.ValueKind != JsonValueKind.Object || !openssl.TryGetProperty("signature", out var signature))
                continue;
            if (entry.Value.TryGetProperty("cms", out var cms) && !cms.GetProperty("econtent_present").GetBoolean())
                continue; // its content is another file
            compared++;
            var reading = Read(Path.Combine(Corpora.Root!, "smime", entry.Name));
            var status = reading.Layers.IsEmpty ? (LayerStatus?)null : reading.Layers[0].Status;
            if ((status == LayerStatus.Valid) != (signature.GetString() == "valid"))
                differences.Add(
                    $"{entry.Name}: openssl says {signature}, we say {status} ({(reading.Layers.IsEmpty ? "" : reading.Layers[0].Reason)})"
                );
            if (
                openssl.TryGetProperty("signer_email", out var email)
                && status == LayerStatus.Valid
                && !reading
                    .Layers[0]
                    .Signers.Any(signer =>
                        email
                            .EnumerateArray()
                            .All(address => signer.Email.Contains(address.GetString()!, StringComparer.OrdinalIgnoreCase))
                    )
            )
                differences.Add($"{entry.Name}: signer");
            if (reading.Signature == SignatureStatus.Valid)
                differences.Add($"{entry.Name}: valid without any trust anchor");
        }
        Assert.True(compared >= 8, $"Only {compared} signatures were compared.");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static MessageReading Read(string path) => MessageReader.Read(File.ReadAllBytes(path), SampleMessages.Context);
}
