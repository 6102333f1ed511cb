using Microsoft.AspNetCore.Components;

namespace Mmhs.Portal.Shared.Controls;

/// <summary>Cascaded around a form: what stands beside each of its fields, and which of them a template holds fast.</summary>
/// <param name="Beside">Given the field.</param>
/// <param name="IsLocked">Whether the field may not be changed.</param>
/// <param name="Why">Said where it may not.</param>
public sealed record FieldAside(RenderFragment<string> Beside, Func<string, bool> IsLocked, string Why);
