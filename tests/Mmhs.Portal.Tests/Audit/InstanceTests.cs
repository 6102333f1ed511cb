using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Audit;

/// <summary>A portal writes the stream of its own name, so that two on one database do not write one.</summary>
public sealed class InstanceTests
{
    private const string Named = "--Mmhs:Instance=hq-north-2";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_portal_of_another_name_writes_its_own_stream_which_is_attested_and_verifies()
    {
        await using var portal = await RunningPortal.StartAsync(null, Named);
        await SearchAsync(portal);
        await portal.Get<CheckpointWorker>().AttestAsync(1, Token);

        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal("hq-north-2", (await context.AuditEntries.OrderBy(entry => entry.At).LastAsync(Token)).Stream);
        var end = await context.AuditStreams.SingleAsync(stream => stream.Stream == "hq-north-2", Token);
        var checkpoint = await context
            .AuditCheckpoints.Where(one => one.Stream == "hq-north-2")
            .OrderBy(one => one.Size)
            .LastAsync(Token);
        Assert.Equal(end.Size, checkpoint.Size);
        Assert.Contains("stream: hq-north-2\n", checkpoint.Text, StringComparison.Ordinal);
        Assert.Equal(AuditVerdict.Whole, await VerdictAsync(portal));
    }

    [Fact]
    public async Task A_portal_that_is_renamed_leaves_its_old_stream_as_it_was_and_both_verify()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        try
        {
            long before;
            await using (var portal = await RunningPortal.StartAsync(folder))
            {
                await SearchAsync(portal);
                await portal.App.StopAsync(Token);
                before = await SizeAsync(portal, "portal-1");
                Assert.NotEqual(0, before);
            }
            await using (var portal = await RunningPortal.StartAsync(folder, Named))
            {
                await SearchAsync(portal);
                Assert.Equal(before, await SizeAsync(portal, "portal-1"));
                Assert.NotEqual(0, await SizeAsync(portal, "hq-north-2"));
                Assert.Equal(AuditVerdict.Whole, await VerdictAsync(portal));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("portal-1", true)]
    [InlineData("a", true)]
    [InlineData("0123456789-0123456789-0123456789-0123456789-0123456789-01234567", true)] // 63
    [InlineData("0123456789-0123456789-0123456789-0123456789-0123456789-012345678", false)]
    [InlineData("", false)]
    [InlineData("portal 1", false)]
    [InlineData("portal_1", false)]
    [InlineData("portal.1", false)]
    [InlineData("portal-1\n", false)]
    [InlineData("pörtal", false)]
    [InlineData("../keys", false)]
    [InlineData("msa-1", false)] // the relay's: one stream would be written by two
    [InlineData("MTA-1", false)]
    [InlineData("msa", true)]
    public void A_name_is_letters_digits_and_hyphens_and_not_the_relays(string name, bool good) =>
        Assert.Equal(good, IsGood(new MmhsOptions { Instance = name }));

    [Fact]
    public async Task A_portal_of_an_unlawful_name_does_not_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            RunningPortal.PrepareAsync(null, null, "--Mmhs:Instance=no name")
        );

    private static bool IsGood(MmhsOptions options) =>
        Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true);

    private static Task SearchAsync(RunningPortal portal) =>
        portal
            .Get<PortalRecords>()
            .AuditAsync(
                new(
                    AuditTypes.AuditQuery,
                    AuditOutcome.Ok,
                    "auditor",
                    null,
                    null,
                    null,
                    null,
                    new() { ["what"] = "search", ["about"] = default }
                ),
                Token
            );

    private static async Task<AuditVerdict> VerdictAsync(RunningPortal portal) =>
        (
            await portal.Get<AuditDesk>().VerifyAsync(await portal.ActorAsync("auditor", RoleFunction.Auditor, Token), Token)
        )!.Verdict;

    private static async Task<long> SizeAsync(RunningPortal portal, string name)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        return await context.AuditStreams.Where(stream => stream.Stream == name).Select(stream => stream.Size).SumAsync(Token);
    }
}
