using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Tests.Round;

namespace Mmhs.Journeys.Tests;

/// <summary>What stands in the records before a journey begins, written by the desks and not through the pages.</summary>
internal static class Prepared
{
    public static DraftForm Form(string subject, Precedence precedence = Precedence.Immediate) => new()
    {
        Label = new SecurityLabel("1.3.6.1.4.1.32473.10.1", 4),
        ActionPrecedence = precedence,
        To = [new Mailbox("3rd Brigade J3 Operations", EmailAddress.Parse("j3@bde3.northland.example"))],
        Subject = subject,
        SubjectIndicatorCodes = ["LAB"],
        MessageType = 1,
        Text = "Move bridging equipment to CP 7 by 1800Z.",
    };

    /// <summary>A message of J3 that awaits its releaser.</summary>
    public static async Task<Guid> AwaitingReleaseAsync(this RunningPortal portal, string subject, Precedence precedence)
    {
        var token = TestContext.Current.CancellationToken;
        return await portal.SubmitAsync(await portal.ViewerAsync("drafter", RoleFunction.Drafter, token), Form(subject, precedence), token);
    }
}
