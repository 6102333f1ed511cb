using Mmhs.Wire.Scram;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>The example of RFC 7677 §3: user <c>user</c>, password <c>pencil</c>.</summary>
internal static class RfcVector
{
    public const string ServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    public static byte[] Salt { get; } = Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==");

    public static ScramVerifier Verifier { get; } = ScramVerifier.FromPassword("pencil", Salt, 4096);
}
