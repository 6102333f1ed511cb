using Microsoft.Extensions.Options;

namespace Mmhs.Portal.AddressBook.Ldap;

internal static class LdapRegistration
{
    public static IServiceCollection AddLdapDirectory(this IServiceCollection services)
    {
        services.AddOptions<LdapOptions>().BindConfiguration(LdapOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LdapOptions>, OptionsCheck>();
        services.AddSingleton<IDirectorySource, LdapDirectory>();
        return services;
    }

    private sealed class OptionsCheck : IValidateOptions<LdapOptions>
    {
        public ValidateOptionsResult Validate(string? name, LdapOptions options) =>
            options.Problems().ToList() is { Count: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
