using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Audit;
using Mmhs.Records.Relay;
using Mmhs.Records.Storage;

namespace Mmhs.Records;

/// <summary>What the relay remembers: its queue, and the audit streams of MSA and MTA beside it.</summary>
public sealed class RelayContext(DbContextOptions<RelayContext> options) : DbContext(options), IAuditedContext
{
    public DbSet<QueueMessageRow> QueueMessages => Set<QueueMessageRow>();
    public DbSet<QueueBodyRow> QueueBodies => Set<QueueBodyRow>();
    public DbSet<QueueRecipientRow> QueueRecipients => Set<QueueRecipientRow>();
    public DbSet<HandOverRow> HandOvers => Set<HandOverRow>();
    public DbSet<AuditEntryRow> AuditEntries => Set<AuditEntryRow>();
    public DbSet<AuditAddressRow> AuditAddresses => Set<AuditAddressRow>();
    public DbSet<AuditStreamRow> AuditStreams => Set<AuditStreamRow>();
    public DbSet<AuditCheckpointRow> AuditCheckpoints => Set<AuditCheckpointRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new QueueMessageMap());
        modelBuilder.ApplyConfiguration(new QueueBodyMap());
        modelBuilder.ApplyConfiguration(new QueueRecipientMap());
        modelBuilder.ApplyConfiguration(new HandOverMap());
        modelBuilder.ApplyConfiguration(new AuditEntryMap());
        modelBuilder.ApplyConfiguration(new AuditAddressMap());
        modelBuilder.ApplyConfiguration(new AuditStreamMap());
        modelBuilder.ApplyConfiguration(new AuditCheckpointMap());
        SnakeCase.NameColumns(modelBuilder);
    }
}
