using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Signing;
using Mmhs.Signing.Client;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Benchmarks;

/// <summary>What the submission agent pays to ask whether a copy was released, beside the look at its signature; and what noting costs.</summary>
public static class LedgerBenchmark
{
    private const int Entries = 1_000_000;

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-ledger-").FullName;
        try
        {
            var policies = PolicyFolder.Load(Path.Combine(AppContext.BaseDirectory, "policies"));
            await using var services = Services(folder, policies);
            var signing = services.GetRequiredService<IReleaseSigning>();
            var ledger = services.GetRequiredService<IReleaseLedger>();
            await signing.NoteAsync(Submitted(0), CancellationToken.None); // makes the file
            var path = services.GetRequiredService<IOptions<SigningOptions>>().Value.LedgerFile;

            var message = SignBenchmark.Released(policies);
            var content = message.Version.Content;
            var forms = LabelForms.Of(content.Label, policies.Find(content.Label.PolicyId)!);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var certificate = SignBenchmark.SelfSigned(new("CN=Benchmark", key, HashAlgorithmName.SHA256));
            using var identity = new SigningIdentity(certificate, key, []);
            var now = DateTimeOffset.UnixEpoch.AddYears(56);
            var plan = CopyPlan.Of(content)[0];
            var built = MessageBuilder.Build(message, plan, new Dictionary<string, byte[]>(), forms);
            var octets = SignedMessage.Sign(built, identity, now, forms.Ess).ToArray();
            var copy = new CopyInTransit(
                BodyDigest.OfMessage(octets),
                message.Filled.MessageId,
                [.. plan.Recipients.Select(to => to.Address.ToString())]
            );
            Fill(path, copy);
            if (await ledger.ObjectionAsync(copy, CancellationToken.None) is { } objection)
                throw new InvalidOperationException(objection.Text);

            var context = new ReadingContext(
                SignerTrust.AnyDomain(new TrustRoots(TrustPurpose.MessageSignature, certificate)),
                policies,
                now
            )
            {
                FieldsOnly = true,
            };
            var rates = Measured.Rates(
                5,
                TimeSpan.FromSeconds(1),
                [
                    () => MessageReader.Read(octets, context),
                    () =>
                    {
                        BodyDigest.OfMessage(octets);
                        ledger.ObjectionAsync(copy, CancellationToken.None).GetAwaiter().GetResult();
                    },
                ]
            );
            Measured.Say($"a look at the signature, 10 KiB          {rates[0], 10:N0} /s   1.00");
            Measured.Say(
                $"asking a ledger of {Entries:N0} copies    {rates[1], 10:N0} /s   {rates[0] / rates[1]:0.00} of its time"
            );

            foreach (var together in new[] { 1, 32 })
            {
                const int Notes = 2000;
                var started = TimeProvider.System.GetTimestamp();
                await Parallel.ForEachAsync(
                    Enumerable.Range(1 + together * Notes, Notes),
                    new ParallelOptions { MaxDegreeOfParallelism = together },
                    async (number, token) => await signing.NoteAsync(Submitted(number), token)
                );
                var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                Measured.Say($"noting a version on the disk, {together, 2} at once  {Notes / seconds, 10:N0} /s");
            }
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SubmittedVersion Submitted(int number) =>
        new(new Guid(number, 0, 0, new byte[8]), 1, new string('0', 64), ["drafter"], "drafter");

    private static ServiceProvider Services(string folder, PolicyCatalog policies) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection([new("Mmhs:Signing:Folder", folder)]).Build()
            )
            .AddLogging(logs => logs.SetMinimumLevel(LogLevel.Critical))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(policies)
            .AddSigning()
            .BuildServiceProvider();

    // as many as some years of a headquarters; their chain is never read here
    private static void Fill(string path, CopyInTransit copy)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText =
            "INSERT INTO entry (sequence, at, kind, subject, facts, chain) VALUES ($sequence, 0, 'copy', $subject, CAST($facts AS BLOB), zeroblob(32))";
        var (sequence, subject, facts) = (
            insert.Parameters.Add("$sequence", SqliteType.Integer),
            insert.Parameters.Add("$subject", SqliteType.Text),
            insert.Parameters.Add("$facts", SqliteType.Text)
        );
        var leaves = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var text =
            $$"""{"messageId":"{{copy.MessageId.Value}}","envelopeId":"X-0","recipients":["{{string.Join("\",\"", copy.Recipients)}}"],"draft":"{{Guid.Empty}}","version":1,"contentHash":"{{new string('0', 64)}}","approval":"{{new string('0', 64)}}","leaves":{{leaves}}}""";
        using (var approval = connection.CreateCommand())
        {
            approval.CommandText =
                $"INSERT INTO entry (sequence, at, kind, subject, facts, chain) VALUES (2, 0, 'approval', '{new string('0', 64)}', x'7b7d', zeroblob(32))";
            approval.ExecuteNonQuery();
        }
        for (var entry = 3; entry <= Entries + 2; entry++)
        {
            sequence.Value = entry;
            subject.Value = Convert.ToHexStringLower(
                entry == Entries / 2 ? copy.BodyDigest : SHA256.HashData(BitConverter.GetBytes(entry))
            );
            facts.Value = text;
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }
}
