using Microsoft.Extensions.Options;

namespace Mmhs.Portal.Access.Attempts;

/// <summary>How often a proof may be wrong, whether it is a password typed again, a passkey or what a program sends: counted here and nowhere else.</summary>
/// <remarks>A session counts its own; what is wrong at the door, in another session or by a program locks nobody out of it. All of a person's programs count together.</remarks>
public sealed class ProofBrake(IOptions<SignInOptions> options, TimeProvider time)
{
    private readonly AttemptCounter counter = new(options.Value.MostWrong, options.Value.LockedFor, time);

    internal Task<AttemptAnswer> TryAsync(Actor actor, Func<Task<bool>> isRight, CancellationToken cancellationToken) =>
        counter.TryAsync(
            actor.Session is { } session ? $"session {session:N}" : $"person {actor.PersonId:N}",
            isRight,
            cancellationToken
        );
}
