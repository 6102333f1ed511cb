namespace Mmhs.Portal.Organisations;

internal static class OrganisationsRegistration
{
    /// <summary>The administrators' desks for people and units.</summary>
    public static IServiceCollection AddOrganisations(this IServiceCollection services)
    {
        services.AddSingleton<PeopleDesk>();
        services.AddSingleton<OrganisationDesk>();
        return services;
    }
}
