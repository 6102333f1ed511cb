using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Relay;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Relay;

public sealed class HandOverTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_handed_over_is_found_by_the_host_that_took_it_and_the_oldest_is_forgotten_first(
        DatabaseProvider provider
    )
    {
        var database = await engines.RelayAsync(provider);
        await using (var writer = await new RelayRecords(database, TimeProvider.System).OpenAsync(Token))
        {
            await writer.BeginAsync(Token);
            for (var i = 0; i < 4; i++)
                await writer.AddAsync(
                    new HandOverRow
                    {
                        EnvelopeId = i == 3 ? null : $"E-{i}",
                        MessageId = "a@hq.example",
                        Recipient = $"n{i}@far.example",
                        HopAddress = i == 0 ? HandOverRow.OwnDoor : "192.0.2.1",
                        Reply = "250 taken",
                        At = World.Now.AddDays(i),
                    },
                    Token
                );
            await writer.CommitAsync(Token);
        }
        await using var context = database.CreateDbContext();
        Assert.Equal(["n1@far.example"], await NamesAsync(context.HandOvers.OfEnvelopes("192.0.2.1", ["E-0", "E-1"])));
        Assert.Equal(
            ["n1@far.example", "n2@far.example", "n3@far.example"],
            await NamesAsync(context.HandOvers.OfMessages("192.0.2.1", ["a@hq.example"]))
        );
        Assert.Equal(2, await context.ForgetHandOversAsync(World.Now.AddDays(3), 2, Token));
        Assert.Equal(["n2@far.example", "n3@far.example"], await NamesAsync(context.HandOvers));
        Assert.Equal(1, await context.ForgetHandOversAsync(World.Now.AddDays(3), 2, Token)); // the last is of that very moment
        Assert.Equal(["n3@far.example"], await NamesAsync(context.HandOvers));
    }

    private static Task<List<string>> NamesAsync(IQueryable<HandOverRow> rows) =>
        rows.OrderBy(row => row.At).Select(row => row.Recipient).ToListAsync(Token);
}
