using System.Runtime.CompilerServices;
using Bunit;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>How long a page may take to come to what a test waits for: a busy machine is no finding.</summary>
internal static class Patience
{
#pragma warning disable CA2255 // A test assembly may do this where order is all that matters.
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
#pragma warning restore CA2255
}
