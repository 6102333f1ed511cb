using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mmhs.Cli.Audit;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Records.Storage;
using Mmhs.Signing.Demo;
using Mmhs.Signing.Keys;
using Mmhs.Wire.Smime;

namespace Mmhs.Cli.Tests;

/// <summary>Exit codes and lines of <c>mmhs audit</c> (access-and-audit §4.9), over a trail signed as the signing service signs it.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mmhs-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(folder, "relay.db");

    private string Anchor => Path.Combine(folder, "ca", "ca.pem");

    public async ValueTask InitializeAsync()
    {
        using var authority = DemoAuthority.Open(Path.Combine(folder, "ca"), Told.Now);
        authority.IssueCheckpoint(Path.Combine(folder, "keys"));
        await using var context = Open();
        await context.Database.MigrateAsync(Token);
        await AppendAsync(context, "m1@hq.example", "m2@hq.example", "m1@hq.example");
        await CheckpointAsync(context, KeyStore.CheckpointKey);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AUD_7_2_int_a_whole_trail_exits_0()
    {
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal((0, ""), (told.Exit, told.Errors));
        Assert.EndsWith(
            "OK: every entry is as it was written, and a signature covers it",
            told.Output.TrimEnd(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AUD_7_2_int_a_violation_exits_1_and_names_the_first_bad_entry()
    {
        await TamperAsync("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 1");
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal(1, told.Exit);
        Assert.Contains("msa-1 entry 1:", told.Output, StringComparison.Ordinal);
        var json = (await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor, "--json")).Json;
        Assert.Equal("violated", json.GetProperty("verdict").GetString());
        Assert.Equal(
            ("AUD-107", 1),
            (json.GetProperty("fault").GetProperty("code").GetString(), json.GetProperty("fault").GetProperty("seq").GetInt32())
        );
    }

    [Fact]
    public async Task AUD_7_2_int_entries_no_signature_covers_exit_2()
    {
        await using (var context = Open())
            await AppendAsync(context, "m3@hq.example");
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal(2, told.Exit);
        Assert.Contains("entries 3 to 3 come after the last checkpoint", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack_AUD_7_2_int_emptied_or_set_back_records_exit_1_once_the_signing_service_is_asked_and_never_0()
    {
        var attested = Path.Combine(folder, "checkpoints");
        await WriteAttestedAsync(attested, "msa-1", 3);
        await WriteAttestedAsync(attested, "portal-1", 9); // of the other database, and not missed in this one
        Assert.Equal(
            0,
            (await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor, "--attested", attested)).Exit
        );

        await TamperAsync("DELETE FROM audit_entry; DELETE FROM audit_checkpoint; DELETE FROM audit_stream");
        var blind = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal(2, blind.Exit);
        Assert.Contains("There is no entry of any stream.", blind.Output, StringComparison.Ordinal);
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor, "--attested", attested);
        Assert.Equal(1, told.Exit);
        Assert.Contains("AUD-209", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_attested_and_cannot_be_read_exits_3()
    {
        var attested = Path.Combine(folder, "checkpoints");
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", Database, "--attested", attested)).Exit);
        Directory.CreateDirectory(attested);
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", Database, "--attested", attested)).Exit);
        await File.WriteAllTextAsync(Path.Combine(attested, "x.json"), "{}", Token);
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", Database, "--attested", attested)).Exit);
    }

    /// <summary>A state as the signing service keeps it, of the stream as it stands.</summary>
    private async Task WriteAttestedAsync(string attested, string stream, long size)
    {
        await using var context = Open();
        var end = await context.AuditStreams.AsNoTracking().SingleAsync(Token);
        Assert.True(Checkpoint.TryParse((await context.AuditCheckpoints.SingleAsync(Token)).Text, out var last));
        Directory.CreateDirectory(attested);
        var state = new
        {
            stream,
            @base = new { digest = new byte[32] },
            last = new
            {
                size,
                chain = end.Chain,
                digest = last!.Digest(),
            },
        };
        await File.WriteAllBytesAsync(
            Path.Combine(attested, stream + ".json"),
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(state),
            Token
        );
    }

    [Fact]
    public async Task AUD_7_2_int_without_a_trust_anchor_the_exit_is_2()
    {
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--json");
        Assert.Equal(2, told.Exit);
        Assert.False(told.Json.GetProperty("signaturesChecked").GetBoolean());
    }

    [Fact]
    public async Task AUD_7_2_int_a_checkpoint_signed_below_another_authority_exits_1()
    {
        using (DemoAuthority.Open(Path.Combine(folder, "other"), Told.Now)) { }
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Path.Combine(folder, "other", "ca.pem"));
        Assert.Equal(1, told.Exit);
        Assert.Contains("AUD-205", told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoints", 0)]
    [InlineData("signers", 1)]
    [InlineData("mail", 1)]
    [InlineData("partners/partner.example", 1)]
    public async Task Attack_a_root_of_another_purpose_attests_no_trail(string purpose, int exit)
    {
        using (DemoAuthority.Open(Path.Combine(folder, "other"), Told.Now)) { }
        var trust = Path.Combine(folder, "trust");
        Put(Path.Combine(folder, "other", "ca.pem"), "checkpoints");
        Put(Anchor, purpose);
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", trust);
        Assert.Equal(exit, told.Exit);

        void Put(string root, string to) =>
            File.Copy(root, Path.Combine(Directory.CreateDirectory(Path.Combine(trust, to)).FullName, $"{Guid.NewGuid():N}.pem"));
    }

    [Theory]
    [InlineData("DELETE FROM audit_stream")]
    [InlineData("UPDATE audit_stream SET size = 0, chain = @chain, frontier = @frontier")]
    public async Task Attack_AUD_7_2_int_emptied_tables_are_never_called_whole(string stream)
    {
        await TamperAsync("DELETE FROM audit_entry; DELETE FROM audit_checkpoint; DELETE FROM audit_address");
        await using (var context = Open())
        {
            await context.Database.ExecuteSqlRawAsync(
                stream,
                [
                    new SqliteParameter("@chain", AuditHash.Genesis("msa-1")),
                    new SqliteParameter("@frontier", new MerkleFrontier().ToBytes()),
                ],
                Token
            );
        }
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal(2, told.Exit);
        Assert.Contains("INCOMPLETE EVIDENCE", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("every entry is as it was written", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_folder_of_roots_is_one_of_checkpoints_here()
    {
        Assert.Equal(0, (await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Path.Combine(folder, "ca"))).Exit);
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", Database, "--trust", empty)).Exit);
    }

    [Fact]
    public async Task AUD_7_2_int_a_checkpoint_signed_with_a_key_for_messages_exits_1()
    {
        using (var authority = DemoAuthority.Open(Path.Combine(folder, "ca"), Told.Now))
            authority.IssueOrganisation(Path.Combine(folder, "keys"), "hq.example", "HQ", []);
        await TamperAsync("DELETE FROM audit_checkpoint");
        await using (var context = Open())
            await CheckpointAsync(context, "hq.example");
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal(1, told.Exit);
        Assert.Contains("not for checkpoints", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUD_7_2_int_a_signature_over_another_text_exits_1()
    {
        await TamperAsync(
            "UPDATE audit_checkpoint SET text = replace(text, 'time: 2026-11-23T16:00:00Z', 'time: 2026-11-23T16:00:01Z')"
        );
        var told = await Told.ByAsync("audit", "verify", "--db", Database, "--trust", Anchor);
        Assert.Equal(1, told.Exit);
        Assert.Contains("not over this text", told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "verify")]
    [InlineData("audit", "verify", "--db")]
    [InlineData("audit", "verify", "--db", "no-such-file.db")]
    [InlineData("audit", "verify", "--db", "x", "--provider", "oracle")]
    [InlineData("audit", "verify", "--database", "x")]
    [InlineData("audit", "verify", "--db", "x", "--db", "y")]
    [InlineData("audit", "verify", "--db", "Host=127.0.0.1;Port=1;Timeout=2")]
    [InlineData("audit", "verify", "--db", "postgres://nobody@127.0.0.1:1/none")]
    [InlineData("audit", "verify", "--db", "postgres://127.0.0.1:1/none?sslmode=require")]
    [InlineData("audit", "show", "--db", "x")]
    [InlineData("audit", "show", "--db", "x", "--mmid", "no identifier")]
    [InlineData("audit", "show", "--db", "x", "--address", "nobody")]
    [InlineData("audit", "show", "--db", "x", "--address", "a@hq.example", "--mmid", "m1@hq.example")]
    [InlineData("audit")]
    [InlineData]
    public async Task What_cannot_be_done_exits_3_and_says_why(params string[] typed)
    {
        var told = await Told.ByAsync(typed);
        Assert.Equal(3, told.Exit);
        Assert.NotEmpty(told.Errors);
    }

    [Theory]
    [InlineData("audit", "verify", "--help")]
    [InlineData("inspect", "-h")]
    [InlineData("--help")]
    public async Task Help_is_given_wherever_it_is_asked_for(params string[] typed)
    {
        var told = await Told.ByAsync(typed);
        Assert.Equal(0, told.Exit);
        Assert.Contains("mmhs audit verify", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_which_build_it_is()
    {
        var told = await Told.ByAsync("--version");
        Assert.Equal((0, $"mmhs {Messages.ProductVersion.Text}"), (told.Exit, told.Output.Trim()));
    }

    [Fact]
    public async Task A_postgres_address_is_a_server_and_no_file()
    {
        var told = await Told.ByAsync("audit", "verify", "--db", "postgresql://nobody:pa%40ss@127.0.0.1:1/none");
        Assert.Equal(3, told.Exit);
        Assert.DoesNotContain("no file", told.Errors, StringComparison.Ordinal);
        Assert.Equal(
            "Host=127.0.0.1;Port=1;Database=none;Username=nobody;Password=pa@ss",
            PostgresAddress.ToConnection("postgresql://nobody:pa%40ss@127.0.0.1:1/none")
        );
    }

    [Fact]
    public async Task A_database_that_is_none_and_a_stream_that_is_none_exit_3()
    {
        var none = Path.Combine(folder, "none.db");
        await File.WriteAllTextAsync(none, new string('x', 5000), Token);
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", none)).Exit);
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", Database, "--stream", "mta-9")).Exit);
        Assert.Equal(3, (await Told.ByAsync("audit", "verify", "--db", Database, "--trust", none)).Exit);
        Assert.Equal(0, (await Told.ByAsync("audit", "verify", "--db", Database, "--stream", "msa-1", "--trust", Anchor)).Exit);
    }

    [Fact]
    public async Task The_story_of_a_message_is_told_and_nothing_is_changed()
    {
        var before = await File.ReadAllBytesAsync(Database, Token);
        var told = await Told.ByAsync("audit", "show", "--db", Database, "--mmid", "<m1@hq.example>");
        Assert.Equal(0, told.Exit);
        Assert.Equal(
            ["msa-1/0", "msa-1/2"],
            told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")[1])
        );
        Assert.Equal(
            2,
            (await Told.ByAsync("audit", "show", "--db", Database, "--mmid", "m1@hq.example", "--json")).Json.GetArrayLength()
        );
        Assert.Equal(2, (await Told.ByAsync("audit", "show", "--db", Database, "--mmid", "m9@hq.example")).Exit);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Token));
    }

    [Fact]
    public async Task AUD_6_2_AUD_7_2_what_names_an_address_is_shown_newest_first()
    {
        await using (var context = Open())
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Token);
            await AuditTrail.AppendAsync(
                context,
                "msa-1",
                [
                    .. Enumerable.Range(0, 501).Select(n => Accepted($"a{n}@hq.example", "j3@hq.example")),
                    Accepted("b@hq.example", "j4@hq.example"),
                ],
                Told.Now,
                Token
            );
            await context.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
        }
        var told = await Told.ByAsync("audit", "show", "--db", Database, "--address", "<J3@hq.example>", "--json");
        Assert.Equal(0, told.Exit);
        var entries = told.Json.EnumerateArray().Select(entry => entry.GetProperty("mmId").GetString()).ToList();
        Assert.Equal((501, "a500@hq.example", "a0@hq.example"), (entries.Count, entries[0], entries[^1])); // over two pages
        Assert.Equal(
            502,
            (await Told.ByAsync("audit", "show", "--db", Database, "--address", "@hq.example", "--json")).Json.GetArrayLength()
        );
        Assert.Equal(2, (await Told.ByAsync("audit", "show", "--db", Database, "--address", "a0@hq.example")).Exit); // a message identifier is no address

        static AuditEvent Accepted(string id, string to) =>
            new(
                AuditTypes.MsaAccept,
                AuditOutcome.Ok,
                "portal",
                null,
                id,
                null,
                null,
                new() { ["recipients"] = CanonicalValue.List([to]) }
            );
    }

    private RelayContext Open() =>
        new(
            (DbContextOptions<RelayContext>)
                new DbContextOptionsBuilder<RelayContext>()
                    .UseMmhs(DatabaseProvider.Sqlite, $"Data Source={Database};Pooling=False")
                    .Options
        );

    // what every entry of the kind states, though nothing of it could be determined
    private static CanonicalObject Facts(string type)
    {
        var facts = new CanonicalObject();
        foreach (var fact in AuditCatalog.Find(type)!.Required)
            facts[fact] = default;
        return facts;
    }

    private static async Task AppendAsync(RelayContext context, params string[] messageIds)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        await AuditTrail.AppendAsync(
            context,
            "msa-1",
            [
                .. messageIds.Select(id => new AuditEvent(
                    AuditTypes.MsaAccept,
                    AuditOutcome.Ok,
                    "drafter",
                    null,
                    id,
                    null,
                    null,
                    Facts(AuditTypes.MsaAccept)
                )),
            ],
            Told.Now,
            Token
        );
        await context.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);
    }

    private async Task CheckpointAsync(RelayContext context, string key)
    {
        var path = Path.Combine(folder, "keys", key);
        using var identity = new SigningIdentity(
            X509CertificateLoader.LoadCertificate(
                X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(path + ".pem", Token)).RawData
            ),
            Key(path),
            []
        );
        var end = await context.AuditStreams.AsNoTracking().SingleAsync(Token);
        var text = new Checkpoint(
            "msa-1",
            end.Size,
            MerkleFrontier.FromBytes(end.Size, end.Frontier).Root(),
            end.Chain,
            0,
            Told.Now,
            new byte[32],
            identity.KeyId
        ).ToText();
        context.AuditCheckpoints.Add(
            new()
            {
                Stream = "msa-1",
                Size = end.Size,
                Text = text,
                Signature = SignedDataWriter.Detached(Encoding.UTF8.GetBytes(text), identity, Told.Now),
            }
        );
        await context.SaveChangesAsync(Token);
    }

    private static ECDsa Key(string path)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path + ".key.pem"));
        return key;
    }

    private async Task TamperAsync(string sql)
    {
        await using var context = Open();
        await context.Database.ExecuteSqlRawAsync(sql, Token);
    }
}
