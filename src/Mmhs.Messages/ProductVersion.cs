using System.Reflection;

namespace Mmhs.Messages;

/// <summary>Which build this is, for people who report what they saw. <c>Version</c> in <c>Directory.Build.props</c> is the one place it stands.</summary>
public static class ProductVersion
{
    /// <summary>As <c>0.1.0</c>, or <c>0.1.0 (1a2b3c4)</c> where the build knew its commit.</summary>
    public static string Text { get; } =
        Of(typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <param name="informational">As the build wrote it: the version, and after a plus the commit.</param>
    public static string Of(string informational) =>
        informational.Split('+') is [var version, { Length: > 0 } commit]
            ? $"{version} ({commit[..Math.Min(7, commit.Length)]})"
            : informational;
}
