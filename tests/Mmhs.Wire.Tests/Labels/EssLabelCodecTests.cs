using System.Collections.Immutable;
using CsCheck;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Tests.Labels;

public sealed class EssLabelCodecTests
{
    // security-labels test table: name, marking, DER; A5 is long and only its length and beginning are published
    public static TheoryData<string, string, string> Samples =>
        new()
        {
            { "N1", "", "MQ8CAQAGCisGAQQBgf1ZCgE=" },
            { "N2", "NORTHLAND UNCLASSIFIED", "MQ8CAQEGCisGAQQBgf1ZCgE=" },
            { "N3", "NORTHLAND SECRET", "MQ8CAQQGCisGAQQBgf1ZCgE=" },
            {
                "N4",
                "NORTHLAND SECRET CRIMSON/AZURE REL TO XN, XA",
                "MVcCAQQGCisGAQQBgf1ZCgExRjAhgApghkgBZQIBCAMAoRMwEQYLKwYBBAGB/VkKAQEDAgVgMCGACmCGSAFlAgEIAwKhEzARBgsrBgEEAYH9WQoBAwMCBsA="
            },
            {
                "N5",
                "NORTHLAND SECRET PROJECT HERON - STAFF CLEAR",
                "MWACAQQGCisGAQQBgf1ZCgExSDAigApghkgBZQIBCAMDoRQwEgYLKwYBBAGB/VkKAQUxAwIBATAigApghkgBZQIBCAMEoRQwEgYLKwYBBAGB/VkKAQIxAwIBZRMFQ0xFQVI="
            },
            {
                "N6",
                "NORTHLAND TOP SECRET UMBER XN/XE EYES ONLY",
                "MVsCAQUGCisGAQQBgf1ZCgExSjAhgApghkgBZQIBCAMAoRMwEQYLKwYBBAGB/VkKAQEDAgQQMCWACmCGSAFlAgEIAwGhFzAVBgsrBgEEAYH9WQoBBDEGAgEBAgED"
            },
            { "A1", "ALLIANCE SECRET", "MTQCAQQGCisGAQQBgf1ZCgIxIzAhgApghkgBZQIBCAMCoRMwEQYLKwYBBAGB/VkKAgEDAgeA" },
            {
                "A2",
                "COSMOS TOP SECRET NUCLEUS",
                "MVcCAQUGCisGAQQBgf1ZCgIxRjAhgApghkgBZQIBCAMAoRMwEQYLKwYBBAGB/VkKAgQDAgeAMCGACmCGSAFlAgEIAwKhEzARBgsrBgEEAYH9WQoCAQMCB4A="
            },
            {
                "A3",
                "ALPINE GUARD RESTRICTED RELEASABLE TO NORTHLAND/EASTLAND CLEAR",
                "MV4CAQIGCisGAQQBgf1ZCgIxRjAhgApghkgBZQIBCAMCoRMwEQYLKwYBBAGB/VkKAgEDAgZAMCGACmCGSAFlAgEIAwKhEzARBgsrBgEEAYH9WQoCAgMCBaATBUNMRUFS"
            },
            {
                "A4",
                "ALLIANCE CONFIDENTIAL NORTHLAND ONLY MEDICAL",
                "MXoCAQMGCisGAQQBgf1ZCgIxaTAhgApghkgBZQIBCAMCoRMwEQYLKwYBBAGB/VkKAgEDAgeAMCGACmCGSAFlAgEIAwKhEzARBgsrBgEEAYH9WQoCAwMCB4AwIYAKYIZIAWUCAQgDA6ETMBEGCysGAQQBgf1ZCgIFAwIFIA=="
            },
        };

    [Theory]
    [MemberData(nameof(Samples))]
    public void SEC_4_2_5_2_policy_classification_privacy_mark_and_categories_are_written_as_published(
        string name,
        string marking,
        string der
    )
    {
        var label = SamplePolicies.Sample[name];

        Assert.Equal(der, Convert.ToBase64String(EssLabelCodec.Encode(label)));
        Assert.True(EssLabelCodec.TryDecode(Convert.FromBase64String(der), out var read, out _));
        Assert.Equal(label, read);
        Assert.Equal(marking, Marking.Of(SamplePolicies.Catalog.Find(label.PolicyId)!, label).Text);
    }

    [Fact]
    public void A_bit_above_a_thousand_makes_a_long_bit_map()
    {
        var label = SamplePolicies.Sample["A5"];
        var der = EssLabelCodec.Encode(label);

        Assert.Equal(184, der.Length);
        Assert.Equal("3181B5020102060A2B0601040181FD590A02", Convert.ToHexString(der.AsSpan(0, 18)));
        Assert.True(EssLabelCodec.TryDecode(der, out var read, out _));
        Assert.Equal(label, read);
        Assert.Equal("ALLIANCE RESTRICTED EXERCISE 2026", Marking.Of(SamplePolicies.Alliance, label).Text);
    }

    [Fact]
    public void The_members_may_come_in_any_order_and_leave_in_that_of_their_tags()
    {
        Assert.True(EssLabelCodec.TryDecode(Convert.FromHexString("3106060129020103"), out var label, out _));
        Assert.Equal(new SecurityLabel("1.1", 3), label);
        Assert.Equal("3106020103060129", Convert.ToHexString(EssLabelCodec.Encode(label)));
    }

    [Fact]
    public void A_category_of_unknown_type_is_kept_as_it_came()
    {
        // policy 1.1, SECRET, one category of type 1.2.3 with an INTEGER
        var der = Convert.FromHexString("3113" + "020104" + "060129" + "3109" + "3007" + "80022A03" + "A103020105");
        der[1] = (byte)(der.Length - 2);
        der[9] = (byte)(der.Length - 10);
        der[11] = (byte)(der.Length - 12);

        Assert.True(EssLabelCodec.TryDecode(der, out var label, out var problem), problem);
        var category = Assert.Single(label.Categories);
        Assert.Equal(new Category("1.2.3", TagKind.Unknown, 0, "AgEF"), category);
        Assert.Equal(der, EssLabelCodec.Encode(label));
    }

    [Fact]
    public void A_privacy_mark_beyond_printable_characters_or_beyond_128_is_written_as_UTF8()
    {
        foreach (var mark in new[] { "STRENG GEHEIM – ÜBUNG", "A&B", new string('A', 129) })
        {
            var label = new SecurityLabel("1.1", 4, mark, []);
            var der = EssLabelCodec.Encode(label);
            Assert.Equal(0x0C, der[^(System.Text.Encoding.UTF8.GetByteCount(mark) + (mark.Length > 127 ? 3 : 2))]);
            Assert.True(EssLabelCodec.TryDecode(der, out var read, out _));
            Assert.Equal(label, read);
        }
    }

    [Fact]
    public void A_permissive_tag_without_values_does_not_read_as_no_tag()
    {
        var oneBit = EssLabelCodec.Encode(SamplePolicies.Sample["A1"]);
        oneBit[^1] = 0; // the bit of context ALLIANCE

        Assert.True(EssLabelCodec.TryDecode(oneBit, out var label, out _));
        Assert.Equal(TagKind.Unknown, Assert.Single(label.Categories).Kind);
    }

    [Theory]
    [InlineData("classification 257", "31070202010106012900")]
    [InlineData("octets after the label", "310602010306012900")]
    [InlineData("two policies", "3106060129060129")]
    [InlineData("two classifications", "3109020103020104060129")]
    [InlineData("no policy", "3103020104")]
    [InlineData("a negative classification", "31060201FF060129")]
    [InlineData("a boolean", "3106060129010100")]
    [InlineData("a SEQUENCE", "3006060129020103")]
    [InlineData("an empty privacy mark", "310506012" + "91300")]
    [InlineData("no categories in the SET", "31050601293100")]
    [InlineData("cut off", "31060601290201")]
    [InlineData("nothing", "")]
    public void What_is_no_label_is_refused(string what, string hex)
    {
        Assert.False(EssLabelCodec.TryDecode(Convert.FromHexString(hex), out _, out var problem), what);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void The_classification_goes_to_256_and_no_further()
    {
        Assert.True(EssLabelCodec.TryDecode(EssLabelCodec.Encode(new("1.1", 256)), out _, out _));
        Assert.False(EssLabelCodec.TryDecode(Convert.FromHexString("3107" + "02020101" + "060129"), out _, out _));
        Assert.Throws<ArgumentException>(() => EssLabelCodec.Encode(new("1.1", 257)));
    }

    [Fact]
    public void A_printable_privacy_mark_of_129_characters_is_refused()
    {
        byte[] mark = [0x06, 0x01, 0x29, 0x13, 0x81, 129, .. Enumerable.Repeat((byte)'A', 129)];
        Assert.False(EssLabelCodec.TryDecode((byte[])[0x31, 0x81, (byte)mark.Length, .. mark], out _, out _));
    }

    [Fact]
    public void More_than_64_categories_are_neither_read_nor_written()
    {
        SecurityLabel With(int tagSets) =>
            new("1.1", 4, null, [.. Enumerable.Range(1, tagSets).Select(n => new Category($"1.2.{n}", TagKind.Restrictive, 1))]);
        Assert.True(EssLabelCodec.TryDecode(EssLabelCodec.Encode(With(64)), out var read, out _));
        Assert.Equal(With(64), read);
        Assert.Throws<ArgumentException>(() => EssLabelCodec.Encode(With(65)));
    }

    [Fact]
    public void The_last_bit_is_65535()
    {
        SecurityLabel With(int bit) => new("1.1", 4, null, [new("1.2.3", TagKind.Restrictive, bit)]);
        Assert.True(EssLabelCodec.TryDecode(EssLabelCodec.Encode(With(65535)), out var read, out _));
        Assert.Equal(With(65535), read);
        Assert.Throws<ArgumentException>(() => EssLabelCodec.Encode(With(65536)));
    }

    [Fact]
    public void Deep_nesting_ends_nothing_but_the_reading()
    {
        var nested = new byte[200_000];
        for (var i = 0; i < nested.Length; i += 2)
            (nested[i], nested[i + 1]) = (0x31, 0x80);
        Assert.False(EssLabelCodec.TryDecode(nested, out _, out _));

        byte[] inner = [];
        for (var depth = 0; depth < 20_000; depth++)
            inner = [.. Header(inner.Length), .. inner];
        Assert.False(EssLabelCodec.TryDecode(inner, out _, out _));
        static byte[] Header(int length) =>
            [0x31, 0x83, (byte)(length >> 16), (byte)((length >> 8) & 0xFF), (byte)(length & 0xFF)];
    }

    [Fact]
    public void Whatever_can_be_written_is_read_back_the_same() =>
        GenLabel.Sample(label => EssLabelCodec.TryDecode(EssLabelCodec.Encode(label), out var read, out _) && read.Equals(label));

    [Fact]
    public void No_octets_make_the_reader_throw() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(octets =>
            {
                EssLabelCodec.TryDecode(octets, out _, out _);
            });

    [Fact]
    public void No_changed_octet_makes_the_reader_throw() =>
        Gen.Select(Gen.OneOf(SamplePolicies.Sample.Values.ToArray()), Gen.Int[0, 200], Gen.Byte)
            .Sample(
                (label, at, octet) =>
                {
                    var der = EssLabelCodec.Encode(label);
                    der[at % der.Length] = octet;
                    EssLabelCodec.TryDecode(der, out _, out _);
                }
            );

    internal static Gen<SecurityLabel> GenLabel { get; } =
        Gen.Select(
                Gen.OneOf("1.1", "2.16.840.1.101.2.1.8.3", SamplePolicies.NorthlandId),
                Gen.Int[0, 256].Nullable(),
                Gen.String[Gen.Char[' ', '~'], 1, 60].Null(),
                Gen.Select(
                        Gen.Int[1, 9],
                        Gen.OneOf(
                            TagKind.Restrictive,
                            TagKind.EnumeratedPermissive,
                            TagKind.Permissive,
                            TagKind.InformativeBits,
                            TagKind.EnumeratedRestrictive,
                            TagKind.InformativeValues
                        ),
                        Gen.Int[0, 3000]
                    )
                    .Select((set, kind, value) => new Category($"1.2.3.{set}", kind, value))
                    .Array[0, 12]
            )
            .Select(
                (policy, classification, mark, categories) =>
                    new SecurityLabel(policy, classification, mark, categories.ToImmutableSortedSet())
            );
}
