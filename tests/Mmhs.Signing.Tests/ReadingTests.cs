using System.Text;
using Mmhs.Messages.Track;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;

namespace Mmhs.Signing.Tests;

/// <summary>What was signed here is read again, whole and altered.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly SigningWorld _world = new();

    [Fact]
    public async Task A_signed_message_reads_back_as_it_was_approved()
    {
        var annex = Encoding.UTF8.GetBytes("annex");
        var content = SigningWorld.Content(annex);
        var open = (await _world.SignAsync(content, annex))[0];

        var reading = Read(open.Octets);

        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        Assert.StartsWith("Signed by Northland HQ (j3@hq.northland.example), certificate valid", reading.SignatureWords, StringComparison.Ordinal);
        Assert.Equal(LabelStatus.Good, reading.LabelStatus);
        Assert.Equal(content.Label, reading.EffectiveLabel);
        Assert.True(reading.LabelsAgree);
        Assert.Empty(reading.Problems);
        Assert.Empty(reading.HeaderDifferences);
        Assert.True(reading.Formal);
        Assert.Equal(content.Subject, reading.Subject);
        Assert.Equal(content.Text, reading.Text);
        Assert.Equal(3, reading.Mmhs.PrimaryPrecedence);
        Assert.Equal(1, reading.Mmhs.CopyPrecedence);
        Assert.Equal(["LAB", "LAB12"], reading.Mmhs.SubjectIndicatorCodes);
        Assert.Equal("releaser@hq.northland.example", Assert.Single(reading.Mmhs.AuthorizingUsers).Address);
        Assert.Equal(2, reading.Parts.Length);
        Assert.Equal("annex-0.bin", reading.Parts[1].Name);
        Assert.Equal(SigningWorld.Sha256(annex), reading.Parts[1].Sha256);
        var layer = Assert.Single(reading.Layers);
        Assert.Equal(LayerStatus.Valid, layer.Status);
        Assert.Equal(content.Label, Assert.Single(layer.Signers).Label);

        using var extracted = new MemoryStream();
        Assert.True(await AttachmentExtractor.CopyToAsync(open.Octets, reading.Parts[1].Path, extracted, TestContext.Current.CancellationToken));
        Assert.Equal(annex, extracted.ToArray());
    }

    public void Dispose() => _world.Dispose();

    private MessageReading Read(ReadOnlyMemory<byte> octets) => MessageReader.Read(octets, new([_world.Anchor], SigningWorld.Policies, SigningWorld.Start));
}
