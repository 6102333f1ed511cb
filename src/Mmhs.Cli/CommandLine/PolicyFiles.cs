using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

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
            var readings = Directory
                .GetFiles(folder, "*.xml")
                .Order(StringComparer.Ordinal)
                .Select(file => (File: file, Reading: SpifReader.Read(File.ReadAllBytes(file))))
                .ToList();
            var faults = readings
                .Where(read => read.Reading.Policy is null)
                .SelectMany(read =>
                    read.Reading.Problems.Where(problem => problem.IsError).Select(problem => $"{read.File}: {problem}")
                )
                .ToList();
            if (faults.Count > 0)
                throw new UsageException(string.Join(Environment.NewLine, faults));
            return new PolicyCatalog(readings.Select(read => read.Reading.Policy!));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"The policies in {folder} cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
