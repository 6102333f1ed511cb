namespace Mmhs.Messages.Policy;

/// <summary>From when and until when something may be used, both ends included; an absent end is open.</summary>
public readonly record struct ValidityPeriod(DateTimeOffset? NotBefore, DateTimeOffset? NotAfter)
{
    public bool Contains(DateTimeOffset at) => (NotBefore is null || at >= NotBefore) && (NotAfter is null || at <= NotAfter);
}
