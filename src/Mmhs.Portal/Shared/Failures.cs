using Microsoft.Data.Sqlite;
using Mmhs.Records.Storage;
using Mmhs.Wire.Smtp;
using Npgsql;

namespace Mmhs.Portal.Shared;

/// <summary>What an exception says about the item that was worked on: nothing, or that it cannot be worked on as it is.</summary>
internal static class Failures
{
    /// <summary>Something beside the item failed: it will pass, and the item is tried again.</summary>
    public static bool IsPassing(Exception failure) => failure is SmtpProtocolException || Passing.Is(failure);

    /// <summary>The kinds of the exception, from the outside in. Never its message, which may hold a word of what was worked on.</summary>
    public static string Words(Exception failure)
    {
        var kinds = new List<string>();
        for (var one = failure; one is not null && kinds.Count < 5; one = one.InnerException)
            kinds.Add(
                one is PostgresException postgres ? $"{one.GetType().Name} {postgres.SqlState}"
                : one is SqliteException sqlite ? $"{one.GetType().Name} {sqlite.SqliteExtendedErrorCode}"
                : one.GetType().Name
            );
        return string.Join(": ", kinds);
    }
}
