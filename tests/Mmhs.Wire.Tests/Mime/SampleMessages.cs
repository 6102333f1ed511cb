using System.Security.Cryptography;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Tests.Labels;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>Released messages to build: everything fixed, so that the same octets come out every time.</summary>
internal static class SampleMessages
{
    public static readonly DateTimeOffset At = SamplePolicies.InForce;
    public static readonly byte[] Annex = Encoding.UTF8.GetBytes("a small annex");

    private static readonly Mailbox Releaser = new("Maj B Quist", EmailAddress.Parse("releaser@hq.northland.example"));

    public static MessageContent Plain { get; } =
        new(
            Box("J3 Operations", "j3@hq.northland.example"),
            SamplePolicies.Sample["N4"],
            new ActionAddressees(Precedence.Immediate, [Box("3 BDE OPS", "j3@bde3.northland.example")]),
            new InformationAddressees(
                Precedence.Routine,
                [Box(null, "command@alliance.example")],
                [Box("Silent Watcher", "duty@alliance.example")]
            ),
            "Move of bridging equipment",
            [Sic("LAB"), Sic("LAB12")],
            new MessageType(1, "NORTHERN LANTERN"),
            null,
            "1. Move the bridging equipment.\n2. Report when done.\n",
            [],
            DeliveryReports: true
        );

    /// <summary>Names, subject, text and file name beyond US-ASCII, blanks at line ends, a line that begins with "From ".</summary>
    public static MessageContent Foreign { get; } =
        Plain with
        {
            From = Box("Führungsstab Süd \"J3\"", "j3@hq.northland.example"),
            Subject = "Verlegung des Brückengeräts über die große Straße nach Süden, mit allen Zügen",
            Text = "From now on:\n1. Gerät verlegen. \n2. " + new string('x', 300) + "=\n",
            Attachments =
            [
                new("Anlage Ü \u202Egpj.exe", "application/pdf", Annex.Length, Convert.ToHexStringLower(SHA256.HashData(Annex))),
            ],
            MessageType = null,
            SubjectIndicatorCodes = [],
        };

    public static ReleasedMessage Release(MessageContent content)
    {
        var version = new MessageVersion(new Guid("0198c5a2-0000-7000-8000-000000000001"), 1, content, "drafter", At);
        var statement = new ApprovalStatement(
            version.DraftId,
            1,
            version.ContentHash,
            SystemFilled.For(content, At, "ABCDEFGH234567"),
            "releaser",
            Releaser,
            content.From.Address,
            At
        )
        {
            Drafter = version.LastEditor,
        };
        var cleared = SamplePolicies.Cleared(
            SamplePolicies.Northland,
            "0-5",
            "Compartments: CRIMSON, AZURE, UMBER",
            "Releasable To: XN, XA"
        );
        var releaser = new Approver(
            "releaser",
            Releaser,
            [new ReleaseRight(content.From.Address, Precedence.Override, Precedence.Override, [cleared])]
        );
        var decision = ReleaseRules.Decide(
            new(version, new Approval(statement, new Proof(ApprovalMethod.PasswordProof, [])), []),
            new Authority(new RightsBook([releaser], []), []),
            (said, _) => said.At,
            SamplePolicies.Catalog,
            At
        );
        return Assert.IsType<ReleaseDecision.Granted>(decision).Message;
    }

    public static BuiltMessage Build(MessageContent content, int copy = 0) =>
        MessageBuilder.Build(
            Release(content),
            CopyPlan.Of(content)[copy],
            content.Attachments.ToDictionary(attachment => attachment.Sha256, _ => Annex),
            LabelForms.Of(content.Label, SamplePolicies.Northland)
        );

    public static ReadingContext Context { get; } = new(SignerTrust.Nobody, SamplePolicies.Catalog, At);

    public static SubjectIndicatorCode Sic(string text) =>
        SubjectIndicatorCode.TryParse(text, out var code) ? code : throw new FormatException();

    private static Mailbox Box(string? name, string address) => new(name, EmailAddress.Parse(address));
}
