using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Mmhs.Records;
using Mmhs.Records.Storage;

namespace Mmhs.Migrations.Sqlite;

/// <summary>How <c>dotnet ef</c> makes the portal's context; it connects to nothing.</summary>
public sealed class PortalDesignTime : IDesignTimeDbContextFactory<PortalContext>
{
    public PortalContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PortalContext>();
        options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=design.db");
        return new PortalContext(options.Options);
    }
}

/// <summary>How <c>dotnet ef</c> makes the relay's context; it connects to nothing.</summary>
public sealed class RelayDesignTime : IDesignTimeDbContextFactory<RelayContext>
{
    public RelayContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<RelayContext>();
        options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=design.db");
        return new RelayContext(options.Options);
    }
}
