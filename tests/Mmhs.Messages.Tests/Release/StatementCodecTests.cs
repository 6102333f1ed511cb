using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class StatementCodecTests
{
    private static readonly Proof Proof = new(ApprovalMethod.Passkey, [1, 2, 3, 255]);

    private static readonly ApprovalStatement Released = Sample.Statement(Sample.Version()) with
    {
        ReleaserMailbox = new("Releaser", EmailAddress.Parse("r@hq.example")),
        BreakGlass = "Nobody answers.",
        OnBehalfOf = "chief",
    };

    private static readonly ConcurrenceStatement Concurred = new(
        Sample.DraftId,
        2,
        new string('a', 64),
        "Legal",
        Sample.Role.Address,
        "reviewer",
        null,
        Sample.Now
    );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_releaser_said_comes_back_to_the_octet(bool considered)
    {
        var said = Released with { MinimizeConsidered = considered };
        var read = StatementCodec.ReadApproval(StatementCodec.Write(new Approval(said, Proof)));
        Assert.Equal(said.ToBytes(), read.Statement.ToBytes());
        Assert.Equal(said.MinimizeAnswer, read.Statement.MinimizeAnswer);
        Assert.Equal(
            (Proof.Method, Convert.ToHexString(Proof.Octets)),
            (read.Proof.Method, Convert.ToHexString(read.Proof.Octets))
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("chief")]
    public void What_a_reviewer_said_comes_back_to_the_octet(string? principal)
    {
        var said = Concurred with { OnBehalfOf = principal };
        var read = StatementCodec.ReadConcurrence(StatementCodec.Write(new Concurrence(said, Proof)));
        Assert.Equal(said, read.Statement);
        Assert.Equal(Proof.Octets, read.Proof.Octets);
    }

    [Theory]
    [InlineData("\"decision\":\"release\"", "\"decision\":\"concur\"")]
    [InlineData("\"v\":2", "\"v\":3")]
    [InlineData("\"breakGlass\"", "\"other\":1,\"breakGlass\"")]
    [InlineData("\"minimizeConsidered\":true", "\"minimizeConsidered\":false")]
    [InlineData("\"method\":2", "\"method\":3")]
    [InlineData("AQID_w", "AQID/w")]
    [InlineData("2026-11-23T16:00:30.000Z", "2026-11-23T16:00:30Z")]
    [InlineData("6f0f4d5e-8a51", "6F0F4D5E-8A51")]
    public void Another_spelling_is_refused(string part, string spoilt)
    {
        var written = StatementCodec.Write(new Approval(Released with { MinimizeConsidered = true }, Proof));
        Assert.Contains(part, written, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() =>
            StatementCodec.ReadApproval(written.Replace(part, spoilt, StringComparison.Ordinal))
        );
        Assert.Throws<FormatException>(() => StatementCodec.ReadConcurrence(written));
    }
}
