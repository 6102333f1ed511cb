using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Signing.Client;

namespace Mmhs.Signing.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Every_part_of_the_contract_is_kept_by_the_one_service()
    {
        using var provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(SigningWorld.Policies)
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddSigning()
            .BuildServiceProvider();
        var service = provider.GetRequiredService<SigningService>();
        Assert.All(
            typeof(IReleaseSigning).Assembly.GetExportedTypes().Where(type => type.IsInterface),
            part => Assert.Same(service, provider.GetRequiredService(part))
        );
    }
}
