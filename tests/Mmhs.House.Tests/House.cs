namespace Mmhs.House.Tests;

internal static class House
{
    /// <summary>All offences are told, not the first few.</summary>
    public static void IsClean(IEnumerable<string> offences)
    {
        var all = offences.ToList();
        if (all.Count > 0)
            Assert.Fail(string.Join(Environment.NewLine, all));
    }
}
