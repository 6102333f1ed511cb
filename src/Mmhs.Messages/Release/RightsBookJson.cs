using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>A rights book as text, and back; the digest two keepers agree on is over this text.</summary>
public static class RightsBookJson
{
    /// <summary>Always the same text for the same book.</summary>
    public static string Write(RightsBook book) => JsonSerializer.Serialize(ToForm(book), RightsBookForms.Default.BookForm);

    /// <summary>SHA-256 of the text, 64 hexadecimal digits in lower case.</summary>
    public static string Digest(this RightsBook book) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(book))));

    /// <exception cref="FormatException">The text is no rights book: of a book half understood no half is used.</exception>
    public static RightsBook Read(string json)
    {
        try
        {
            return FromForm(
                JsonSerializer.Deserialize(json, RightsBookForms.Default.BookForm)
                    ?? throw new FormatException("The rights book is empty.")
            );
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The rights book is not of its form: {broken.Message}", broken);
        }
    }

    internal static BookForm ToForm(RightsBook book) => new([.. book.People.Select(ToForm)], [.. book.Policies.Select(ToForm)]);

    internal static RightsBook FromForm(BookForm form) =>
        new([.. form.People.Select(FromForm)], [.. form.Policies.Select(FromForm)]);

    private static PersonForm ToForm(Approver person) =>
        new(
            person.Name,
            person.Mailbox.DisplayName,
            person.Mailbox.Address.ToString(),
            Keys(person.Clearances),
            [.. person.Reviews.Select(role => role.ToString())],
            person.KeepsRights,
            [
                .. person.Rights.Select(right => new RightForm(
                    right.Role.ToString(),
                    right.HighestAction,
                    right.HighestInformation,
                    Keys(right.Ceiling),
                    [.. right.MessageTypes.Select(type => (int)type)],
                    [.. right.Addressees],
                    right.From,
                    right.Until,
                    right.BreakGlass
                )),
            ]
        );

    private static Approver FromForm(PersonForm form) =>
        new(
            form.Name,
            new Mailbox(form.DisplayName, EmailAddress.Parse(form.Address)),
            [
                .. form.Rights.Select(right => new ReleaseRight(
                    EmailAddress.Parse(right.Role),
                    Known(right.HighestAction),
                    Known(right.HighestInformation),
                    Clearances(right.Ceiling)
                )
                {
                    MessageTypes = [.. right.MessageTypes.Select(Type)],
                    Addressees = [.. right.Addressees],
                    From = right.From,
                    Until = right.Until,
                    BreakGlass = right.BreakGlass,
                }),
            ]
        )
        {
            Clearances = Clearances(form.Clearances),
            Reviews = [.. form.Reviews.Select(EmailAddress.Parse)],
            KeepsRights = form.KeepsRights,
        };

    private static PolicyForm ToForm(ReleasePolicy policy) =>
        new(
            policy.Domain,
            policy.LastEditorMayRelease,
            [
                .. policy.Rules.Select(rule => new RuleForm(
                    rule.Name,
                    new(
                        rule.When.FromPrecedence,
                        rule.When.ToPrecedence,
                        rule.When.PolicyId,
                        rule.When.FromHierarchy,
                        [.. rule.When.MessageTypes.Select(type => (int)type)],
                        [.. rule.When.SubjectIndicatorCodes],
                        [.. rule.When.Addressees]
                    ),
                    [
                        .. rule.Stages.Select(stage => new StageForm(
                            stage.Name,
                            stage.Role.ToString(),
                            stage.Quorum,
                            stage.Order,
                            Seconds(stage.Budget.Flash),
                            Seconds(stage.Budget.Immediate),
                            Seconds(stage.Budget.Priority),
                            Seconds(stage.Budget.Routine)
                        )),
                    ]
                )),
            ],
            policy.CountedWriters
        );

    private static ReleasePolicy FromForm(PolicyForm form) =>
        new(
            form.Domain,
            [
                .. form.Rules.Select(rule => new ReleaseRule(
                    rule.Name,
                    new RuleCondition
                    {
                        FromPrecedence = rule.When.FromPrecedence is { } from ? Known(from) : null,
                        ToPrecedence = rule.When.ToPrecedence is { } to ? Known(to) : null,
                        PolicyId = rule.When.PolicyId,
                        FromHierarchy = rule.When.FromHierarchy,
                        MessageTypes = [.. rule.When.MessageTypes.Select(Type)],
                        SubjectIndicatorCodes = [.. rule.When.SubjectIndicatorCodes],
                        Addressees = [.. rule.When.Addressees],
                    },
                    [
                        .. rule.Stages.Select(stage => new StageRule(
                            stage.Name,
                            EmailAddress.Parse(stage.Role),
                            stage.Quorum,
                            stage.Order,
                            new(
                                Time(stage.FlashSeconds),
                                Time(stage.ImmediateSeconds),
                                Time(stage.PrioritySeconds),
                                Time(stage.RoutineSeconds)
                            )
                        )),
                    ]
                )),
            ]
        )
        {
            LastEditorMayRelease = form.LastEditorMayRelease,
            CountedWriters = form.CountedWriters is null or > 0
                ? form.CountedWriters
                : throw new FormatException("At least one writer counts."),
        };

    private static IReadOnlyList<string> Keys(ImmutableArray<Clearance> clearances) =>
        [.. clearances.Select(clearance => clearance.ToKey())];

    private static ImmutableArray<Clearance> Clearances(IReadOnlyList<string> keys) =>
        [
            .. keys.Select(key =>
                ClearanceKey.TryParse(key, out var clearance)
                    ? clearance
                    : throw new FormatException("A clearance of the rights book is no clearance key.")
            ),
        ];

    private static Precedence Known(Precedence value) =>
        Enum.IsDefined(value) ? value : throw new FormatException($"There is no precedence {(int)value}.");

    private static byte Type(int value) =>
        value is >= 0 and <= 255 ? (byte)value : throw new FormatException($"There is no message type {value}.");

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;

    private static TimeSpan Time(long seconds) =>
        seconds is > 0 and <= 31 * 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException("A time budget is from one second to 31 days.");
}

internal sealed record BookForm(IReadOnlyList<PersonForm> People, IReadOnlyList<PolicyForm> Policies);

internal sealed record PersonForm(
    string Name,
    string? DisplayName,
    string Address,
    IReadOnlyList<string> Clearances,
    IReadOnlyList<string> Reviews,
    bool KeepsRights,
    IReadOnlyList<RightForm> Rights
);

internal sealed record RightForm(
    string Role,
    Precedence HighestAction,
    Precedence HighestInformation,
    IReadOnlyList<string> Ceiling,
    IReadOnlyList<int> MessageTypes,
    IReadOnlyList<string> Addressees,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    bool BreakGlass
);

internal sealed record PolicyForm(
    string Domain,
    bool LastEditorMayRelease,
    IReadOnlyList<RuleForm> Rules,
    // only where it is said, so that books without it keep their digest
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? CountedWriters = null
);

internal sealed record RuleForm(string Name, ConditionForm When, IReadOnlyList<StageForm> Stages);

internal sealed record ConditionForm(
    Precedence? FromPrecedence,
    Precedence? ToPrecedence,
    string? PolicyId,
    int? FromHierarchy,
    IReadOnlyList<int> MessageTypes,
    IReadOnlyList<string> SubjectIndicatorCodes,
    IReadOnlyList<string> Addressees
);

internal sealed record StageForm(
    string Name,
    string Role,
    int Quorum,
    int Order,
    long FlashSeconds,
    long ImmediateSeconds,
    long PrioritySeconds,
    long RoutineSeconds
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(BookForm))]
internal sealed partial class RightsBookForms : JsonSerializerContext;
