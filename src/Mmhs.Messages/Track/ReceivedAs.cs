namespace Mmhs.Messages.Track;

/// <summary>What a recipient is to a message, read from its address fields (MMHS §3.4.32, §3.4.5).</summary>
public enum ReceivedAs : byte
{
    Action = 0,
    Information = 1,
    Blind = 2,
    OtherMeans = 3,
}

/// <summary>What became of the check of a message's signature, in order of growing alarm.</summary>
public enum SignatureStatus : byte
{
    /// <summary>Mathematically right, by a trusted certificate that was good at the time, and of everybody in From.</summary>
    Valid = 0,

    /// <summary>Nobody signed.</summary>
    Unsigned = 1,

    /// <summary>Mathematically right, but not by anybody we can hold to it: untrusted, expired or for another address.</summary>
    Untrusted = 2,

    /// <summary>The octets are not the ones that were signed, or the signature cannot be read.</summary>
    Invalid = 3,
}

/// <summary>What became of the check of a message's labels.</summary>
public enum LabelStatus : byte
{
    /// <summary>A label valid under its policy, the same in the signature and in the header.</summary>
    Good = 0,

    /// <summary>A label valid under its policy, in one of the two places only.</summary>
    Single = 1,

    /// <summary>None at all.</summary>
    Missing = 2,

    /// <summary>There, but its policy is unknown or does not permit it.</summary>
    Invalid = 3,

    /// <summary>Signature and header say different things.</summary>
    Mismatch = 4,
}
