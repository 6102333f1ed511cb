using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Wire.Smtp;

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
                ["Mmhs:Relay:Periods:-2:Objective"] = "06:00:00",
                ["Mmhs:Relay:Periods:-2:FirstRetry"] = "00:10:00",
                ["Mmhs:Relay:Periods:-2:GiveUp"] = "1.00:00:00",
            }
        );
        var options = provider.GetRequiredService<IOptions<RelayOptions>>().Value;
        Assert.Equal(SmtpTlsPolicy.May, options.Peers["alliance.example"].Tls);
        Assert.Equal("192.0.2.1", Assert.Single(options.TrustedPeers));
        Assert.Equal(TimeSpan.FromMinutes(10), options.Periods["-2"].FirstRetry);
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
                ["Mmhs:Relay:Periods:3:FirstRetry"] = "00:00:00",
            }
        );
        var wrong = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RelayOptions>>().Value);
        Assert.Equal(
            ["HostName", "Submission", "Release", "Peers", "Periods", "Periods"],
            wrong.Failures.Select(text => text.Split(':')[2].Split(' ')[0])
        );
    }

    private static ServiceProvider Provide(Dictionary<string, string?> settings) =>
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
            .AddSingleton(provider => new RelayAccounts(provider.GetRequiredService<SmallDirectory>()))
            .AddRelay()
            .BuildServiceProvider();
}
