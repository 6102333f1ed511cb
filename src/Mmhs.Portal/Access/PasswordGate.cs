using Microsoft.AspNetCore.Identity;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Checks a password typed again; wrong ones count as wrong proofs of that session.</summary>
public sealed class PasswordGate(IServiceScopeFactory scopes, ProofBrake brake, TimeProvider time)
{
    public enum Answer : byte
    {
        Right = 0,
        Wrong = 1,
        LockedOut = 2,
    }

    public async Task<Answer> CheckAsync(Actor actor, string password, CancellationToken cancellationToken) =>
        await brake.TryAsync(actor, () => IsRightAsync(actor.PersonId, password), cancellationToken) switch
        {
            AttemptAnswer.Right => Answer.Right,
            AttemptAnswer.Wrong => Answer.Wrong,
            AttemptAnswer.LastWrong or AttemptAnswer.NotTried => Answer.LockedOut,
        };

    private async Task<bool> IsRightAsync(Guid personId, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        return await people.FindByIdAsync(personId.ToString()) is { } person
            && !(person.FirstPasswordUntil <= time.GetUtcNow()) // a first password that is over proves nothing
            && await people.CheckPasswordAsync(person, password);
    }
}
