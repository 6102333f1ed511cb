using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>A dialogue in a file: <c>C:</c> and <c>S:</c> lines, <c>#</c> for its sources, <c>!</c> for its circumstances.</summary>
/// <remarks>
/// <c>tls</c>: it begins under TLS. <c>login-required</c>: MAIL needs AUTH. <c>client</c>: our client says these very lines.
/// <c>one-at-a-time</c>: may not be run whole, since HELO allows no groups. <c>refuse</c> and <c>refuse-message</c>: what the reception says to one recipient.
/// </remarks>
internal sealed class Transcript
{
    private readonly List<string> _marks = [];

    private Transcript(string folder, string[] lines)
    {
        Folder = folder;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("! ", StringComparison.Ordinal))
                _marks.Add(line[2..]);
            else if (line.StartsWith("C:", StringComparison.Ordinal))
                Events.Add((true, line.Length > 3 ? line[3..] : ""));
            else if (line.StartsWith("S: ", StringComparison.Ordinal))
                Events.Add((false, line[3..]));
            else
                throw new FormatException($"Neither C: nor S: nor # nor !: {line}");
        }
    }

    public string Folder { get; }

    public List<(bool FromClient, string Text)> Events { get; } = [];

    public bool Has(string mark) => _marks.Contains(mark);

    /// <summary>The folder beside the project file, found from the test output upwards.</summary>
    public static string Root { get; } = Locate(new(AppContext.BaseDirectory));

    public static IEnumerable<string> Names =>
        Directory
            .EnumerateFiles(Root, "*.smtp", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static Transcript Read(string name) =>
        new(name[..name.IndexOf('/', StringComparison.Ordinal)], File.ReadAllLines(Path.Combine(Root, name)));

    public RecordingReception Reception() =>
        new()
        {
            Recipient = to => Marked("refuse", to) ?? new(250, "2.1.5", "Recipient ok"),
            Message = to => Marked("refuse-message", to) ?? new(250, "2.6.0", "Message accepted"),
        };

    public SmtpServerOptions Options()
    {
        var submission = Folder == "submission";
        return new()
        {
            HostName =
                submission ? "msa.hq.example"
                : Folder == "lmtp" ? "mda.hq.example"
                : "mta.hq.example",
            Door =
                submission ? SmtpDoor.Submission
                : Folder == "lmtp" ? SmtpDoor.Delivery
                : SmtpDoor.Transfer,
            Certificate = submission ? TestWorld.Certificate : null,
            Accounts = submission ? new TestWorld.OneAccount("user", RfcVector.Verifier) : null,
            RequireAuthentication = submission ? Has("login-required") : null,
        };
    }

    /// <summary>Content as the reception must get it: dots undone.</summary>
    public byte[] Content()
    {
        var text = new StringBuilder();
        var inContent = false;
        foreach (var (fromClient, line) in Events)
        {
            if (!fromClient)
            {
                inContent |= line.StartsWith("354", StringComparison.Ordinal);
                continue;
            }
            if (!inContent)
                continue;
            if (line == ".")
                break;
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static string Locate(DirectoryInfo folder)
    {
        var candidate = Path.Combine(folder.FullName, "Transcripts");
        return Directory.Exists(candidate)
            ? candidate
            : Locate(folder.Parent ?? throw new DirectoryNotFoundException("Transcripts"));
    }

    private SmtpReply? Marked(string mark, EnvelopeRecipient to)
    {
        var start = $"{mark} {to.ForwardPath} ";
        return
            _marks.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } line
            && line[start.Length..].Split(' ', 3) is [var code, var status, var text]
            ? new(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), status, text)
            : null;
    }
}
