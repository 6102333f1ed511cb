using System.ComponentModel.DataAnnotations;

namespace Mmhs.Portal.Access;

/// <summary>How long a sign-in lasts, and how often one may be wrong.</summary>
public sealed class SignInOptions
{
    public const string Section = "Mmhs:SignIn";

    /// <summary>A session ends this long after its sign-in, however busy: 5 minutes to 7 days; 12 hours. Beside it ends what nobody used for a watch.</summary>
    [Range(
        typeof(TimeSpan),
        "00:05:00",
        "7.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Wrong passwords for one name from one source, and wrong proofs in one session, after which nothing more is tried.</summary>
    [Range(3, 100)]
    public int MostWrong { get; set; } = 5;

    /// <summary>Wrong passwords from one source, for whatever names.</summary>
    [Range(5, 10_000)]
    public int MostWrongFromSource { get; set; } = 30;

    /// <summary>Wrong passwords for one name, from whatever sources; where the person has signed in before in the last weeks he still may.</summary>
    [Range(10, 100_000)]
    public int MostWrongForName { get; set; } = 100;

    /// <summary>How long nothing is tried then, and how long a wrong one is remembered: 10 seconds to a day; 5 minutes.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:10",
        "1.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan LockedFor { get; set; } = TimeSpan.FromMinutes(5);
}
