using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class CopyPlanTests
{
    private static readonly Gen<(int To, int Cc, int Bcc)> Counts = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4])
        .Where(counts => counts.Item1 + counts.Item2 + counts.Item3 > 0);

    [Fact]
    public void EOS_206e_no_copy_knows_of_a_blind_recipient_but_his_own() =>
        Counts.Sample(counts =>
        {
            var content = Content(counts);
            foreach (var copy in CopyPlan.Of(content))
            {
                var blind = copy.Recipients.Where(content.Bcc.Contains).ToList();
                if (copy.IsOpen)
                    Assert.Empty(blind);
                else
                    Assert.Equal([copy.BlindRecipient!], copy.Recipients);
            }
        });

    [Fact]
    public void EOS_206e_every_addressee_is_in_exactly_one_copy() =>
        Counts.Sample(counts =>
        {
            var content = Content(counts);
            var named = CopyPlan.Of(content).SelectMany(copy => copy.Recipients).ToList();
            Assert.Equal(content.To.Concat(content.Cc).Concat(content.Bcc), named);
            Assert.Equal((counts.To + counts.Cc > 0 ? 1 : 0) + counts.Bcc, CopyPlan.Of(content).Length);
        });

    [Fact]
    public void EOS_206e_id_all_copies_share_the_message_identifier_and_have_envelopes_of_their_own() =>
        Counts.Sample(counts =>
        {
            var content = Content(counts);
            var filled = SystemFilled.For(content, Sample.Now, "ABCDEFGHIJKL");
            Assert.Equal(CopyPlan.Of(content).Length, filled.EnvelopeIds.Length);
            Assert.Equal(filled.EnvelopeIds.Length, filled.EnvelopeIds.Distinct().Count());
            Assert.All(filled.EnvelopeIds, id => Assert.InRange(id.Value.Length, 1, 38)); // EOS-205f
        });

    [Fact]
    public void EOS_205e_a_thousand_releases_have_a_thousand_identifiers()
    {
        var ids = Enumerable
            .Range(0, 1000)
            .Select(n => SystemFilled.For(Sample.Content(), Sample.Now, $"TOKEN{n:0000000}").MessageId)
            .ToList();
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(MessageId.TryParse(id.ToString(), out _)));
    }

    [Fact]
    public void EOS_212e_a_blank_DTG_is_the_minute_of_release() =>
        Assert.Equal("231600Z NOV 26", SystemFilled.For(Sample.Content(), Sample.Now, "ABCDEFGHIJKL").Dtg.ToString());

    private static MessageContent Content((int To, int Cc, int Bcc) counts) =>
        Sample.Content(
            Sample.Form with
            {
                To = Sample.Mailboxes("to", counts.To),
                Cc = Sample.Mailboxes("cc", counts.Cc),
                Bcc = Sample.Mailboxes("bcc", counts.Bcc),
            }
        );
}
