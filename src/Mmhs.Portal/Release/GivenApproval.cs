using Mmhs.Messages.Release;

namespace Mmhs.Portal.Release;

/// <summary>A yes as it was given on a page: what was said, and what proves it.</summary>
/// <param name="Statement">Made when the person said it.</param>
/// <param name="Proof">Of his passkey; null: he typed his password.</param>
/// <param name="Password">As typed; empty with a passkey.</param>
public sealed record GivenApproval(Statement Statement, Proof? Proof, string Password);
