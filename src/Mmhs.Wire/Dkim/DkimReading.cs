namespace Mmhs.Wire.Dkim;

/// <summary>What one domain signature came to; the words of RFC 8601 §2.7.1.</summary>
public enum DkimResult
{
    /// <summary>It holds.</summary>
    Pass,

    /// <summary>It does not hold, or its time is over.</summary>
    Fail,

    /// <summary>It holds or might, and is not good enough for us: a short key, or a body to which anything may be added.</summary>
    Policy,

    /// <summary>The key could not be asked for now.</summary>
    TempError,

    /// <summary>It can never be checked: no key, a revoked one, fields that are not right.</summary>
    PermError,
}

/// <summary>One DKIM-Signature and what is to be thought of it.</summary>
/// <param name="Result">In a word.</param>
/// <param name="Reason">Why it is no <see cref="DkimResult.Pass"/>; null where it is.</param>
/// <param name="Domain">Who takes responsibility, <c>d=</c>; null where it cannot be read.</param>
/// <param name="Selector"><c>s=</c>.</param>
/// <param name="Algorithm"><c>a=</c>.</param>
/// <param name="IsTesting">The domain only tries it out: such mail is treated as unsigned (RFC 6376 §3.6.1).</param>
public sealed record DkimReading(
    DkimResult Result,
    string? Reason,
    string? Domain,
    string? Selector,
    string? Algorithm,
    bool IsTesting = false
)
{
    /// <summary>On whose behalf, <c>i=</c>; the domain alone with an @ before it where nothing is said, null where nothing can be read.</summary>
    public string? Identity { get; init; }
}

/// <summary>The answer to the question for a key.</summary>
/// <param name="Records">What is published under the name; empty: nothing.</param>
/// <param name="IsAvailable">False where nobody could be asked: the answer may be another later.</param>
public readonly record struct DkimKeyAnswer(IReadOnlyList<string> Records, bool IsAvailable = true);

/// <summary>Where the keys of domains are published.</summary>
public interface IDkimKeys
{
    /// <param name="name"><c>selector._domainkey.domain</c> in lower case, made of what a stranger's message says: ask for it, and trust nothing of it.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken);
}
