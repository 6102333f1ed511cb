using System.Text;
using CsCheck;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Tests.Audit;

/// <summary>The known answers of access-and-audit §4.3 and §6, computed by an independent script.</summary>
public sealed class AuditHashTests
{
    private static readonly (string Canon, string Leaf, string Chain, string Root)[] Vector =
    [
        (
            """{"eventType":"START","seq":0,"stream":"msa-1"}""",
            "5ddff521384a38cb11abf403a6aa8de7602b70bee2a5bdc078ce94f617735c13",
            "0cdeb807976f52a4ee3b3cde99ec73440fe563d6ef3af1b1f2ac67aa77ebe705",
            "5ddff521384a38cb11abf403a6aa8de7602b70bee2a5bdc078ce94f617735c13"
        ),
        (
            """{"eventType":"SUBMIT","seq":1,"stream":"msa-1"}""",
            "ac869d471759d9591af4c73f83b796286894a2b80a8ba127c181c371c09cf982",
            "13c5a899920d6ab3d1d255b5ac245dd15ffaad08aeaa98ce947d8b09bde28106",
            "8dc2a0245676cc09843ddb4c4a56b8e1817202d0da22b215af89b2aa8ceea5a1"
        ),
        (
            """{"eventType":"STOP","seq":2,"stream":"msa-1"}""",
            "1c087951d8aa5a064580a6e4f4d91f013d83fb7ad4cff584fe4f5899c2db16a3",
            "856e69febc40c252bec4dee8e42f124873815edce00603666ced8525c4f89d49",
            "3bed56e06658196493f4f1ee89dba64e35c0346f9484801e1febfe71ecf24f4b"
        ),
    ];

    [Fact]
    public void AUD_5_2_int_the_golden_vector_is_met()
    {
        var chain = AuditHash.Genesis("msa-1");
        Assert.Equal("9497ee26543b251005aa61f1e23763d2dd1742bee370b39255625fa7ed2d953b", Convert.ToHexStringLower(chain));
        var frontier = new MerkleFrontier();
        for (var seq = 0; seq < Vector.Length; seq++)
        {
            var leaf = AuditHash.Leaf(Encoding.UTF8.GetBytes(Vector[seq].Canon));
            chain = AuditHash.Chain(chain, seq, leaf);
            frontier.Append(leaf);
            Assert.Equal(Vector[seq].Leaf, Convert.ToHexStringLower(leaf));
            Assert.Equal(Vector[seq].Chain, Convert.ToHexStringLower(chain));
            Assert.Equal(Vector[seq].Root, Convert.ToHexStringLower(frontier.Root()));
        }
    }

    [Fact]
    public void The_known_answers_of_RFC_6962_are_met()
    {
        Assert.Equal(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            Convert.ToHexStringLower(new MerkleFrontier().Root())
        );
        Assert.Equal(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            Convert.ToHexStringLower(AuditHash.Leaf([]))
        );
    }

    [Fact]
    public void The_frontier_has_the_root_of_the_definition() =>
        Gen
            .Byte.Array[1, 8]
            .Array[0, 70]
            .Sample(entries =>
            {
                var leaves = entries.Select(entry => AuditHash.Leaf(entry)).ToArray();
                var frontier = new MerkleFrontier();
                foreach (var leaf in leaves)
                    frontier.Append(leaf);
                Assert.Equal(Defined(leaves), frontier.Root());
            });

    [Fact]
    public void The_frontier_goes_on_from_what_was_stored() =>
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 70])
            .Sample(
                (before, after) =>
                {
                    var whole = new MerkleFrontier();
                    var resumed = new MerkleFrontier();
                    for (var n = 0; n < before + after; n++)
                    {
                        if (n == before)
                            resumed = MerkleFrontier.FromBytes(whole.Size, whole.ToBytes());
                        var leaf = AuditHash.Leaf([(byte)n]);
                        whole.Append(leaf);
                        if (n >= before)
                            resumed.Append(leaf);
                    }
                    if (after == 0)
                        resumed = MerkleFrontier.FromBytes(whole.Size, whole.ToBytes());
                    Assert.Equal(whole.Root(), resumed.Root());
                    Assert.Equal(whole.Size, resumed.Size);
                }
            );

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 32)]
    [InlineData(1, 0)]
    [InlineData(3, 32)]
    [InlineData(4, 33)]
    public void Octets_that_are_no_frontier_of_the_size_are_refused(long size, int octets) =>
        Assert.Throws<ArgumentException>(() => MerkleFrontier.FromBytes(size, new byte[octets]));

    [Fact]
    public void An_entry_carries_its_place_and_keeps_the_key_of_what_is_not_known()
    {
        var happened = new AuditEvent(
            AuditTypes.Release,
            AuditOutcome.Denied,
            "releaser",
            null,
            "m1@hq.example",
            null,
            null,
            new CanonicalObject { ["rule"] = "REL-001" }
        );
        var octets = happened.ToCanonicalBytes("portal-1", 7, new DateTimeOffset(2026, 11, 23, 16, 0, 0, 5, TimeSpan.Zero));
        Assert.Equal(
            """{"actor":"releaser","correlation":null,"data":{"rule":"REL-001"},"envId":null,"eventType":"RELEASE","mmId":"m1@hq.example","outcome":"denied","role":null,"seq":7,"stream":"portal-1","ts":"2026-11-23T16:00:00.005Z","v":1}""",
            Encoding.UTF8.GetString(octets)
        );
    }

    // RFC 6962 §2.1, word for word and slow
    private static byte[] Defined(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return System.Security.Cryptography.SHA256.HashData([]);
        if (leaves.Length == 1)
            return leaves[0];
        var half = 1;
        while (half * 2 < leaves.Length)
            half *= 2;
        return AuditHash.Node(Defined(leaves[..half]), Defined(leaves[half..]));
    }
}
