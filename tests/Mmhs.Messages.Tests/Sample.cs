using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests;

/// <summary>A lawful message and everything to release it by; each test changes the one thing it is about.</summary>
internal static class Sample
{
    public const string PolicyId = "1.2.3";
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 16, 0, 30, TimeSpan.Zero);
    public static readonly Guid DraftId = Guid.Parse("6f0f4d5e-8a51-4f6f-9e0b-000000000001");

    public static PolicyCatalog Policies { get; } =
        new([
            new SecurityPolicy
            {
                Id = PolicyId,
                Name = "PLAIN",
                Classifications =
                [
                    .. Enumerable
                        .Range(0, 6)
                        .Select(n => new Classification
                        {
                            Name = $"CLASS {n}",
                            Value = n,
                            Hierarchy = n,
                        }),
                ],
            },
        ]);

    public static Mailbox Role { get; } = Mailbox("j3");

    public static Mailbox Mailbox(string local) => new(null, EmailAddress.Parse($"{local}@hq.example"));

    public static DraftForm Form { get; } =
        new()
        {
            Label = new SecurityLabel(PolicyId, 2),
            ActionPrecedence = Precedence.Priority,
            To = [Mailbox("command")],
            InformationPrecedence = Precedence.Routine,
            Cc = [Mailbox("j4")],
            Bcc = [Mailbox("duty")],
            Subject = "Movement",
            SubjectIndicatorCodes = ["I2A"],
            MessageType = 1,
            MessageTypeIdentifier = "NORTHERN LIGHT",
            Text = "Move at dawn.",
        };

    public static MessageContent Content(DraftForm? form = null) =>
        Assert.IsType<ComposeResult.Complete>(ComposeRules.Check(form ?? Form, Role, new ComposeLimits(), Now, [])).Content;

    public static MessageVersion Version(MessageContent? content = null, string editor = "drafter") =>
        new(DraftId, 1, content ?? Content(), editor, Now);

    public static Approver Releaser(
        int cleared = 5,
        Precedence action = Precedence.Override,
        Precedence information = Precedence.Override
    ) =>
        new("releaser", Mailbox("releaser"), [new ReleaseRight(Role.Address, action, information, Cleared(cleared))])
        {
            Clearances = Cleared(5),
        };

    public static ImmutableArray<Clearance> Cleared(int upTo) =>
        [new Clearance(PolicyId, [.. Enumerable.Range(0, upTo + 1)], [])];

    public static ApprovalStatement Statement(MessageVersion version) =>
        new(
            version.DraftId,
            version.Number,
            version.ContentHash,
            SystemFilled.For(version.Content, Now, "ABCDEFGHIJKL"),
            "releaser",
            Mailbox("releaser"),
            Role.Address,
            Now
        )
        {
            Drafter = version.LastEditor,
        };

    public static ImmutableArray<Mailbox> Mailboxes(string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(n => Mailbox($"{prefix}{n}"))];
}
