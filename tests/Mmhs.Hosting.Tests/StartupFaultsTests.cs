using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mmhs.Hosting.Tests;

public sealed class StartupFaultsTests
{
    [Fact]
    public void Two_sections_at_fault_are_both_told_each_reason_by_itself()
    {
        using var provider = Services(new() { Port = 0, Name = "" }, new() { Pages = 0 });
        var faults = new StartupFaults();
        faults.Try(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Equal(3, faults.Reasons.Count);
        Assert.Contains(faults.Reasons, reason => reason.Contains("Port", StringComparison.Ordinal));
        Assert.Contains(faults.Reasons, reason => reason.Contains("Name", StringComparison.Ordinal));
        Assert.Contains(faults.Reasons, reason => reason.Contains("Pages", StringComparison.Ordinal));
    }

    [Fact]
    public void What_stops_one_step_does_not_keep_the_next_from_being_tried()
    {
        var faults = new StartupFaults();
        faults.Try(() => throw new IOException("The disk is full."));
        faults.Try(() => throw new UnauthorizedAccessException("The key may not be read."));
        faults.Try(() => { });
        Assert.Equal(["The disk is full.", "The key may not be read."], faults.Reasons);
    }

    [Fact]
    public void A_fault_of_the_program_is_let_through()
    {
        var faults = new StartupFaults();
        Assert.Throws<NullReferenceException>(() => faults.Try(() => throw new NullReferenceException()));
        Assert.Throws<AggregateException>(() =>
            faults.Try(() => throw new AggregateException(new IOException("Gone."), new NullReferenceException()))
        );
        Assert.Empty(faults.Reasons);
    }

    private static ServiceProvider Services(Door door, Shelf shelf)
    {
        var services = new ServiceCollection();
        services
            .AddOptions<Door>()
            .Configure(options => (options.Port, options.Name) = (door.Port, door.Name))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<Shelf>()
            .Configure(options => options.Pages = shelf.Pages)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services.BuildServiceProvider();
    }

    private sealed class Door
    {
        [Range(1, 65535)]
        public int Port { get; set; }

        [Required]
        public string Name { get; set; } = "";
    }

    private sealed class Shelf
    {
        [Range(1, 10)]
        public int Pages { get; set; }
    }
}
