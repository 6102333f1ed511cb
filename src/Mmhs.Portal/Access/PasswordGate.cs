using Microsoft.AspNetCore.Identity;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Checks a password typed again, with the same lockout as sign-in: a release dialog is no place to guess.</summary>
public sealed class PasswordGate(IServiceScopeFactory scopes, TimeProvider time)
{
    public enum Answer : byte { Right = 0, Wrong = 1, LockedOut = 2 }

    public async Task<Answer> CheckAsync(Guid personId, string password, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // the user manager takes no token: once begun, a failed attempt is counted
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        var person = await people.FindByIdAsync(personId.ToString());
        if (person is null) return Answer.Wrong;
        if (await people.IsLockedOutAsync(person)) return Answer.LockedOut;
        if (person.FirstPasswordUntil <= time.GetUtcNow()) return Answer.Wrong; // a first password that is over proves nothing
        if (await people.CheckPasswordAsync(person, password))
        {
            if (person.AccessFailedCount > 0) await people.ResetAccessFailedCountAsync(person);
            return Answer.Right;
        }
        await people.AccessFailedAsync(person);
        return await people.IsLockedOutAsync(person) ? Answer.LockedOut : Answer.Wrong;
    }
}
