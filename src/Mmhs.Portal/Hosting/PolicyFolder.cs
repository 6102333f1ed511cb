using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Portal.Hosting;

/// <summary>Loads the security policies in force. One that does not load stops the start: a label nobody can check must not travel.</summary>
public static class PolicyFolder
{
    /// <exception cref="InvalidOperationException">A policy has faults, or there is none; the message names all faults of all files.</exception>
    public static PolicyCatalog Load(string folder)
    {
        var faults = new List<string>();
        var policies = new List<SecurityPolicy>();
        var files = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        foreach (var file in files)
        {
            var reading = SpifReader.Read(File.ReadAllBytes(file));
            if (reading.Policy is { } policy)
                policies.Add(policy);
            else
                faults.AddRange(reading.Problems.Where(problem => problem.IsError).Select(problem => $"{file}: {problem}"));
        }
        if (policies.Count == 0 && faults.Count == 0)
            faults.Add($"{folder} holds no policy. Put the SPIFs there or set Mmhs:PolicyFolder.");
        return faults.Count == 0
            ? new PolicyCatalog(policies)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }
}
