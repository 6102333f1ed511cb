using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>A person whose yes counts somewhere on the way to release.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Mailbox">What MMHS-Authorizing-Users says for him.</param>
/// <param name="Rights">What he may release; empty: nothing.</param>
public sealed record Approver(string Name, Mailbox Mailbox, ImmutableArray<ReleaseRight> Rights)
{
    /// <summary>His own, whatever right he uses: a deputy never acts above it. Empty: he is cleared for nothing.</summary>
    public ImmutableArray<Clearance> Clearances { get; init; } = [];

    /// <summary>Addresses of the roles he reviews in.</summary>
    public ImmutableArray<EmailAddress> Reviews { get; init; } = [];

    /// <summary>Whether he is one of those of whom two together change rights and release policies.</summary>
    public bool KeepsRights { get; init; }
}
