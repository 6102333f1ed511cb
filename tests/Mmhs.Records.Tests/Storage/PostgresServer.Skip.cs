using System.Diagnostics;

namespace Mmhs.Records.Tests.Storage;

internal sealed partial class PostgresServer
{
    /// <summary>Starts one; skips the test where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        if (await TryStartAsync() is { } server)
            return server;
        Assert.Skip(
            "PostgreSQL (initdb, pg_ctl) is neither in the PATH nor below /usr/lib/postgresql: install it to test this engine."
        );
        throw new UnreachableException();
    }
}
