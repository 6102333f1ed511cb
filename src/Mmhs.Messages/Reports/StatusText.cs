using System.Collections.Frozen;
using System.Globalization;

namespace Mmhs.Messages.Reports;

/// <summary>An enhanced status code in plain words: what happened, and whether trying goes on.</summary>
/// <remarks>Source: RFC 3463 §3; the registry of enhanced status codes (RFC 5248), with RFC 4468, 4865, 4954, 5321, 6531, 6710, 7372, 7504 and 7505.</remarks>
public static class StatusText
{
    private static readonly FrozenDictionary<(int Subject, int Detail), string> Details = new Dictionary<(int, int), string>
    {
        [(0, 0)] = "no particular reason is given",
        [(1, 0)] = "something about the address is wrong",
        [(1, 1)] = "there is no such mailbox",
        [(1, 2)] = "there is no such mail system",
        [(1, 3)] = "the address is not written as an address should be",
        [(1, 4)] = "the address fits more than one recipient",
        [(1, 5)] = "the address is good",
        [(1, 6)] = "the mailbox has moved and left no new address",
        [(1, 7)] = "the sender's address is not written as an address should be",
        [(1, 8)] = "the sender's mail system is not known",
        [(1, 9)] = "the message was handed to a system that reports nothing further",
        [(1, 10)] = "the mail system there accepts no mail",
        [(2, 0)] = "something about the mailbox is wrong",
        [(2, 1)] = "the mailbox is closed",
        [(2, 2)] = "the mailbox is full",
        [(2, 3)] = "the message is larger than the mailbox accepts",
        [(2, 4)] = "the distribution list could not be expanded",
        [(3, 0)] = "something about the mail system there is wrong",
        [(3, 1)] = "the storage of the mail system there is full",
        [(3, 2)] = "the mail system there takes no mail at present",
        [(3, 3)] = "the mail system there cannot do what the message asks for",
        [(3, 4)] = "the message is too large for the mail system there",
        [(3, 5)] = "the mail system there is not set up rightly",
        [(3, 6)] = "the precedence asked for was changed",
        [(4, 0)] = "something on the way is wrong",
        [(4, 1)] = "the mail system there does not answer",
        [(4, 2)] = "the connection broke",
        [(4, 3)] = "the directory the routing depends on does not answer",
        [(4, 4)] = "no way to the mail system there is known",
        [(4, 5)] = "the mail system there is overloaded",
        [(4, 6)] = "the message goes round in a circle",
        [(4, 7)] = "the time allowed for delivery is over",
        [(5, 0)] = "the two mail systems did not understand each other",
        [(5, 1)] = "a command was not expected",
        [(5, 2)] = "a command was not understood",
        [(5, 3)] = "there are too many recipients",
        [(5, 4)] = "a parameter of a command was not accepted",
        [(5, 5)] = "the two mail systems speak different versions of the protocol",
        [(5, 6)] = "the exchange of a sign-in was too long",
        [(6, 0)] = "something about the content is wrong",
        [(6, 1)] = "the kind of content is not accepted there",
        [(6, 2)] = "the content would have to be converted, and that is forbidden",
        [(6, 3)] = "the content would have to be converted, and that is not possible",
        [(6, 4)] = "the content was converted and lost something",
        [(6, 5)] = "the content could not be converted",
        [(6, 6)] = "the content of the message is not available",
        [(6, 7)] = "addresses outside ASCII are not accepted there",
        [(6, 8)] = "the answer would need addresses outside ASCII, which are not accepted",
        [(6, 9)] = "the header needs UTF-8, which is not accepted there",
        [(7, 0)] = "a rule of security forbids it",
        [(7, 1)] = "the mail system there refuses the message by its rules",
        [(7, 2)] = "the sender may not write to this list",
        [(7, 3)] = "a conversion needed for security is not possible",
        [(7, 4)] = "a security function asked for is not available",
        [(7, 5)] = "a cryptographic check failed",
        [(7, 6)] = "the cryptographic algorithm is not supported there",
        [(7, 7)] = "the message did not arrive as it was sent",
        [(7, 8)] = "the sign-in was not accepted",
        [(7, 9)] = "the way of signing in is too weak",
        [(7, 10)] = "encryption is needed",
        [(7, 11)] = "encryption is needed for this way of signing in",
        [(7, 12)] = "the password must be changed first",
        [(7, 13)] = "the account is disabled",
        [(7, 14)] = "a relation of trust is needed that does not exist",
        [(7, 15)] = "the precedence is too low to be accepted at present",
        [(7, 16)] = "the message is too large for its precedence",
        [(7, 17)] = "the mailbox belongs to another owner now",
        [(7, 18)] = "the domain belongs to another owner now",
        [(7, 19)] = "whether the mailbox has changed its owner cannot be told",
        [(7, 20)] = "no DKIM signature passed",
        [(7, 21)] = "no DKIM signature was acceptable",
        [(7, 22)] = "no DKIM signature is of the author",
        [(7, 23)] = "SPF refuses the sender",
        [(7, 24)] = "SPF could not be checked",
        [(7, 25)] = "the sending host has no name that fits its address",
        [(7, 26)] = "several checks of the sender failed",
        [(7, 27)] = "the sender's domain accepts no mail",
        [(7, 28)] = "too much mail came from there",
        [(7, 29)] = "the chain of authentication results is broken",
        [(7, 30)] = "encryption on the whole way is needed",
    }.ToFrozenDictionary();

    private static readonly string[] Subjects =
    [
        "the cause is not given",
        "something about the address is wrong",
        "something about the mailbox is wrong",
        "something about the mail system there is wrong",
        "something on the way is wrong",
        "the two mail systems did not understand each other",
        "something about the content is wrong",
        "a rule of security forbids it",
    ];

    /// <summary>As <c>there is no such mailbox (5.1.1)</c>; the code alone where nobody has given it a meaning; null for what is no code.</summary>
    public static string? Of(string? status)
    {
        if (status?.Split('.') is not [var @class, var subject, var detail])
            return null;
        if (!Number(@class, out var c) || c is not (2 or 4 or 5) || !Number(subject, out var s) || !Number(detail, out var d))
            return null;
        var code = string.Create(CultureInfo.InvariantCulture, $"{c}.{s}.{d}");
        if (c == 2 && (s, d) is (0, 0))
            return $"it went well ({code})";
        if (Details.TryGetValue((s, d), out var words))
            return $"{words} ({code})";
        return s < Subjects.Length ? $"{Subjects[s]} ({code})" : $"status {code}";
    }

    /// <summary>What the class of a code promises: 2 done, 4 may still go, 5 will not; null for another.</summary>
    public static string? Outlook(string? status) =>
        status is [var c, '.', ..]
            ? c switch
            {
                '2' => "it is done",
                '4' => "it may still succeed",
                '5' => "it will not succeed",
                _ => null,
            }
            : null;

    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 999;
}
