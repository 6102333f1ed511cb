using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Mmhs.Testing;
using Mmhs.Wire.Passkeys;

namespace Mmhs.Wire.Tests.Passkeys;

public sealed class PasskeyAssertionTests
{
    private static readonly RelyingParty Party = new("portal.example", ["https://portal.example", "https://portal.example:8443"]);
    private static readonly byte[] Challenge = SHA256.HashData("the statement"u8);

    /// <summary>One wrong thing each, and the code it must be refused with.</summary>
    private static readonly Dictionary<
        string,
        (string Code, Action<JsonObject>? Client, Action<SoftAuthenticator>? Device)
    > Wrong = new()
    {
        ["another ceremony"] = ("PKY-003", client => client["type"] = "webauthn.create", null),
        ["another challenge"] = (
            "PKY-004",
            client => client["challenge"] = Base64Url.EncodeToString(SHA256.HashData("another"u8)),
            null
        ),
        ["part of the challenge"] = ("PKY-004", client => client["challenge"] = Base64Url.EncodeToString(Challenge[..16]), null),
        ["no challenge"] = ("PKY-002", client => client.Remove("challenge"), null),
        ["padded challenge"] = ("PKY-002", client => client["challenge"] = Base64Url.EncodeToString(Challenge) + "=", null),
        ["no type"] = ("PKY-002", client => client.Remove("type"), null),
        ["type is a number"] = ("PKY-002", client => client["type"] = 1, null),
        ["no origin"] = ("PKY-002", client => client.Remove("origin"), null),
        ["crossOrigin is a word"] = ("PKY-002", client => client["crossOrigin"] = "false", null),
        ["another origin"] = ("PKY-005", client => client["origin"] = "https://portal.example.net", null),
        ["in the clear"] = ("PKY-005", client => client["origin"] = "http://portal.example", null),
        ["another port"] = ("PKY-005", client => client["origin"] = "https://portal.example:444", null),
        ["upper case"] = ("PKY-005", client => client["origin"] = "https://PORTAL.example", null),
        ["a slash more"] = ("PKY-005", client => client["origin"] = "https://portal.example/", null),
        ["framed"] = ("PKY-006", client => client["crossOrigin"] = true, null),
        ["framed, said by the top"] = ("PKY-006", client => client["topOrigin"] = "https://other.example", null),
        ["another party"] = ("PKY-008", null, device => device.Party = "example"),
        ["nobody present"] = ("PKY-009", null, device => device.Flags = 0x04),
        ["nobody verified"] = ("PKY-010", null, device => device.Flags = 0x01),
        ["attested data in an assertion"] = ("PKY-007", null, device => device.Flags = 0x45),
        ["octets behind the end"] = ("PKY-007", null, device => device.Rest = [0xA0]),
        ["extensions promised, none there"] = ("PKY-007", null, device => device.Flags = 0x85),
        ["extensions that are no map"] = ("PKY-007", null, device => (device.Flags, device.Rest) = (0x85, [0x80])),
        ["two maps of extensions"] = ("PKY-007", null, device => (device.Flags, device.Rest) = (0x85, [0xA0, 0xA0])),
        ["backed up but not eligible"] = ("PKY-007", null, device => device.Flags = 0x15),
    };

    public static TheoryData<string> Wrongs => [.. Wrong.Keys];

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public void An_answer_of_the_registered_key_to_this_challenge_holds(string algorithm)
    {
        var device = SoftAuthenticator.Make(algorithm);
        Assert.Null(PasskeyAssertion.Verify(device.Key, device.Answer(Challenge), Challenge, Party));
    }

    [Fact]
    public void Extensions_other_ports_of_ours_and_members_nobody_knows_are_no_obstacle()
    {
        var device = SoftAuthenticator.Make("ES256");
        (device.Flags, device.Rest) = (0x9D, [0xA0]);
        var answer = device.Answer(
            Challenge,
            client =>
            {
                client["origin"] = "https://portal.example:8443";
                client.Remove("crossOrigin");
                client["tokenBinding"] = new JsonObject { ["status"] = "supported" };
            }
        );
        Assert.Null(PasskeyAssertion.Verify(device.Key, answer, Challenge, Party));
    }

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void One_wrong_thing_is_refused_though_it_was_signed(string wrong)
    {
        var (code, client, change) = Wrong[wrong];
        var device = SoftAuthenticator.Make("ES256");
        change?.Invoke(device);
        Assert.Equal(code, PasskeyAssertion.Verify(device.Key, device.Answer(Challenge, client), Challenge, Party)?.Code);
    }

    [Fact]
    public void A_member_twice_is_refused()
    {
        var device = SoftAuthenticator.Make("ES256");
        var text = Encoding.UTF8.GetString(device.Answer(Challenge).ClientData);
        var twice = text[..^1] + ""","origin":"https://portal.example"}""";
        Assert.Equal(
            "PKY-002",
            PasskeyAssertion.Verify(device.Key, device.Sign(Encoding.UTF8.GetBytes(twice)), Challenge, Party)?.Code
        );
    }

    [Fact]
    public void Another_passkey_is_refused_by_its_name_and_by_its_key()
    {
        var mine = SoftAuthenticator.Make("ES256");
        var other = SoftAuthenticator.Make("ES256");
        Assert.Equal("PKY-001", PasskeyAssertion.Verify(mine.Key, other.Answer(Challenge), Challenge, Party)?.Code);
        var pretending = other.Answer(Challenge) with { CredentialId = mine.Key.CredentialId };
        Assert.Equal("PKY-012", PasskeyAssertion.Verify(mine.Key, pretending, Challenge, Party)?.Code);
    }

    [Fact]
    public void An_answer_is_good_for_no_other_challenge()
    {
        var device = SoftAuthenticator.Make("ES256");
        Assert.Equal(
            "PKY-004",
            PasskeyAssertion.Verify(device.Key, device.Answer(Challenge), SHA256.HashData("the next version"u8), Party)?.Code
        );
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public void One_bit_changed_anywhere_is_refused(string algorithm)
    {
        var device = SoftAuthenticator.Make(algorithm);
        var good = device.Answer(Challenge);
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Int[0, 7])
            .Sample(
                (part, place, bit) =>
                {
                    byte[] Flip(byte[] octets)
                    {
                        var copy = octets.ToArray();
                        copy[place % copy.Length] ^= (byte)(1 << bit);
                        return copy;
                    }
                    var bad = part switch
                    {
                        0 => good with { ClientData = Flip(good.ClientData) },
                        1 => good with { AuthenticatorData = Flip(good.AuthenticatorData) },
                        _ => good with { Signature = Flip(good.Signature) },
                    };
                    return PasskeyAssertion.Verify(device.Key, bad, Challenge, Party) is not null;
                },
                iter: 2000
            );
    }

    [Fact]
    public void Keys_of_other_kinds_are_no_keys()
    {
        var device = SoftAuthenticator.Make("ES256");
        var answer = device.Answer(Challenge);
        var x = new byte[32];
        byte[][] keys =
        [
            [],
            [0xA0],
            SoftAuthenticator.Cose((1, 2), (3, -8), (-1, 6), (-2, x), (-3, x)), // an algorithm not ours
            SoftAuthenticator.Cose((1, 2), (-1, 1), (-2, x), (-3, x)), // names no algorithm
            SoftAuthenticator.Cose((1, 2), (3, -7), (-1, 1), (-2, x), (-3, x)), // not a point of the curve
            SoftAuthenticator.Cose((1, 2), (3, -7), (-1, 2), (-2, x), (-3, x)), // the curve of another algorithm
            SoftAuthenticator.Cose((1, 3), (3, -7), (-1, 1), (-2, x), (-3, x)), // the kind of another algorithm
            SoftAuthenticator.Cose((1, 3), (3, -257), (-1, new byte[256]), (-2, new byte[] { 1, 0, 1 })),
            SoftAuthenticator.Cose(
                (1, 3),
                (3, -257),
                (-1, Enumerable.Repeat((byte)0xFF, 128).ToArray()),
                (-2, new byte[] { 1, 0, 1 })
            ), // 1024 bits
            SoftAuthenticator.Cose((1, 3), (3, -257), (-1, Enumerable.Repeat((byte)0xFF, 256).ToArray()), (-2, new byte[] { 1 })), // exponent 1: every signature would be its own text
            [.. device.Key.PublicKey, 0],
        ];
        foreach (var octets in keys)
            Assert.Equal(
                "PKY-011",
                PasskeyAssertion.Verify(device.Key with { PublicKey = octets }, answer, Challenge, Party)?.Code
            );
    }

    [Fact]
    public void Random_octets_are_refused_and_never_thrown_at() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 120], Gen.Byte.Array[0, 120])
            .Sample(
                (client, data, signature, key) =>
                {
                    var response = new PasskeyResponse("AAAA", client, data, signature);
                    return PasskeyAssertion.Verify(new("AAAA", key), response, Challenge, Party) is not null;
                }
            );

    [Fact]
    public void Random_parts_of_a_good_answer_are_refused_and_never_thrown_at()
    {
        var device = SoftAuthenticator.Make("ES256");
        var good = device.Answer(Challenge);
        Gen.Select(Gen.Int[0, 3], Gen.Byte.Array[0, 200])
            .Sample(
                (part, octets) =>
                    part switch
                    {
                        0 => PasskeyAssertion.Verify(device.Key, good with { ClientData = octets }, Challenge, Party),
                        1 => PasskeyAssertion.Verify(device.Key, good with { AuthenticatorData = octets }, Challenge, Party),
                        2 => PasskeyAssertion.Verify(device.Key, good with { Signature = octets }, Challenge, Party),
                        _ => PasskeyAssertion.Verify(device.Key with { PublicKey = octets }, good, Challenge, Party),
                    }
                        is not null
            );
    }

    [Fact]
    public void A_key_whose_map_has_no_end_is_no_key()
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(null);
        writer.WriteEndMap();
        var device = SoftAuthenticator.Make("ES256");
        foreach (var octets in new[] { writer.Encode(), [0xBF], [0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] })
            Assert.Equal(
                "PKY-011",
                PasskeyAssertion.Verify(device.Key with { PublicKey = octets }, device.Answer(Challenge), Challenge, Party)?.Code
            );
    }
}
