namespace Mmhs.Messages.Policy;

/// <summary>Names inside a policy compare without regard to case.</summary>
internal static class Names
{
    public static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
