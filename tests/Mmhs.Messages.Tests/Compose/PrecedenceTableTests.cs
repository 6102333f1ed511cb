using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

public sealed class PrecedenceTableTests
{
    [Fact]
    public void The_defaults_are_lawful_and_the_more_urgent_never_waits_longer()
    {
        var table = new PrecedenceTable();
        Assert.Empty(table.Faults());
        foreach (var (more, less) in Precedences.MostUrgentFirst.Zip(Precedences.MostUrgentFirst.Skip(1)))
        {
            var (first, second) = (table.Of(more), table.Of(less));
            Assert.True(first.Stage <= second.Stage && first.Grace <= second.Grace && first.Objective < second.Objective);
            Assert.True(first.FirstRetry < second.FirstRetry && first.GiveUp < second.GiveUp);
        }
    }

    // RFC 6710 §5: a value between two levels is handled as the higher
    [Theory]
    [InlineData(-9, Precedence.Deferred)]
    [InlineData(-4, Precedence.Deferred)]
    [InlineData(-3, Precedence.Routine)]
    [InlineData(0, Precedence.Priority)]
    [InlineData(1, Precedence.Immediate)]
    [InlineData(4, Precedence.Flash)]
    [InlineData(5, Precedence.Override)]
    [InlineData(9, Precedence.Override)]
    public void EOS_206t_pol_a_priority_has_the_periods_of_its_level(int priority, Precedence precedence)
    {
        var table = new PrecedenceTable();
        Assert.Same(table.Of(precedence), table.Of(new MtPriority(priority)));
    }

    [Fact]
    public void What_cannot_be_so_is_named_with_its_place()
    {
        var table = new PrecedenceTable();
        table.Flash.GiveUp = table.Flash.FirstRetry;
        table.Routine.Grace = TimeSpan.FromMinutes(6);
        table.Priority.Objective = TimeSpan.FromDays(31);
        table.Immediate.TextOctets = 0;
        table.Deferred.Addressees = 0;
        table.Override.Stage = TimeSpan.Zero;
        Assert.Equal(
            [
                "Override:Stage",
                "Flash:GiveUp",
                "Immediate:TextOctets",
                "Priority:Objective",
                "Routine:Grace",
                "Deferred:Addressees",
            ],
            table.Faults().Select(fault => fault.Split(' ')[0]["Mmhs:Precedence:".Length..])
        );
    }
}
