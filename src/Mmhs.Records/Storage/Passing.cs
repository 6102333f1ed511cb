using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Mmhs.Records.Storage;

/// <summary>Whether a failure is of what is around an item, a disk, a line, a server, a key, and not of the item.</summary>
public static class Passing
{
    // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN
    private static readonly int[] Codes = [5, 6, 10, 13, 14];

    /// <summary>It will pass, and the item is to be tried again; false says that the item cannot be worked on as it is.</summary>
    public static bool Is(Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
            if (
                one is SqliteException sqlite ? Codes.Contains(sqlite.SqliteErrorCode)
                : one is DbException database ? database.IsTransient
                : one
                    is IOException
                        or UnauthorizedAccessException
                        or CryptographicException
                        or SocketException
                        or TimeoutException
                        or OperationCanceledException
            )
                return true;
        return false;
    }
}
