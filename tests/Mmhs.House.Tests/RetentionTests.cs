using System.Text.RegularExpressions;

namespace Mmhs.House.Tests;

/// <summary>The evidence is kept for good: MMHS §5.2, §6.2 and §7.2 want ten days, and nothing here can delete or rewrite an entry at all.</summary>
public sealed partial class RetentionTests
{
    [Fact]
    public void AUD_5_2_ret_AUD_6_2_ret_AUD_7_2_ret_nothing_in_the_program_deletes_or_rewrites_the_trail() =>
        House.IsClean(
            Repository
                .Files("src", ".cs")
                .Concat(Repository.Files("migrations", ".cs"))
                .Where(file => Destructive().IsMatch(Repository.Read(file)))
        );

    [Theory]
    [InlineData("context.AuditEntries.Where(e => e.At < then)\n    .ExecuteDeleteAsync()")]
    [InlineData("context.AuditEntries.RemoveRange(old)")]
    [InlineData("migrationBuilder.Sql(\"DELETE FROM audit_entry\")")]
    [InlineData("work.Context.AuditEntries.ExecuteUpdateAsync(set => set)")]
    public void A_planted_purge_turns_it_red(string code) => Assert.Matches(Destructive(), code);

    [GeneratedRegex(
        @"AuditEntries[^;]*\.(ExecuteDelete|ExecuteUpdate|Remove)|(DELETE\s+FROM|UPDATE|TRUNCATE(\s+TABLE)?)\s+""?audit_entry",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Destructive();
}
