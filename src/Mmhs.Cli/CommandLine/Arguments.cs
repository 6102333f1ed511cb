using System.Collections.Frozen;

namespace Mmhs.Cli.CommandLine;

/// <summary>What was typed after the command: operands in order, options by name.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> operands = [];

    private Arguments() { }

    public IReadOnlyList<string> Operands => operands;

    public string? this[string option] => values.GetValueOrDefault(option);

    public bool Has(string flag) => values.ContainsKey(flag);

    /// <exception cref="UsageException">An option is missing, unknown, there twice or without its value; the message says which.</exception>
    public string Required(string option) => this[option] ?? throw new UsageException($"{option} is missing.");

    /// <param name="typed">Everything after the command.</param>
    /// <param name="withValue">Options that take a value.</param>
    /// <param name="flags">Options that take none.</param>
    /// <exception cref="UsageException">See <see cref="Required"/>.</exception>
    public static Arguments Read(IReadOnlyList<string> typed, FrozenSet<string> withValue, FrozenSet<string> flags)
    {
        var read = new Arguments();
        for (var i = 0; i < typed.Count; i++)
        {
            var word = typed[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                read.operands.Add(word);
                continue;
            }
            string value;
            if (flags.Contains(word))
                value = "";
            else if (!withValue.Contains(word))
                throw new UsageException($"There is no option {word}.");
            else if (++i < typed.Count)
                value = typed[i];
            else
                throw new UsageException($"{word} wants a value.");
            if (!read.values.TryAdd(word, value))
                throw new UsageException($"{word} is there twice.");
        }
        return read;
    }
}

/// <summary>What was typed cannot be done, or a file it names cannot be read; the message is for the person who typed.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where a command writes, and its clock.</summary>
/// <param name="Output">What was asked for.</param>
/// <param name="Errors">What went wrong.</param>
internal sealed record Surroundings(TextWriter Output, TextWriter Errors, TimeProvider Time);
