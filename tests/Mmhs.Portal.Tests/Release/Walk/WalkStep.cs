using CsCheck;

namespace Mmhs.Portal.Tests.Release.Walk;

/// <summary>What somebody tries next.</summary>
public enum WalkAct : byte
{
    Write,
    Withdraw,
    Concur,
    ConcurOnOldVersion,
    Return,
    Hold,
    Resume,
    ChangePrecedence,
    Release,
    ReleaseOldVersion,
    ReleaseAlone,
    ReplayApproval,
    Undo,
    Sign,
    SetDeputy,
    EndDeputy,
    Wait,
    Take,
}

/// <summary>One step of a walk; numbers choose among what there is at that moment.</summary>
/// <param name="Act">What is tried.</param>
/// <param name="Who">Which of the actors tries it.</param>
/// <param name="Draft">On which draft.</param>
/// <param name="Choice">Content, precedence, stage, time: whatever the act needs.</param>
public sealed record WalkStep(WalkAct Act, int Who, int Draft, int Choice)
{
    private static readonly Gen<WalkAct> Acts = Gen.Frequency(
        (8, Gen.Const(WalkAct.Write)),
        (1, Gen.Const(WalkAct.Withdraw)),
        (10, Gen.Const(WalkAct.Concur)),
        (4, Gen.Const(WalkAct.ConcurOnOldVersion)),
        (4, Gen.Const(WalkAct.Return)),
        (2, Gen.Const(WalkAct.Hold)),
        (2, Gen.Const(WalkAct.Resume)),
        (2, Gen.Const(WalkAct.ChangePrecedence)),
        (8, Gen.Const(WalkAct.Release)),
        (2, Gen.Const(WalkAct.ReleaseOldVersion)),
        (1, Gen.Const(WalkAct.ReleaseAlone)),
        (2, Gen.Const(WalkAct.ReplayApproval)),
        (3, Gen.Const(WalkAct.Undo)),
        (4, Gen.Const(WalkAct.Sign)),
        (2, Gen.Const(WalkAct.SetDeputy)),
        (1, Gen.Const(WalkAct.EndDeputy)),
        (3, Gen.Const(WalkAct.Wait)),
        (2, Gen.Const(WalkAct.Take))
    );

    public static Gen<WalkStep[]> Walk { get; } =
        Gen.Select(
            Acts,
            Gen.Int[0, 99],
            Gen.Int[0, 1],
            Gen.Int[0, 99],
            (act, who, draft, choice) => new WalkStep(act, who, draft, choice)
        ).Array[80, 140];
}
