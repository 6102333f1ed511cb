namespace Mmhs.Portal.Shared.Controls;

/// <summary>One tab; the count beside its words is left out when null.</summary>
public sealed record TabItem(string Id, string Text, int? Count = null);
