using Mmhs.Portal.Inbox.AllRoles;
using Mmhs.Portal.Inbox.Answers;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Inbox.Search;

namespace Mmhs.Portal.Inbox;

internal static class InboxRegistration
{
    /// <summary>Reading, finding and answering, and the index that finding needs.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<AllRolesDesk>();
        services.AddSingleton<AnswerDesk>();
        services.AddSingleton<ReceiptDesk>();
        services.AddSingleton<RelatedMessages>();
        services.AddSingleton<InboxDesk>();
        services.AddSingleton<SearchDesk>();
        services.AddSingleton<SearchIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<SearchIndexer>());
        return services;
    }
}
