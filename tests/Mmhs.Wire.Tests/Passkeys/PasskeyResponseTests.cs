using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Mmhs.Testing;
using Mmhs.Wire.Passkeys;

namespace Mmhs.Wire.Tests.Passkeys;

public sealed class PasskeyResponseTests
{
    private static readonly PasskeyResponse Answer = SoftAuthenticator.Make("ES256").Answer(SHA256.HashData("the statement"u8));

    [Fact]
    public void What_is_written_as_proof_is_read_as_the_same()
    {
        Assert.True(PasskeyResponse.TryReadProof(Answer.ToProof(), out var read));
        Assert.Equal(Answer.CredentialId, read.CredentialId);
        Assert.Equal(Answer.ClientData, read.ClientData);
        Assert.Equal(Answer.AuthenticatorData, read.AuthenticatorData);
        Assert.Equal(Answer.Signature, read.Signature);
    }

    [Fact]
    public void A_proof_has_one_form_only()
    {
        var text = Encoding.UTF8.GetString(Answer.ToProof());
        foreach (
            var other in new[]
            {
                " " + text,
                text + "\n",
                text.Replace("\"id\"", "\"i\\u0064\"", StringComparison.Ordinal),
                text[..^1] + ",\"more\":1}",
                text[..^1] + ",\"id\":\"AAAA\"}",
                "[]",
                "null",
                "",
            }
        )
            Assert.False(PasskeyResponse.TryReadProof(Encoding.UTF8.GetBytes(other), out _), other);
        Assert.False(PasskeyResponse.TryReadProof(new byte[PasskeyResponse.MaxOctets + 1], out _));
    }

    [Fact]
    public void What_a_browser_gives_is_read_with_all_it_adds()
    {
        Assert.True(PasskeyResponse.TryReadBrowser(Browser().ToJsonString(), out var read));
        Assert.Equal(Answer.ToProof(), read.ToProof());
    }

    [Theory]
    [InlineData("id")]
    [InlineData("type")]
    [InlineData("response")]
    public void What_a_browser_leaves_out_is_not_guessed(string member)
    {
        var json = Browser();
        json.Remove(member);
        Assert.False(PasskeyResponse.TryReadBrowser(json.ToJsonString(), out _));
    }

    [Theory]
    [InlineData("clientDataJSON")]
    [InlineData("authenticatorData")]
    [InlineData("signature")]
    public void Octets_that_are_no_base64url_are_not_read(string member)
    {
        foreach (var value in new JsonNode?[] { null, 1, "not base64!", "QQ==", "QR", "Q Q", "\ud800" })
        {
            var json = Browser();
            json["response"]![member] = value?.DeepClone();
            Assert.False(PasskeyResponse.TryReadBrowser(json.ToJsonString(), out _));
        }
    }

    [Fact]
    public void Random_text_is_not_read_and_never_thrown_at() =>
        Gen.String[0, 200]
            .Sample(text =>
                !PasskeyResponse.TryReadBrowser(text, out _) && !PasskeyResponse.TryReadProof(Encoding.UTF8.GetBytes(text), out _)
            );

    [Fact]
    public void A_proof_with_changed_octets_is_read_or_refused_but_never_thrown_at()
    {
        var proof = Answer.ToProof();
        Gen.Select(Gen.Int[0, proof.Length - 1], Gen.Byte)
            .Sample(
                (place, octet) =>
                {
                    var changed = proof.ToArray();
                    changed[place] = octet;
                    return !PasskeyResponse.TryReadProof(changed, out var read) || read.ToProof().AsSpan().SequenceEqual(changed);
                }
            );
    }

    private static JsonObject Browser() =>
        new()
        {
            ["id"] = Answer.CredentialId,
            ["rawId"] = Answer.CredentialId,
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(Answer.ClientData),
                ["authenticatorData"] = Base64Url.EncodeToString(Answer.AuthenticatorData),
                ["signature"] = Base64Url.EncodeToString(Answer.Signature),
                ["userHandle"] = "AAAA",
            },
        };
}
