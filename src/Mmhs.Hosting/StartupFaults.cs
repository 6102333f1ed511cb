using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Mmhs.Hosting;

/// <summary>Why a program cannot start: all that was found, in one list, so that it can be mended at once.</summary>
public sealed class StartupFaults
{
    private readonly List<string> _reasons = [];

    /// <summary>In the order they were found; empty when the program may start.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    public void Add(string reason) => _reasons.Add(reason);

    public void AddRange(IEnumerable<string> reasons) => _reasons.AddRange(reasons);

    /// <summary>Adds what an exception says, which is one of those that <see cref="Explains"/> knows.</summary>
    public void Add(Exception cannot) => AddRange(Of(cannot));

    /// <summary>Takes a step of the start. What stops it is added, and the next step can be tried.</summary>
    /// <remarks>An exception that is no fault of configuration, records or files is let through.</remarks>
    public void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception cannot) when (Explains(cannot))
        {
            Add(cannot);
        }
    }

    /// <summary>Whether an exception says something the operator can mend: options, files, keys, a door that is taken.</summary>
    public static bool Explains(Exception cannot) =>
        cannot is AggregateException several
            ? several.InnerExceptions.All(Explains)
            : cannot
                is OptionsValidationException
                    or InvalidOperationException
                    or IOException
                    or UnauthorizedAccessException
                    or CryptographicException;

    // several sections of options at fault come as one aggregate (IStartupValidator)
    private static IEnumerable<string> Of(Exception cannot) =>
        cannot switch
        {
            AggregateException several => several.InnerExceptions.SelectMany(Of),
            OptionsValidationException options => options.Failures,
            _ => [cannot.Message],
        };
}
