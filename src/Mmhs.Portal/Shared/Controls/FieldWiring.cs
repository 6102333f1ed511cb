namespace Mmhs.Portal.Shared.Controls;

/// <summary>What ties a control to its label, hint and error; <see cref="Field"/> makes and cascades it.</summary>
/// <param name="Id">Element id of the control; refusals name it.</param>
/// <param name="DescribedBy">Ids of hint and error now shown; null when there are none.</param>
/// <param name="Invalid">An error is shown.</param>
/// <param name="Required">Nothing can be sent while the control is empty.</param>
public sealed record FieldWiring(string Id, string? DescribedBy, bool Invalid, bool Required)
{
    /// <summary>For <c>@attributes</c> on a plain input, select or textarea.</summary>
    public IReadOnlyDictionary<string, object> Attributes
    {
        get
        {
            var attributes = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = Id };
            if (DescribedBy is not null)
                attributes["aria-describedby"] = DescribedBy;
            if (Invalid)
                attributes["aria-invalid"] = "true";
            if (Required)
                attributes["aria-required"] = "true";
            return attributes;
        }
    }
}
