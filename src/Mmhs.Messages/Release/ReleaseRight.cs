using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>What a releaser may let go in one role.</summary>
/// <param name="Role">Address of the role mailbox.</param>
/// <param name="HighestAction">Most urgent action precedence.</param>
/// <param name="HighestInformation">Most urgent information precedence.</param>
/// <param name="Ceiling">The labels, as clearances; none permits nothing.</param>
public sealed record ReleaseRight(EmailAddress Role, Precedence HighestAction, Precedence HighestInformation, ImmutableArray<Clearance> Ceiling);

/// <summary>A person entitled to release, as the signing service knows him.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Mailbox">What MMHS-Authorizing-Users says for him.</param>
/// <param name="Rights">One for each role.</param>
public sealed record Releaser(string Name, Mailbox Mailbox, ImmutableArray<ReleaseRight> Rights);
