namespace Mmhs.Portal.Compose;

/// <summary>What the operator sets of the page messages are written on.</summary>
public sealed class ComposeOptions
{
    public const string Section = "Mmhs:Compose";

    /// <summary>The site works with ACP 127 stations: their fields are offered (MMHS §3.6).</summary>
    public bool Acp127 { get; set; }

    /// <summary>Addresses of the roles that may answer or hand on under a lower label than they received; none unless named.</summary>
    public IReadOnlyList<string> LowerLabelInReply { get; set; } = [];
}
