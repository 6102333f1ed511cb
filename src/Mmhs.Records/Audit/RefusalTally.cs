using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;

namespace Mmhs.Records.Audit;

/// <summary>What was refused, as counted by <see cref="RefusalTally"/>. Kept for ever: the word stands in evidence.</summary>
public static class RefusalKinds
{
    /// <summary>A connection turned away at the greeting, or a session ended by a limit of the door.</summary>
    public const string Session = "SESSION";
    public const string Auth = "AUTH";
    public const string Mail = "MAIL";
    public const string Recipient = "RCPT";

    /// <summary>The octets of a message: bare line ends, NUL, too long, too big.</summary>
    public const string Content = "CONTENT";

    /// <summary>A sign-in at the portal, by whatever way.</summary>
    public const string SignIn = "SIGN_IN";
}

/// <summary>Counts refused attempts by kind, source and code, so that whoever makes many of them fills a counter and not the audit trail.</summary>
/// <remarks>
/// <see cref="Take"/> turns the counts into one entry each and begins anew; <see cref="RefusalWriter"/> does so every minute. At most
/// <see cref="MostCounts"/> are kept apart between two takes; what comes from further sources is counted together by kind and code,
/// with a null source. Safe for many callers at once.
/// </remarks>
/// <param name="time">Says when the first and the last attempt of a count were.</param>
public sealed class RefusalTally(TimeProvider time)
{
    /// <summary>Counts kept apart between two takes.</summary>
    public const int MostCounts = 100;

    /// <summary>Names kept of one count, the first that came.</summary>
    public const int MostNames = 10;

    private const int LongestName = 320; // RFC 5321 §4.5.3.1.1, §4.5.3.1.2: 64, "@", 255

    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string? Source, string Code), Count> counts = [];

    /// <summary>Counts one attempt.</summary>
    /// <param name="kind">One of <see cref="RefusalKinds"/>.</param>
    /// <param name="source">The client's address or network as text; null when it is not known.</param>
    /// <param name="code">Why: a reply code with its status, or a refusal code. From a fixed set, never text a stranger wrote.</param>
    /// <param name="who">The account or mailbox it was about, as said by whoever tried; null for none. Cut to 320 characters.</param>
    public void Add(string kind, string? source, string code, string? who = null)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            var key = (kind, source, code);
            if (!counts.TryGetValue(key, out var count))
            {
                if (counts.Count >= MostCounts)
                    key = (kind, null, code); // kinds and codes are few
                if (!counts.TryGetValue(key, out count))
                    counts[key] = count = new(now);
            }
            count.Add(who, now);
        }
    }

    /// <summary>One event for each count, oldest first; then nothing is counted any more.</summary>
    public IReadOnlyList<AuditEvent> Take()
    {
        lock (gate)
        {
            AuditEvent[] events =
            [
                .. counts
                    .OrderBy(one => one.Value.First)
                    .Select(one => one.Value.Event(one.Key.Kind, one.Key.Source, one.Key.Code)),
            ];
            counts.Clear();
            return events;
        }
    }

    private sealed class Count(DateTimeOffset at)
    {
        private readonly List<string> names = [];
        private DateTimeOffset last = at;
        private long attempts;
        private bool isWhole = true;

        public DateTimeOffset First { get; } = at;

        public void Add(string? who, DateTimeOffset now)
        {
            attempts++;
            last = now;
            if (who is null)
                return;
            var name = Characters.Cut(who, LongestName);
            if (names.Contains(name, StringComparer.Ordinal))
                return;
            if (names.Count < MostNames)
                names.Add(name);
            else
                isWhole = false;
        }

        public AuditEvent Event(string kind, string? source, string code) =>
            new(
                AuditTypes.Refusals,
                AuditOutcome.Denied,
                source,
                Role: null,
                MessageId: null,
                EnvelopeId: null,
                Correlation: null,
                new CanonicalObject
                {
                    ["kind"] = kind,
                    ["source"] = source,
                    ["code"] = code,
                    ["count"] = attempts,
                    ["firstAt"] = First,
                    ["lastAt"] = last,
                    ["names"] = CanonicalValue.List(names),
                    ["namesAreAll"] = isWhole,
                }
            );
    }
}
