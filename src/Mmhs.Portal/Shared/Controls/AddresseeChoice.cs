using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Shared.Controls;

/// <summary>One who may be addressed: a role mailbox or a list of the directory, or an address somebody typed.</summary>
/// <param name="Mailbox">Without a name where the address was typed and the directory does not know it.</param>
/// <param name="Detail">What tells it from its like: organisation, or "list of 12". Null for none.</param>
public sealed record AddresseeChoice(Mailbox Mailbox, string? Detail = null)
{
    /// <summary>Tells it from every other: the address.</summary>
    public string Key => Mailbox.Address.ToString();

    /// <summary>The name people know, else the address.</summary>
    public string Name => Mailbox.DisplayName ?? Key;
}
