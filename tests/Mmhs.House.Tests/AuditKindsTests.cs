using System.Globalization;
using System.Reflection;
using System.Text;
using Mmhs.Messages.Audit;

namespace Mmhs.House.Tests;

/// <summary>Every kind of audit entry is in the catalogue once, and the page of kinds is the catalogue's.</summary>
public sealed class AuditKindsTests
{
    private const string Page = "docs/audit-events.md";

    [Fact]
    public void Every_type_has_its_kind() =>
        Assert.Equal(
            typeof(AuditTypes)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (string)field.GetRawConstantValue()!)
                .Order(StringComparer.Ordinal),
            AuditCatalog.All.Select(kind => kind.Type).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_page_of_kinds_is_the_catalogue()
    {
        if (Environment.GetEnvironmentVariable("MMHS_WRITE_DOCS") is not null)
            File.WriteAllText(Repository.PathOf(Page), Written());
        Assert.Equal(Written(), Repository.Read(Page));
    }

    [Theory]
    [InlineData(AuditOutcome.Ok, "version", "BREAK_GLASS says nothing of release")]
    [InlineData(AuditOutcome.Ok, "version release reasonLength minimizeSetAside reason", "BREAK_GLASS states reason")]
    [InlineData(AuditOutcome.Denied, "subject code", "BREAK_GLASS states subject")]
    public void A_planted_entry_is_found(AuditOutcome outcome, string facts, string expected) =>
        Assert.StartsWith(
            expected,
            AuditCatalog.Find(AuditTypes.BreakGlass)!.Objection(outcome, facts.Split(' ')),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(AuditOutcome.Ok, "version release reasonLength minimizeSetAside")]
    [InlineData(AuditOutcome.Denied, "version code")]
    public void What_fits_is_none(AuditOutcome outcome, string facts) =>
        Assert.Null(AuditCatalog.Find(AuditTypes.BreakGlass)!.Objection(outcome, facts.Split(' ')));

    private static string Written()
    {
        var page = new StringBuilder(
            """
            # Audit events

            Each entry of the trail is of one kind: its type, how it reads in the portal when it went through and when it was refused or failed, and the facts in its `data`.
            A fact that could not be determined is null. An entry that was refused by a rule has the rule's `code`. No entry holds a word of a message.
            Who reaches for something that is there and not for him leaves the entry of his act, refused with `ACC-002`, or `ACCESS_DECISION` where nothing was to be done but looked at.

            | type | went through | refused or failed | always | may also state |
            |---|---|---|---|---|

            """
        );
        foreach (var kind in AuditCatalog.All)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{kind.Type}` | {kind.Done} | {kind.Refused} | {string.Join(", ", kind.Required)} | {string.Join(", ", kind.Optional)} |\n"
            );
        return page.ToString();
    }
}
