namespace Mmhs.Messages.Compose;

/// <summary>What an organisation gives a message of one precedence: its times and its size.</summary>
/// <remarks>Agreed with the partners (MMHS §3.4.20); no RFC names them, RFC 6710 §5 leaves them to the deployment.</remarks>
public sealed class PrecedencePeriods
{
    /// <summary>The longest of all periods but <see cref="Grace"/>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The longest <see cref="Grace"/>.</summary>
    public static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(5);

    /// <summary>How long it may await a release, or a stage that names no time of its own, before somebody else is told.</summary>
    public TimeSpan Stage { get; set; }

    /// <summary>How long a release can still be undone; zero: it leaves at once. Up to <see cref="LongestGrace"/>.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>How long it may take from leaving to its addressees: beyond it tracking shows it as overdue, and the relay tells the sender that it is late.</summary>
    public TimeSpan Objective { get; set; }

    /// <summary>The relay's wait before its second attempt; it doubles with each further one, up to eight times itself.</summary>
    public TimeSpan FirstRetry { get; set; }

    /// <summary>After this the relay returns it.</summary>
    public TimeSpan GiveUp { get; set; }

    /// <summary>Most octets of text; null: no less than what a message may have at all.</summary>
    public int? TextOctets { get; set; }

    /// <summary>More addressees than this are pointed out to the drafter; null: never.</summary>
    public int? Addressees { get; set; }
}

/// <summary>The one table of what depends on precedence: for review, release, pre-flight, tracking and relay alike.</summary>
public sealed class PrecedenceTable
{
    public const string Section = "Mmhs:Precedence";

    public PrecedencePeriods Override { get; set; } =
        new()
        {
            Stage = TimeSpan.FromMinutes(3),
            Objective = TimeSpan.FromMinutes(5),
            FirstRetry = TimeSpan.FromSeconds(10),
            GiveUp = TimeSpan.FromHours(1),
            TextOctets = 10 * 1024,
            Addressees = 10,
        };

    public PrecedencePeriods Flash { get; set; } =
        new()
        {
            Stage = TimeSpan.FromMinutes(3),
            Objective = TimeSpan.FromMinutes(10),
            FirstRetry = TimeSpan.FromSeconds(15),
            GiveUp = TimeSpan.FromHours(2),
            TextOctets = 10 * 1024,
            Addressees = 10,
        };

    public PrecedencePeriods Immediate { get; set; } =
        new()
        {
            Stage = TimeSpan.FromMinutes(10),
            Grace = TimeSpan.FromSeconds(5),
            Objective = TimeSpan.FromMinutes(30),
            FirstRetry = TimeSpan.FromMinutes(1),
            GiveUp = TimeSpan.FromHours(6),
            TextOctets = 100 * 1024,
        };

    public PrecedencePeriods Priority { get; set; } =
        new()
        {
            Stage = TimeSpan.FromHours(1),
            Grace = TimeSpan.FromSeconds(20),
            Objective = TimeSpan.FromHours(3),
            FirstRetry = TimeSpan.FromMinutes(5),
            GiveUp = TimeSpan.FromHours(24),
        };

    public PrecedencePeriods Routine { get; set; } =
        new()
        {
            Stage = TimeSpan.FromHours(4),
            Grace = TimeSpan.FromSeconds(30),
            Objective = TimeSpan.FromHours(6),
            FirstRetry = TimeSpan.FromMinutes(15),
            GiveUp = TimeSpan.FromHours(48),
        };

    public PrecedencePeriods Deferred { get; set; } =
        new()
        {
            Stage = TimeSpan.FromHours(4),
            Grace = TimeSpan.FromSeconds(30),
            Objective = TimeSpan.FromHours(24),
            FirstRetry = TimeSpan.FromMinutes(30),
            GiveUp = TimeSpan.FromDays(5),
        };

    public PrecedencePeriods Of(Precedence precedence) =>
        precedence switch
        {
            Precedence.Override => Override,
            Precedence.Flash => Flash,
            Precedence.Immediate => Immediate,
            Precedence.Priority => Priority,
            Precedence.Routine => Routine,
            Precedence.Deferred => Deferred,
        };

    /// <summary>By the level a transfer priority is handled at (RFC 6710 §5).</summary>
    public PrecedencePeriods Of(MtPriority priority) => Of((Precedence)((priority.HandledAs().Value + 4) / 2));

    /// <summary>Everything in it that cannot be so, each with where it stands; empty when nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var precedence in Precedences.MostUrgentFirst)
        {
            var (periods, at) = (Of(precedence), $"{Section}:{precedence}");
            foreach (
                var (name, period) in new[]
                {
                    (nameof(periods.Stage), periods.Stage),
                    (nameof(periods.Objective), periods.Objective),
                    (nameof(periods.FirstRetry), periods.FirstRetry),
                    (nameof(periods.GiveUp), periods.GiveUp),
                }
            )
                if (period <= TimeSpan.Zero || period > PrecedencePeriods.Longest)
                    yield return $"{at}:{name} is more than nothing and at most {PrecedencePeriods.Longest.Days} days.";
            if (periods.Grace < TimeSpan.Zero || periods.Grace > PrecedencePeriods.LongestGrace)
                yield return $"{at}:{nameof(periods.Grace)} is at most {PrecedencePeriods.LongestGrace.Minutes} minutes.";
            if (periods.GiveUp <= periods.FirstRetry)
                yield return $"{at}:{nameof(periods.GiveUp)} is longer than {nameof(periods.FirstRetry)}.";
            if (periods.TextOctets is < 1024 or > 1024 * 1024)
                yield return $"{at}:{nameof(periods.TextOctets)} is from 1,024 to 1,048,576.";
            if (periods.Addressees is < 1 or > ListExpansion.Most)
                yield return $"{at}:{nameof(periods.Addressees)} is from 1 to {ListExpansion.Most}.";
        }
    }
}
