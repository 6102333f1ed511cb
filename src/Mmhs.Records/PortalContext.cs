using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Audit;
using Mmhs.Records.Compose;
using Mmhs.Records.Deliver;
using Mmhs.Records.Labels;
using Mmhs.Records.Operate;
using Mmhs.Records.People;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Storage;
using Mmhs.Records.Submit;
using Mmhs.Records.Track;

namespace Mmhs.Records;

/// <summary>What the portal remembers. A context lives for one operation; make it with <see cref="PortalRecords"/>.</summary>
public sealed class PortalContext(DbContextOptions<PortalContext> options)
    : IdentityUserContext<PersonRow, Guid>(options),
        IAuditedContext
{
    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();
    public DbSet<RoleRow> Roles => Set<RoleRow>();
    public DbSet<UnitRow> Units => Set<UnitRow>();
    public DbSet<AddressListRow> AddressLists => Set<AddressListRow>();
    public DbSet<AddressListMemberRow> AddressListMembers => Set<AddressListMemberRow>();
    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();
    public DbSet<RoleRuleRow> RoleRules => Set<RoleRuleRow>();
    public DbSet<SessionRow> Sessions => Set<SessionRow>();
    public DbSet<TokenRow> ApiTokens => Set<TokenRow>();
    public DbSet<IdentityUserPasskey<Guid>> Passkeys => Set<IdentityUserPasskey<Guid>>();
    public DbSet<PasskeyUseRow> PasskeyUses => Set<PasskeyUseRow>();
    public DbSet<LabelRow> Labels => Set<LabelRow>();
    public DbSet<DraftRow> Drafts => Set<DraftRow>();
    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();
    public DbSet<CommentRow> Comments => Set<CommentRow>();
    public DbSet<MentionRow> Mentions => Set<MentionRow>();
    public DbSet<TemplateRow> Templates => Set<TemplateRow>();
    public DbSet<VersionRow> Versions => Set<VersionRow>();
    public DbSet<ReleaseRow> Releases => Set<ReleaseRow>();
    public DbSet<MinimizeRow> Minimizes => Set<MinimizeRow>();
    public DbSet<StageRow> Stages => Set<StageRow>();
    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();
    public DbSet<VersionViewRow> VersionViews => Set<VersionViewRow>();
    public DbSet<BreakGlassRow> BreakGlass => Set<BreakGlassRow>();
    public DbSet<BookProposalRow> BookProposals => Set<BookProposalRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<StoredMessageRow> StoredMessages => Set<StoredMessageRow>();
    public DbSet<InboxRow> Inbox => Set<InboxRow>();
    public DbSet<SupersessionRow> Supersessions => Set<SupersessionRow>();
    public DbSet<TrackingRow> Tracking => Set<TrackingRow>();
    public DbSet<TrackingEventRow> TrackingEvents => Set<TrackingEventRow>();
    public DbSet<UnmatchedReportRow> UnmatchedReports => Set<UnmatchedReportRow>();
    public DbSet<SetAsideRow> SetAsides => Set<SetAsideRow>();
    public DbSet<AuditEntryRow> AuditEntries => Set<AuditEntryRow>();
    public DbSet<AuditAddressRow> AuditAddresses => Set<AuditAddressRow>();
    public DbSet<AuditStreamRow> AuditStreams => Set<AuditStreamRow>();
    public DbSet<AuditCheckpointRow> AuditCheckpoints => Set<AuditCheckpointRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfiguration(new OrganisationMap());
        builder.ApplyConfiguration(new PersonMap());
        builder.ApplyConfiguration(new RoleMap());
        builder.ApplyConfiguration(new UnitMap());
        builder.ApplyConfiguration(new AddressListMap());
        builder.ApplyConfiguration(new AddressListMemberMap());
        builder.ApplyConfiguration(new MembershipMap());
        builder.ApplyConfiguration(new RoleRuleMap());
        builder.ApplyConfiguration(new SessionMap());
        builder.ApplyConfiguration(new TokenMap());
        builder.ApplyConfiguration(new LabelMap());
        builder.ApplyConfiguration(new DraftMap());
        builder.ApplyConfiguration(new AttachmentMap());
        builder.ApplyConfiguration(new CommentMap());
        builder.ApplyConfiguration(new MentionMap());
        builder.ApplyConfiguration(new TemplateMap());
        builder.ApplyConfiguration(new VersionMap());
        builder.ApplyConfiguration(new ReleaseMap());
        builder.ApplyConfiguration(new MinimizeMap());
        builder.ApplyConfiguration(new StageMap());
        builder.ApplyConfiguration(new DecisionMap());
        builder.ApplyConfiguration(new VersionViewMap());
        builder.ApplyConfiguration(new BreakGlassMap());
        builder.ApplyConfiguration(new BookProposalMap());
        builder.ApplyConfiguration(new OutboxMap());
        builder.ApplyConfiguration(new StoredMessageMap());
        builder.ApplyConfiguration(new InboxMap());
        builder.ApplyConfiguration(new SupersessionMap());
        builder.ApplyConfiguration(new TrackingMap());
        builder.ApplyConfiguration(new TrackingEventMap());
        builder.ApplyConfiguration(new UnmatchedReportMap());
        builder.ApplyConfiguration(new SetAsideMap());
        builder.ApplyConfiguration(new AuditEntryMap());
        builder.ApplyConfiguration(new AuditAddressMap());
        builder.ApplyConfiguration(new AuditStreamMap());
        builder.ApplyConfiguration(new AuditCheckpointMap());
        PersonTables(builder);
        SnakeCase.NameColumns(builder);
    }

    private static void PersonTables(ModelBuilder builder)
    {
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("person_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("person_login");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("person_token");
        builder.ApplyConfiguration(new PasskeyMap());
        builder.ApplyConfiguration(new PasskeyUseMap());
    }
}
