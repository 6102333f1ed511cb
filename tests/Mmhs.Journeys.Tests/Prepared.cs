using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Testing.Host;

namespace Mmhs.Journeys.Tests;

/// <summary>What stands in the records before a journey begins, written by the desks and not through the pages.</summary>
internal static class Prepared
{
    public static DraftForm Form(string subject, Precedence precedence = Precedence.Immediate) =>
        new()
        {
            Label = new SecurityLabel("1.3.6.1.4.1.32473.10.1", 4),
            ActionPrecedence = precedence,
            To = [new Mailbox("3rd Brigade J3 Operations", EmailAddress.Parse("j3@bde3.northland.example"))],
            Subject = subject,
            SubjectIndicatorCodes = ["LAB"],
            MessageType = 1,
            Text = "Move bridging equipment to CP 7 by 1800Z.",
        };

    /// <summary>A message of J3 that awaits its releaser; with the code <c>OPO</c>, its stages first.</summary>
    public static async Task<Guid> AwaitingReleaseAsync(
        this RunningPortal portal,
        string subject,
        Precedence precedence,
        string code = "LAB"
    )
    {
        var token = TestContext.Current.CancellationToken;
        return await portal.SubmitAsync(
            await portal.ActorAsync("drafter", RoleFunction.Drafter, token),
            Form(subject, precedence) with
            {
                SubjectIndicatorCodes = [code],
            },
            token
        );
    }

    /// <summary>A message of J3, written and released.</summary>
    /// <returns>The release.</returns>
    public static async Task<Guid> ReleasedAsync(this RunningPortal portal, DraftForm form)
    {
        var token = TestContext.Current.CancellationToken;
        var draft = await portal.SubmitAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, token), form, token);
        var releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, token);
        var office = portal.Get<ReleaseDesk>();
        var shown = await office.OpenAsync(releaser, draft, token);
        Assert.Empty((await office.ReleaseAsync(releaser, shown!, office.Prepare(shown!), DemoWorld.Password, token)).Refusals);
        await using var context = await portal.Get<PortalRecords>().ReadAsync(token);
        return await context.Releases.Where(release => release.DraftId == draft).Select(release => release.Id).SingleAsync(token);
    }

    /// <summary>A message whose release the signing service refused; it waits at the operator's desk.</summary>
    public static async Task UnsendableAsync(this RunningPortal portal, string subject)
    {
        var token = TestContext.Current.CancellationToken;
        var id = await portal.ReleasedAsync(Form(subject, Precedence.Routine));
        await using var work = await portal.Get<PortalRecords>().BeginAsync(token);
        var release = await work.Context.Releases.SingleAsync(one => one.Id == id, token);
        release.Failure = "The signing service refused: the releaser's right ended before the message left.";
        (await work.Context.Drafts.SingleAsync(one => one.Id == release.DraftId, token)).State = DraftState.ReleaseFailed;
        (await work.Context.Outbox.SingleAsync(one => one.ReleaseId == release.Id, token)).State = OutboxState.Failed;
        await work.CommitAsync(token);
    }
}
