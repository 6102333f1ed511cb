using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records.Release;

namespace Mmhs.Records.Tests.Release;

public sealed class ApprovalJsonTests
{
    private static readonly ApprovalStatement Said = new(
        Guid.Parse("0193a000-0000-7000-8000-000000000001"),
        2,
        new string('a', 64),
        new(
            MessageId.Parse("m1@hq.example"),
            DateTimeOffset.UnixEpoch,
            new DateTimeGroup(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero)),
            [EnvelopeId.Parse("E-1")]
        ),
        "releaser",
        new Mailbox("Releaser", EmailAddress.Parse("r@hq.example")),
        EmailAddress.Parse("j3@hq.example"),
        DateTimeOffset.UnixEpoch
    )
    {
        Drafter = "drafter",
        BreakGlass = "Nobody answers.",
        OnBehalfOf = "chief",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_said_comes_back_to_the_octet(bool considered)
    {
        var statement = Said with { MinimizeConsidered = considered };
        var read = ApprovalJson.Read(ApprovalJson.Write(new(statement, new(ApprovalMethod.Passkey, [1, 2, 3]))));
        Assert.Equal(statement.ToBytes(), read.Statement.ToBytes());
        Assert.Equal([1, 2, 3], read.Proof.Octets);
    }

    [Fact]
    public void An_approval_written_before_there_was_a_word_on_minimize_proves_what_it_proved()
    {
        var written = ApprovalJson.Write(new(Said, new(ApprovalMethod.Passkey, [1])));
        var older = written.Replace(",\"minimizeConsidered\":false", "", StringComparison.Ordinal);
        Assert.NotEqual(written, older);
        Assert.Equal(Said.Digest(), ApprovalJson.Read(older).Statement.Digest());
    }
}
