using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Compose;

internal static class ComposeRegistration
{
    /// <summary>Everything that drafting together needs.</summary>
    public static IServiceCollection AddCompose(this IServiceCollection services) =>
        services
            .AddSingleton(new ComposeLimits())
            .AddPages()
            .AddPreFlight()
            .AddSingleton<ReviewStart>()
            .AddSingleton<DraftDesk>()
            .AddSingleton<AnswerLabelRule>()
            .AddSingleton<DraftPresence>()
            .AddSingleton<CommentDesk>()
            .AddSingleton<VersionHistory>()
            .AddSingleton<TemplateDesk>();

    private static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddOptions<ComposeOptions>().BindConfiguration(ComposeOptions.Section);
        return services;
    }

    private static IServiceCollection AddPreFlight(this IServiceCollection services)
    {
        services.AddOptions<PreFlightOptions>().BindConfiguration(PreFlightOptions.Section);
        return services.AddSingleton<PreFlightDesk>();
    }
}
