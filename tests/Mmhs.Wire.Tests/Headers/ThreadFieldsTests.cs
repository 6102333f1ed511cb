using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class ThreadFieldsTests
{
    private static readonly MessageId A = MessageId.Parse("a@example.org"),
        B = MessageId.Parse("b@example.org"),
        C = MessageId.Parse("c@example.org");

    [Fact]
    public void EOS_206ak_a_reply_names_its_parent_and_the_thread_up_to_it()
    {
        Assert.Equal([A, B, C], ThreadFields.ReplyTo(C, [A, B], []).References);
        Assert.Equal([A, B], ThreadFields.ReplyTo(B, [], [A]).References);
        Assert.Equal([C], ThreadFields.ReplyTo(C, [], [A, B]).References); // RFC 5322 §3.6.4: several parents make no thread
        Assert.Equal([A, B], ThreadFields.ReplyTo(B, [A, B], []).References);
        Assert.Equal(
            ["In-Reply-To: <b@example.org>\r\n", "References: <a@example.org> <b@example.org>\r\n"],
            MmhsHeaderWriter.Write(ThreadFields.ReplyTo(B, [A], [])).Select(field => $"{field.Name}:{field.RawBody}")
        );
    }

    [Fact]
    public void EOS_206i_cross_references_stand_after_the_thread_and_once()
    {
        Assert.Equal([A, B, C], ThreadFields.ReplyTo(B, [A], []).Referring([C, A]).References);
        var alone = ThreadFields.None.Referring([B, A]);
        Assert.Equal(
            ["References: <b@example.org> <a@example.org>\r\n"],
            MmhsHeaderWriter.Write(alone).Select(field => $"{field.Name}:{field.RawBody}")
        );
        Assert.Empty(MmhsHeaderWriter.Write(ThreadFields.None));
    }

    [Fact]
    public void A_long_thread_loses_its_middle()
    {
        var thread = Enumerable.Range(0, 300).Select(number => MessageId.Parse($"m{number}@example.org")).ToArray();
        var references = ThreadFields.ReplyTo(A, [.. thread], []).References;
        Assert.Equal((ThreadFields.MostReferences, thread[0], A), (references.Length, references[0], references[^1]));
    }
}
