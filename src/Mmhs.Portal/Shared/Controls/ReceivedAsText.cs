using Mmhs.Messages.Track;

namespace Mmhs.Portal.Shared.Controls;

/// <summary>What a recipient is to a message, as people say it.</summary>
internal static class ReceivedAsText
{
    public static string ToWord(this ReceivedAs receivedAs) =>
        receivedAs switch
        {
            ReceivedAs.Action => "ACTION",
            ReceivedAs.Information => "INFO",
            ReceivedAs.Blind => "BLIND",
            ReceivedAs.OtherMeans => "OTHER",
        };
}
