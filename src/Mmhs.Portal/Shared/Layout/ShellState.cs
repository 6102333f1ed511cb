using Mmhs.Messages.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Shared.Layout;

/// <summary>What the frame around every page shows: who acts, in which role, and where that role may go.</summary>
/// <remarks>Cascaded from the root; null where nobody is signed in.</remarks>
/// <param name="Organisation">As people say it, <c>Northland HQ</c>.</param>
/// <param name="RoleName">The role mailbox acted for, <c>J3 Operations</c>.</param>
/// <param name="Function">What the person does there, <c>drafter</c>.</param>
/// <param name="PersonName">Who is signed in.</param>
/// <param name="Choices">Every role this person may act in, the present one included.</param>
/// <param name="Navigation">In the order shown; items of one group stand together.</param>
public sealed record ShellState(
    string Organisation,
    string RoleName,
    string Function,
    string PersonName,
    IReadOnlyList<RoleChoice> Choices,
    IReadOnlyList<NavItem> Navigation
)
{
    /// <summary>The MINIMIZE in force in the organisation, soonest end first.</summary>
    public IReadOnlyList<Minimize> Minimizes { get; init; } = [];

    /// <summary>The other roles in which something awaits the person.</summary>
    public IReadOnlyList<RoleChoice> Elsewhere => [.. Choices.Where(choice => !choice.Current && choice.Awaiting > 0)];
}

/// <summary>A role the person may switch to; <c>/session/role</c> receives <paramref name="Id"/> as the form value <c>role</c>.</summary>
/// <param name="OnBehalfOf">Whose role it is, when the person stands in; null: his own.</param>
public sealed record RoleChoice(
    string Id,
    string Organisation,
    string RoleName,
    string Function,
    bool Current,
    string? OnBehalfOf = null
)
{
    /// <summary>How much awaits the person there; 0 also in the role he acts in, whose work the menu shows.</summary>
    public int Awaiting { get; init; }

    /// <summary>What of it is most urgent, and until when: "2 await you, FLASH due in 2 min"; empty when nothing awaits.</summary>
    public string AwaitingText { get; init; } = "";

    /// <summary>The most urgent is past its time.</summary>
    public bool IsLate { get; init; }

    /// <summary>In what capacity he would act: "as releaser of J3 Operations", "as deputy of Chief of Staff".</summary>
    public string Capacity => OnBehalfOf is { } principal ? $"as deputy of {principal}" : $"as {Function} of {RoleName}";
}

/// <summary>A place to go.</summary>
/// <param name="Href">Path within the portal.</param>
/// <param name="Text">One word or two: the rail is narrow at 1024 pixels.</param>
/// <param name="Icon">The drawing beside it.</param>
/// <param name="Group">The function it belongs to, shown as a heading.</param>
/// <param name="Key">The letter that goes there after <c>g</c>; null for none.</param>
/// <param name="Count">How much waits there; 0 is not shown.</param>
/// <param name="Overdue">Something there is past its time.</param>
public sealed record NavItem(
    string Href,
    string Text,
    Glyph Icon,
    string Group,
    char? Key = null,
    int Count = 0,
    bool Overdue = false
);
