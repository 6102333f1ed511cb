using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Tests.Release.Walk;

/// <summary>A draft as it should be, said a second time and as simply as possible.</summary>
public sealed class ModelDraft
{
    public required Guid Id { get; init; }
    public DraftState State { get; set; } = DraftState.Draft;
    public int Version { get; set; }
    public string Editor { get; private set; } = "";

    /// <summary>Everybody whose words were ever in it.</summary>
    public HashSet<string> Writers { get; } = [];
    public bool Staged { get; set; }
    public Precedence Precedence { get; set; }

    /// <summary>Hash of every version ever made; none may change.</summary>
    public List<string> Hashes { get; } = [];

    /// <summary>Who concurred at which stage of the present version, with whom he stood in for.</summary>
    public List<(string Stage, string By, string For)> Yes { get; } = [];

    public DateTimeOffset HeldUntil { get; set; }
    public DateTimeOffset ReleasedAt { get; set; }
    public DateTimeOffset LeavesAt { get; set; }
    public bool BreakGlass { get; set; }
    public bool Signed { get; set; }

    /// <summary>Who takes care of the release, or of a stage; absent: nobody.</summary>
    public Dictionary<string, string> Taken { get; } = [];

    public void WrittenBy(string name)
    {
        Editor = name;
        Writers.Add(name);
    }

    public bool Passed(string stage) => Yes.Any(yes => yes.Stage == stage);

    public bool AllPassed => !Staged || (Passed("Operations") && Passed("Logistics") && Passed("Command"));

    /// <summary>Whether the stage can be decided on: the command comes after the two beside each other.</summary>
    public bool IsOpen(string stage) =>
        Staged && !Passed(stage) && (stage != "Command" || (Passed("Operations") && Passed("Logistics")));

    public void NewVersion(string hash)
    {
        Version++;
        Hashes.Add(hash);
        Yes.Clear();
        Taken.Clear();
        State = Staged ? DraftState.InReview : DraftState.ReadyForRelease;
    }
}
