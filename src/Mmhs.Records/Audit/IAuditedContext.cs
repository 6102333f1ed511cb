using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Audit;

/// <summary>A context whose database keeps audit streams beside its own rows, so that act and evidence share a transaction.</summary>
public interface IAuditedContext
{
    DbSet<AuditEntryRow> AuditEntries { get; }
    DbSet<AuditAddressRow> AuditAddresses { get; }
    DbSet<AuditStreamRow> AuditStreams { get; }
    DbSet<AuditCheckpointRow> AuditCheckpoints { get; }
}
