using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Hosting;

/// <summary>The security policies of a folder: every <c>*.xml</c> in it.</summary>
public static class PolicyFolder
{
    /// <summary>The policies in force. One that does not load stops the start: a label nobody can check must not travel.</summary>
    /// <exception cref="InvalidOperationException">A policy has faults, or there is none; the message names all faults of all files.</exception>
    public static PolicyCatalog Load(string folder)
    {
        var (policies, faults) = Directory.Exists(folder) ? Read(folder) : ([], []);
        if (policies.IsEmpty && faults.IsEmpty)
            faults = [$"{folder} holds no policy. Put the SPIFs there or set Mmhs:PolicyFolder."];
        return faults.IsEmpty
            ? new PolicyCatalog(policies)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>What is there, and all that is wrong with the rest.</summary>
    /// <param name="folder">Must be there.</param>
    public static (ImmutableArray<SecurityPolicy> Policies, ImmutableArray<string> Faults) Read(string folder)
    {
        var readings = Directory
            .GetFiles(folder, "*.xml")
            .Order(StringComparer.Ordinal)
            .Select(file => (File: file, Reading: SpifReader.Read(File.ReadAllBytes(file))))
            .ToList();
        return (
            [.. readings.Select(read => read.Reading.Policy).OfType<SecurityPolicy>()],
            [
                .. readings
                    .Where(read => read.Reading.Policy is null)
                    .SelectMany(read =>
                        read.Reading.Problems.Where(problem => problem.IsError).Select(problem => $"{read.File}: {problem}")
                    ),
            ]
        );
    }
}
