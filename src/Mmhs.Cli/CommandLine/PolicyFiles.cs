using Mmhs.Hosting;
using Mmhs.Messages.Policy;

namespace Mmhs.Cli.CommandLine;

/// <summary>The policies of a folder.</summary>
internal static class PolicyFiles
{
    /// <exception cref="UsageException">The folder is not there, or a policy in it has faults; all are named.</exception>
    public static PolicyCatalog Load(string? folder)
    {
        if (folder is null)
            return PolicyCatalog.Empty;
        if (!Directory.Exists(folder))
            throw new UsageException($"There is no folder {folder}.");
        try
        {
            var (policies, faults) = PolicyFolder.Read(folder);
            return faults.IsEmpty
                ? new PolicyCatalog(policies)
                : throw new UsageException(string.Join(Environment.NewLine, faults));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"The policies in {folder} cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
