using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Signing.Client;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay.Tests;

public sealed class CompositionTests
{
    [Fact]
    public async Task A_host_gets_a_relay_by_one_line_and_its_configuration()
    {
        await using var provider = Provide(
            new()
            {
                ["Mmhs:Relay:HostName"] = "relay.hq.example",
                ["Mmhs:Relay:Peers:alliance.example:Host"] = "mta.alliance.example",
                ["Mmhs:Relay:Peers:alliance.example:Tls"] = "May",
                ["Mmhs:Relay:TrustedPeers:0"] = "192.0.2.1",
                ["Mmhs:Precedence:Routine:FirstRetry"] = "00:10:00",
            }
        );
        var options = provider.GetRequiredService<IOptions<RelayOptions>>().Value;
        Assert.Equal(SmtpTlsPolicy.May, options.Peers["alliance.example"].Tls);
        Assert.Equal("192.0.2.1", Assert.Single(options.TrustedPeers));
        Assert.Equal(TimeSpan.FromMinutes(10), options.Precedence.Of(new MtPriority(-3)).FirstRetry);
        Assert.Equal(TimeSpan.FromHours(48), options.Precedence.Routine.GiveUp); // what is not named keeps its default
        Assert.Null(provider.GetRequiredService<RelayHost>().Submission);
    }

    [Fact]
    public async Task Everything_wrong_with_the_configuration_is_said_at_once()
    {
        await using var provider = Provide(
            new()
            {
                ["Mmhs:Relay:HostName"] = "no name",
                ["Mmhs:Relay:Submission"] = "5587x",
                ["Mmhs:Relay:Release"] = "Signed", // and no roots
                ["Mmhs:Relay:Peers:alliance.example:Port"] = "25",
                ["Mmhs:Precedence:Flash:FirstRetry"] = "00:00:00",
                ["Mmhs:Precedence:Routine:GiveUp"] = "00:15:00",
            }
        );
        var wrong = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RelayOptions>>().Value);
        Assert.Equal(
            ["HostName", "Submission", "Release", "Peers", "Flash", "Routine"],
            wrong.Failures.Select(text => text.Split(':')[2].Split(' ')[0])
        );
    }

    [Fact]
    public async Task A_peer_reached_by_TLS_needs_a_root_to_be_known_by()
    {
        await using var provider = Provide(
            new() { ["Mmhs:Relay:Peers:far.example:Host"] = "mx.far.example" },
            relay => relay.Peers["far.example"].TrustedRoots = new(TrustPurpose.Peer)
        );
        var wrong = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RelayOptions>>().Value);
        Assert.Contains("trust/mail", Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    private static ServiceProvider Provide(Dictionary<string, string?> settings, Action<RelayOptions>? composition = null) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([new("Mmhs:Relay:Release", "Named")])
                    .AddInMemoryCollection(settings)
                    .Build()
            )
            .AddLogging()
            .AddDbContextFactory<RelayContext>(options => options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=:memory:"))
            .AddSingleton<SmallDirectory>()
            .AddSingleton<IRelayDirectory>(provider => provider.GetRequiredService<SmallDirectory>())
            .AddSingleton<IReleaseLedger, SmallLedger>()
            .AddSingleton(provider => new RelayAccounts(provider.GetRequiredService<SmallDirectory>()))
            .AddRelay()
            .PostConfigure<RelayOptions>(relay => composition?.Invoke(relay))
            .BuildServiceProvider();
}
