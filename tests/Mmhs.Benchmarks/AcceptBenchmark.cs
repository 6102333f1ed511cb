using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Relay;
using Mmhs.Signing.Client;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;

namespace Mmhs.Benchmarks;

/// <summary>How many messages of 10 KiB are accepted durably in a second, against Postfix on the same disk; smtp-source sends in both cases.</summary>
/// <remarks>Nothing is delivered meanwhile on either side: our delivery door never greets, Postfix is told to defer. Both answer 250 after a flush.</remarks>
public static class AcceptBenchmark
{
    private const int Messages = 4000;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        var sessions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        if (Find("smtp-source") is not { } source || Find("postfix") is not { } postfix)
        {
            Console.Error.WriteLine("This measurement needs Postfix with smtp-source (Debian: apt-get install postfix).");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("mmhs-accept-").FullName;
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            using var host = await RelayAsync(Path.Combine(folder, "relay.db"), (IPEndPoint)silent.LocalEndpoint);
            var ours = host.Services.GetRequiredService<RelayHost>().Transfer!.Port;
            using var peer = new PostfixPeer(postfix, Path.Combine(folder, "postfix"));
            Send(source, ours, sessions, 500, reuse: false); // warm
            Send(source, peer.Port, sessions, 500, reuse: false);
            foreach (var reuse in new[] { false, true })
            {
                var mine = new List<double>();
                var theirs = new List<double>();
                for (var round = 0; round < Rounds; round++)
                {
                    mine.Add(Send(source, ours, sessions, Messages, reuse));
                    theirs.Add(Send(source, peer.Port, sessions, Messages, reuse));
                }
                Measured.Say(
                    $"{sessions} sessions, {(reuse ? "connections reused " : "new connection each")}   ours {Measured.Median(mine), 7:N0} /s   Postfix {Measured.Median(theirs), 7:N0} /s   ratio {Measured.Median(mine) / Measured.Median(theirs):0.00}"
                );
            }
            await host.StopAsync();
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A relay that takes mail for any address and delivers to <paramref name="delivery"/>.</summary>
    internal static async Task<IHost> RelayAsync(
        string database,
        IPEndPoint delivery,
        Action<RelayOptions>? configure = null,
        IScramAccounts? accounts = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logs => logs.SetMinimumLevel(LogLevel.Error));
        builder.Services.AddDbContextFactory<RelayContext>(options =>
            options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=" + database)
        );
        builder.Services.AddSingleton<IRelayDirectory, OneDomain>();
        builder.Services.AddSingleton<IReleaseLedger, NoLedger>();
        builder.Services.AddSingleton(new RelayAccounts(accounts ?? new Nobody()));
        builder.Services.AddRelay();
        builder.Services.PostConfigure<RelayOptions>(relay =>
        {
            relay.Submission = null;
            relay.Transfer = "127.0.0.1:0";
            relay.Delivery = delivery.ToString();
            relay.Workers = 1;
            relay.Release = ReleaseDemand.Named;
            configure?.Invoke(relay);
        });
        var host = builder.Build();
        await using (
            var context = await host.Services.GetRequiredService<IDbContextFactory<RelayContext>>().CreateDbContextAsync()
        )
            await context.Database.MigrateAsync();
        await host.StartAsync();
        return host;
    }

    private static double Send(string source, int port, int sessions, int messages, bool reuse)
    {
        var start = new ProcessStartInfo(source) { RedirectStandardError = true };
        string[] flags = reuse ? ["-d"] : [];
        string[] arguments =
        [
            "-s",
            $"{sessions}",
            "-m",
            $"{messages}",
            "-l",
            "10240",
            "-f",
            "j3@hq.northland.example",
            "-t",
            "j3@bde3.northland.example",
            .. flags,
            $"127.0.0.1:{port}",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? messages / watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"smtp-source ended with {process.ExitCode}: {errors}");
    }

    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private sealed class NoLedger : IReleaseLedger
    {
        public Task<Refusal?> ObjectionAsync(CopyInTransit copy, CancellationToken cancellationToken) =>
            Task.FromResult<Refusal?>(null);
    }

    private sealed class OneDomain : IRelayDirectory
    {
        public PolicyCatalog Policies => PolicyCatalog.Empty;

        public ValueTask<DomainFacts?> FindDomainAsync(string domain, CancellationToken cancellationToken) =>
            ValueTask.FromResult<DomainFacts?>(new(true, ImmutableArray<Clearance>.Empty));

        public ValueTask<bool> IsClosedAsync(EmailAddress address, CancellationToken cancellationToken) =>
            ValueTask.FromResult(false);

        public ValueTask<bool> IsMailboxAsync(EmailAddress address, CancellationToken cancellationToken) =>
            ValueTask.FromResult(true);

        public ValueTask<bool> MaySendAsAsync(string login, EmailAddress address, CancellationToken cancellationToken) =>
            ValueTask.FromResult(true);

        public ValueTask<MtPriority> HighestPriorityAsync(string login, CancellationToken cancellationToken) =>
            ValueTask.FromResult(default(MtPriority));

        public ValueTask<bool> MaySubmitReleasedAsync(string login, CancellationToken cancellationToken) =>
            ValueTask.FromResult(false);

        public ValueTask<bool> MayAuthorizeAsync(
            EmailAddress authorizingUser,
            EmailAddress originator,
            MessageId? message,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(false);
    }

    private sealed class Nobody : IScramAccounts
    {
        public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ScramVerifier?>(null);
    }
}
