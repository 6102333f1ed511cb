using System.Text;
using Mmhs.Messages.Release;
using Mmhs.Signing.Keys;

namespace Mmhs.Signing.Approvals;

/// <summary>The people of a service that starts for the first time.</summary>
public static class FirstRoster
{
    /// <summary>Puts a book and its people's credentials into the folder; the service believes them where <see cref="SigningOptions.TakeOver"/> says so.</summary>
    public static void Save(SigningOptions options, RightsBook book, IEnumerable<Credential> credentials)
    {
        OwnerOnly.CreateFolder(options.Folder);
        OwnerOnly.Write(options.CredentialsFile, Credential.Write(credentials));
        OwnerOnly.Write(options.RightsFile, Encoding.UTF8.GetBytes(RightsBookJson.Write(book)));
    }
}
