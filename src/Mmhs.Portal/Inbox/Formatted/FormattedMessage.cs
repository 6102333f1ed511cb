using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox.Formatted;

/// <summary>A message as its sender formatted it: a document for a frame that can do nothing.</summary>
/// <remarks>
/// Two walls, each enough alone: <see cref="SafeHtml"/> leaves nothing that runs or loads, and under the policy and the frame's sandbox
/// nothing would run or load if it had been left. Pictures of the message stand inside the document.
/// </remarks>
internal static class FormattedMessage
{
    public const string Policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox";

    /// <summary>Of all pictures together, decoded; those beyond are said in words.</summary>
    public const int MaxPictureOctets = 4 << 20;

    // paper, in every theme: strangers choose their colours for it
    private const string Style =
        "html{background:#fff;color:#1a1a1a}body{margin:12px 16px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img,table{max-width:100%}pre{white-space:pre-wrap}";

    /// <summary>Whether there may be a formatted form: a part of HTML that is no attachment.</summary>
    public static bool IsOffered(MessageReading reading) =>
        reading.Parts.Any(part =>
            part.ContentType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && part.Disposition != "attachment"
        );

    /// <param name="formatted">Null: nothing of it can be shown safely, and the document says so.</param>
    public static string Document(SafeHtml? formatted) =>
        $"<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Formatted message</title><style>{Style}</style></head><body>{formatted?.Markup ?? "<p>Nothing of this form can be shown safely. Read the plain text.</p>"}</body></html>";
}
