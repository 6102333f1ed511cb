using System.Text;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Compose;

/// <summary>A draft form in its canonical spelling, and back. What cannot be read throws: it never becomes an empty form.</summary>
/// <remarks>The members are those of <see cref="ContentCodec"/>: a form says in the same words what the content made of it will say.</remarks>
public static class FormCodec
{
    public static string Write(DraftForm form) => Members(form).ToString();

    /// <exception cref="FormatException">The text is not what <see cref="Write"/> writes, or a value in it is none of its kind.</exception>
    public static DraftForm Read(string text) => CanonicalReader.Read(Encoding.UTF8.GetBytes(text), Read);

    /// <summary>The form in the one normal form its words are kept, measured and sent in (NFC), which may be longer than what was typed.</summary>
    public static DraftForm Normal(DraftForm form) => Read(Write(form));

    internal static CanonicalObject Members(DraftForm form)
    {
        var members = new CanonicalObject
        {
            ["label"] = form.Label?.ToKey(),
            ["actionPrecedence"] = Number((int?)form.ActionPrecedence),
            ["to"] = CanonicalValue.List(form.To.Select(WriteMailbox)),
            ["informationPrecedence"] = Number((int?)form.InformationPrecedence),
            ["cc"] = CanonicalValue.List(form.Cc.Select(WriteMailbox)),
            ["bcc"] = CanonicalValue.List(form.Bcc.Select(WriteMailbox)),
            ["subject"] = form.Subject,
            ["sics"] = CanonicalValue.List(form.SubjectIndicatorCodes),
            ["messageType"] = Number(form.MessageType),
            ["messageTypeIdentifier"] = form.MessageTypeIdentifier.Length == 0 ? null : form.MessageTypeIdentifier,
            ["dtg"] = form.Dtg?.At,
            ["text"] = form.Text,
            ["attachments"] = CanonicalValue.List(form.Attachments.Select(WriteAttachment)),
            ["deliveryReports"] = form.DeliveryReports,
        };
        // only where there are any: the hash of what does without is that of before there were such fields
        if (!form.Requests.IsEmpty)
            members["requests"] = CanonicalValue.List(form.Requests.Select(WriteRequest));
        if (!form.Optional.IsNone)
            members["optional"] = form.Optional.ToCanonical();
        return members;
    }

    internal static DraftForm Read(CanonicalReader members) =>
        new()
        {
            Label = Label(members.MaybeText("label")),
            ActionPrecedence = PrecedenceOf(members.MaybeNumber("actionPrecedence")),
            To = members.Objects("to", ReadMailbox),
            InformationPrecedence = PrecedenceOf(members.MaybeNumber("informationPrecedence")),
            Cc = members.Objects("cc", ReadMailbox),
            Bcc = members.Objects("bcc", ReadMailbox),
            Subject = members.Text("subject"),
            SubjectIndicatorCodes = members.Texts("sics"),
            MessageType = members.MaybeNumber("messageType") is { } type ? checked((byte)type) : null,
            MessageTypeIdentifier = members.MaybeText("messageTypeIdentifier") ?? "",
            Dtg = members.MaybeInstant("dtg") is { } dtg ? new DateTimeGroup(dtg) : null,
            Text = members.Text("text"),
            Attachments = members.Objects("attachments", ReadAttachment),
            DeliveryReports = members.Truth("deliveryReports"),
            Requests = members.Has("requests") ? members.Objects("requests", ReadRequest) : [],
            Optional = members.Has("optional") ? OptionalParts.Read(members.Object("optional")) : OptionalFields.None,
        };

    internal static CanonicalValue WriteMailbox(Mailbox mailbox) =>
        new CanonicalObject { ["name"] = mailbox.DisplayName, ["address"] = mailbox.Address.ToString() };

    internal static Mailbox ReadMailbox(CanonicalReader mailbox) =>
        new(mailbox.MaybeText("name"), EmailAddress.Parse(mailbox.Text("address")));

    private static CanonicalValue WriteAttachment(Attachment attachment) =>
        new CanonicalObject
        {
            ["name"] = attachment.Name,
            ["mediaType"] = attachment.MediaType,
            ["size"] = attachment.Size,
            ["sha256"] = attachment.Sha256,
        };

    private static Attachment ReadAttachment(CanonicalReader attachment) =>
        new(attachment.Text("name"), attachment.Text("mediaType"), attachment.LongNumber("size"), attachment.Text("sha256"));

    private static CanonicalValue WriteRequest(AddresseeRequest request)
    {
        var members = new CanonicalObject
        {
            ["address"] = request.Address.ToString(),
            ["reports"] = Number((int?)request.Reports),
            ["receipt"] = request.Receipt,
        };
        if (request.TextOnly)
            members["textOnly"] = true; // as above
        return members;
    }

    private static AddresseeRequest ReadRequest(CanonicalReader request) =>
        new(
            EmailAddress.Parse(request.Text("address")),
            request.MaybeNumber("reports") is { } reports ? Known((ReportRequest)checked((byte)reports)) : null,
            request.Truth("receipt"),
            request.Has("textOnly") && request.Truth("textOnly")
        );

    private static SecurityLabel? Label(string? key) =>
        key is null ? null
        : SecurityLabel.TryParse(key, out var label) ? label
        : throw new FormatException("The stored label cannot be read.");

    private static Precedence? PrecedenceOf(int? value) => value is { } number ? Known((Precedence)checked((byte)number)) : null;

    private static T Known<T>(T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new FormatException($"There is no {typeof(T).Name} {value}.");

    private static CanonicalValue Number(int? value) => value is { } number ? number : default(CanonicalValue);
}
