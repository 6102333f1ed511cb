using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;

namespace Mmhs.Relay;

/// <summary>A table of precedences that cannot be so stops the start, of portal and relay alike.</summary>
internal sealed class PrecedenceTableCheck : IValidateOptions<PrecedenceTable>
{
    public ValidateOptionsResult Validate(string? name, PrecedenceTable options) =>
        options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
