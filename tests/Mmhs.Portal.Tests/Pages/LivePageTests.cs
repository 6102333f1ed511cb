using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>A page loads anew for what concerns its actor, and for nothing else: a message for others costs it no question.</summary>
public sealed class LivePageTests : PageTest
{
    [Theory]
    [InlineData("drafter", RoleFunction.Drafter, false)]
    [InlineData("releaser", RoleFunction.Releaser, false)]
    [InlineData("duty", RoleFunction.DutyOfficer, true)] // watches all roles of the organisation
    public async Task A_page_hears_of_its_own_role_and_of_others_only_where_it_shows_them(
        string name,
        RoleFunction function,
        bool watchesAll
    )
    {
        var actor = await ActAsync(name, function);
        var page = Render<Probe>();
        var loads = 1;
        Await();

        Tell(new(ChangeTopic.Inbox, [actor.RoleId + 1000]), concerned: watchesAll);
        Tell(new(ChangeTopic.Inbox, [], Guid.NewGuid()), concerned: false);
        Tell(new(ChangeTopic.Drafts), concerned: false);
        Tell(new(ChangeTopic.Inbox, [actor.RoleId, actor.RoleId + 1000]), concerned: true);
        Tell(new(ChangeTopic.Inbox, [], actor.PersonId), concerned: true);
        Tell(new(ChangeTopic.Inbox), concerned: true);
        return;

        // what it should not hear of would show at the next it does
        void Tell(Change change, bool concerned)
        {
            Portal.Get<ChangeFeed>().Publish(change);
            if (!concerned)
                return;
            loads++;
            Await();
        }

        void Await() => page.WaitForAssertion(() => Assert.Equal(loads, page.Instance.Loads));
    }

    private sealed class Probe : LivePage
    {
        private int loads;

        public int Loads => loads;

        protected override ChangeTopic? Watched => ChangeTopic.Inbox;

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, loads);

        protected override Task LoadAsync(Actor actor)
        {
            loads++;
            return Task.CompletedTask;
        }
    }
}
