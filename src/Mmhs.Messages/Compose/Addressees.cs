using System.Collections.Immutable;

namespace Mmhs.Messages.Compose;

/// <summary>Who must act, and how urgently. Nobody to act, no such value: MMHS §3.5.1 by construction.</summary>
public sealed record ActionAddressees
{
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public ActionAddressees(Precedence precedence, ImmutableArray<Mailbox> to)
    {
        if (to.IsDefaultOrEmpty)
            throw new ArgumentException("Action addressees without an addressee are no action addressees.", nameof(to));
        (Precedence, To) = (precedence, to);
    }

    public Precedence Precedence { get; }

    public ImmutableArray<Mailbox> To { get; }
}

/// <summary>Who must know, openly or blind, and how urgently (MMHS §3.5.2).</summary>
public sealed record InformationAddressees
{
    /// <exception cref="ArgumentException">Both lists are empty.</exception>
    public InformationAddressees(Precedence precedence, ImmutableArray<Mailbox> cc, ImmutableArray<Mailbox> bcc)
    {
        if (cc.IsDefaultOrEmpty && bcc.IsDefaultOrEmpty)
            throw new ArgumentException("Information addressees without an addressee are no information addressees.", nameof(cc));
        (Precedence, Cc, Bcc) = (precedence, cc.IsDefault ? [] : cc, bcc.IsDefault ? [] : bcc);
    }

    public Precedence Precedence { get; }

    public ImmutableArray<Mailbox> Cc { get; }

    /// <summary>Blind copies: each goes out by itself, and no other copy knows of it (MMHS §3.4.5).</summary>
    public ImmutableArray<Mailbox> Bcc { get; }
}
