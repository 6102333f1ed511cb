using System.Net;
using Microsoft.Extensions.Options;
using Mmhs.Messages;

namespace Mmhs.Portal.Access.Attempts;

/// <summary>How often a password may be wrong at the door: by name and source together, by source alone, and by name alone.</summary>
/// <remarks>
/// Whoever types wrong passwords for somebody else's name locks his own way to that name, and not the other's. Names nobody has are counted
/// like any other, so that the answer tells nothing. The count by name alone is for those who come from many places; it spares the places a
/// person has come from before.
/// </remarks>
internal sealed class SignInBrake(IOptions<SignInOptions> options, TimeProvider time)
{
    private const int LongestName = 64;

    private readonly AttemptCounter pairs = new(options.Value.MostWrong, options.Value.LockedFor, time);
    private readonly AttemptCounter sources = new(options.Value.MostWrongFromSource, options.Value.LockedFor, time);
    private readonly AttemptCounter names = new(options.Value.MostWrongForName, options.Value.LockedFor, time);

    /// <param name="name">As typed.</param>
    /// <param name="address">Of who asks.</param>
    /// <param name="isRight">Looks at the password; called only when it may be tried.</param>
    /// <param name="isFamiliar">Whether the person has signed in from there before; asked only when too many were wrong for the name.</param>
    public async Task<AttemptAnswer> TryAsync(
        string name,
        IPAddress? address,
        Func<Task<bool>> isRight,
        Func<Task<bool>> isFamiliar,
        CancellationToken cancellationToken
    )
    {
        var (source, who) = (SourceKey.Of(address), Characters.Cut(name.Trim().ToUpperInvariant(), LongestName));
        if (sources.IsFull(source) || (names.IsFull(who) && !await isFamiliar()))
            return AttemptAnswer.NotTried;
        var answer = await pairs.TryAsync($"{source}\n{who}", isRight, cancellationToken);
        if (answer is AttemptAnswer.Wrong or AttemptAnswer.LastWrong)
        {
            sources.Add(source);
            names.Add(who);
        }
        return answer;
    }
}
