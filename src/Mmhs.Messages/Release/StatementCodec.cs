using System.Text;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>Approvals and concurrences as they are kept, and back to the octet: a proof is over the canonical form of its statement.</summary>
/// <remarks>The proof of a password is not kept: beside the verifier it would be a key, and that it held is on record with the signing service.</remarks>
public static class StatementCodec
{
    private const string Statement = "statement",
        Proof = "proof";

    public static string Write(Approval approval) => Write(approval.Statement, approval.Proof);

    public static string Write(Concurrence concurrence) => Write(concurrence.Statement, concurrence.Proof);

    /// <exception cref="FormatException">The text is not what <see cref="Write(Approval)"/> writes, to the last character.</exception>
    public static Approval ReadApproval(string text)
    {
        var read = Read(text, said => new Approval(ApprovalOf(said.Object(Statement)), ProofOf(said.Object(Proof))));
        return Same(text, Write(read), read);
    }

    /// <exception cref="FormatException">The text is not what <see cref="Write(Concurrence)"/> writes, to the last character.</exception>
    public static Concurrence ReadConcurrence(string text)
    {
        var read = Read(text, said => new Concurrence(ConcurrenceOf(said.Object(Statement)), ProofOf(said.Object(Proof))));
        return Same(text, Write(read), read);
    }

    private static string Write(Statement statement, Proof proof) =>
        new CanonicalObject
        {
            [Statement] = statement.ToCanonical(),
            [Proof] = new CanonicalObject { ["method"] = (int)proof.Method, ["octets"] = proof.Kept.Octets },
        }.ToString();

    private static T Read<T>(string text, Func<CanonicalReader, T> read) =>
        CanonicalReader.Read(Encoding.UTF8.GetBytes(text), read);

    // another decision, another form of it, a member too many: whatever a statement says that was not read
    private static T Same<T>(string text, string again, T read) =>
        text == again ? read : throw new FormatException("The statement is not spelled in its canonical form.");

    private static ApprovalStatement ApprovalOf(CanonicalReader said) =>
        new(
            Guid.ParseExact(said.Text("draft"), "D"),
            said.Number("version"),
            said.Text("contentHash"),
            FilledOf(said.Object("filled")),
            said.Text("releaser"),
            new(said.MaybeText("releaserName"), EmailAddress.Parse(said.Text("releaserAddress"))),
            EmailAddress.Parse(said.Text("role")),
            said.Instant("at")
        )
        {
            Drafter = said.Text("drafter"),
            OnBehalfOf = said.MaybeText("onBehalfOf"),
            BreakGlass = said.MaybeText("breakGlass"),
            MinimizeConsidered = said.Has("minimizeConsidered") && said.Truth("minimizeConsidered"),
        };

    private static ConcurrenceStatement ConcurrenceOf(CanonicalReader said) =>
        new(
            Guid.ParseExact(said.Text("draft"), "D"),
            said.Number("version"),
            said.Text("contentHash"),
            said.Text("stage"),
            EmailAddress.Parse(said.Text("role")),
            said.Text("reviewer"),
            said.MaybeText("onBehalfOf"),
            said.Instant("at")
        );

    private static SystemFilled FilledOf(CanonicalReader said) =>
        new(
            MessageId.Parse(said.Text("messageId")),
            said.Instant("date"),
            new DateTimeGroup(said.Instant("dtg")),
            [.. said.Texts("envelopeIds").Select(EnvelopeId.Parse)]
        );

    private static Proof ProofOf(CanonicalReader said) =>
        (ApprovalMethod)checked((byte)said.Number("method")) is var method && Enum.IsDefined(method)
            ? new(method, said.Octets("octets"))
            : throw new FormatException("There is no such way to prove an approval.");
}
