namespace Mmhs.Portal.Compose;

public static class ComposeRegistration
{
    /// <summary>Everything that drafting together needs.</summary>
    public static IServiceCollection AddCompose(this IServiceCollection services) =>
        services.AddSingleton<DraftDesk>().AddSingleton<DraftPresence>().AddSingleton<CommentDesk>().AddSingleton<VersionHistory>().AddSingleton<TemplateDesk>();
}
