namespace Mmhs.Wire.Smtp;

/// <summary>How many message octets all sessions of a listener may hold at once; what does not fit is refused 452 4.3.1.</summary>
internal sealed class SmtpMemoryBudget(long octets)
{
    private long _free = octets;

    public bool TryReserve(long wanted)
    {
        if (Interlocked.Add(ref _free, -wanted) >= 0)
            return true;
        Release(wanted);
        return false;
    }

    public void Release(long held) => Interlocked.Add(ref _free, held);
}
