using Mmhs.Portal.AddressBook.Cards;
using Mmhs.Portal.AddressBook.Ldap;
using Mmhs.Portal.AddressBook.Lists;

namespace Mmhs.Portal.AddressBook;

internal static class AddressBookRegistration
{
    /// <summary>Who can be written to: look-up, cards, lists, and the directory beyond; and who may vouch for what they write.</summary>
    public static IServiceCollection AddAddressBook(this IServiceCollection services)
    {
        services.AddSingleton<AddresseeLookup>();
        services.AddSingleton<MessageFiles>();
        services.AddLdapDirectory();
        services.AddSingleton<AddressListDesk>();
        services.AddSingleton<CertificateBook>();
        services.AddSingleton<CardDesk>();
        return services;
    }
}
