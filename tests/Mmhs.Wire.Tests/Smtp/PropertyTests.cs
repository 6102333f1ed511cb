using System.Buffers;
using System.Text;
using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>What is printed is read back the same, and no octets whatever make a reader throw anything but its own refusal.</summary>
public sealed class PropertyTests
{
    private const string AtomText = "abcXYZ019!#$%&'*+-/=?^_`{|}~";

    private static readonly SmtpCapabilities Everything = SmtpCapabilities.Read(
        SmtpReply.FromPeer(
            250,
            null,
            [
                "server",
                "SIZE",
                "8BITMIME",
                "DSN",
                "MT-PRIORITY STANAG4406",
                "DELIVERBY",
                "FUTURERELEASE 999999999 9999-12-31T23:59:59Z",
                "AUTH SCRAM-SHA-256",
            ]
        ),
        extended: true
    );

    private static readonly Gen<string> Atom = Gen.String[Gen.Char[AtomText], 1, 12];

    private static readonly Gen<string> Quoted = Gen.String[Gen.Char[' ', '~'], 0, 20]
        .Select(text =>
            "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
        );

    private static readonly Gen<string> Local = Gen.OneOf(Atom, Gen.Select(Atom, Atom, (a, b) => $"{a}.{b}"), Quoted);

    private static readonly Gen<string> Label = Gen.String[Gen.Char["abcXYZ019"], 1, 10];

    private static readonly Gen<string> Domain = Gen.OneOf(
        Label,
        Gen.Select(Label, Label, (a, b) => $"{a}-x.{b}"),
        Gen.Const("[192.0.2.1]"),
        Gen.Const("[IPv6:2001:db8::1]")
    );

    private static readonly Gen<SmtpPath> Path = Gen.Select(
        Local,
        Domain,
        (local, domain) => SmtpPath.Parse($"{local}@{domain}")
    );

    private static readonly Gen<string> Printable = Gen.String[Gen.Char[' ', '~'], 1, 30];

    private static readonly Gen<Envelope> AnyEnvelope =
        from path in Gen.OneOf(Path.Select(p => (SmtpPath?)p), Gen.Const((SmtpPath?)null))
        from id in Gen.OneOf(Printable.Select(text => (EnvelopeId?)EnvelopeId.Parse(text)), Gen.Const((EnvelopeId?)null))
        from priority in Gen.Int[-9, 9]
        from content in Gen.OneOf<ReturnContent?>(null, ReturnContent.Full, ReturnContent.Headers)
        from body in Gen.OneOf<BodyType?>(null, BodyType.SevenBit, BodyType.EightBitMime)
        from submitter in Gen.OneOf(Path.Select(p => (string?)p.ToString()), Gen.Const((string?)"<>"), Gen.Const((string?)null))
        from time in Gen.OneOf(
            Gen.Int[1, 999_999_999].Select(seconds => (DeliverBy?)new DeliverBy(seconds, DeliverByMode.Return, seconds % 2 == 0)),
            Gen.Const((DeliverBy?)null)
        )
        from hold in Gen.OneOf(
            Gen.Int[1, 999_999_999].Select(seconds => (FutureRelease?)FutureRelease.For(seconds)),
            Gen.Long[0, DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerSecond]
                .Select(ticks => (FutureRelease?)FutureRelease.UntilMoment(new(ticks, TimeSpan.Zero))),
            Gen.Const((FutureRelease?)null)
        )
        select new Envelope
        {
            DeliverBy = time,
            Hold = hold,
            ReversePath = path,
            EnvelopeId = id,
            Priority = new MtPriority(priority),
            Return = content,
            Body = body,
            Submitter = submitter,
        };

    private static readonly Gen<EnvelopeRecipient> AnyRecipient =
        from path in Path
        from notify in Gen.Int[-1, 7]
        from original in Gen.OneOf(
            Path.Select(p => (OriginalRecipient?)OriginalRecipient.For(p)),
            Gen.Const((OriginalRecipient?)null)
        )
        select new EnvelopeRecipient(path, notify < 0 ? null : (NotifyOn)notify, original);

    private static readonly string[] Starts =
    [
        "",
        "MAIL FROM:<",
        "MAIL FROM:<a@b> ",
        "RCPT TO:<",
        "RCPT TO:<a@b> ",
        "RCPT TO:<a@b> ORCPT=",
        "MAIL FROM:<a@b> ENVID=",
        "AUTH ",
        "EHLO ",
        "EHLO [",
        "VRFY ",
        "MAIL FROM:<@",
        "MAIL FROM:<a@b> BY=",
        "MAIL FROM:<a@b> HOLDFOR=",
        "MAIL FROM:<a@b> HOLDUNTIL=",
        "MAIL FROM:<a@b> HOLDUNTIL=2026-11-24T12:00:00",
    ];

    [Fact]
    public void Xtext_is_read_back() =>
        Gen.String[Gen.Char['\0', '\u00FF'], 0, 40]
            .Sample(text => Xtext.TryDecode(Xtext.Encode(text), out var again) && again == text);

    [Fact]
    public void Paths_are_read_back() => Path.Sample(path => SmtpPath.TryParse(path.ToString(), out var again) && again == path);

    [Fact]
    public void MAIL_is_read_back() =>
        Gen.Select(AnyEnvelope, Gen.Long[0, long.MaxValue])
            .Sample(
                (envelope, size) =>
                {
                    var line = CommandPrinter.Mail(envelope, size, Everything, authenticated: true);
                    var again = ((Command.Mail)CommandGrammar.Read(Encoding.ASCII.GetBytes(line)[..^2])).Envelope;
                    return again.ReversePath == envelope.ReversePath
                        && again.EnvelopeId == envelope.EnvelopeId
                        && again.Priority == envelope.Priority
                        && again.Return == envelope.Return
                        && again.Body == envelope.Body
                        && again.Submitter == envelope.Submitter
                        && again.Size == size
                        && again.DeliverBy == envelope.DeliverBy
                        && again.Hold == envelope.Hold;
                }
            );

    [Fact]
    public void RCPT_is_read_back() =>
        AnyRecipient.Sample(recipient =>
            (
                (Command.Recipient)
                    CommandGrammar.Read(Encoding.ASCII.GetBytes(CommandPrinter.Recipient(recipient, Everything))[..^2])
            ).To == recipient
        );

    [Fact]
    public void Replies_are_read_back() =>
        Gen.Select(
                Gen.Int[200, 599],
                Gen.Int[0, 999],
                Gen.Int[0, 999],
                Gen.String[Gen.Char[' ', '~'], 1, 40].Array[1, 5],
                Gen.Bool
            )
            .Sample(
                (code, subject, detail, lines, withStatus) =>
                {
                    var status = withStatus && code / 100 != 3 ? EnhancedStatus.Parse($"{code / 100}.{subject}.{detail}") : null;
                    // A text that looks like a status would be taken for one: that is what a status is.
                    if (status is null && lines.Any(line => line.Contains('.', StringComparison.Ordinal)))
                        return true;
                    var reply = new SmtpReply(code, status, lines);
                    var wire = new ArrayBufferWriter<byte>();
                    reply.WriteTo(wire);
                    var input = new ReadOnlySequence<byte>(wire.WrittenMemory);
                    return ReplyGrammar.TryRead(ref input, out var again) && reply.Equals(again) && input.IsEmpty;
                }
            );

    [Fact]
    public void No_octets_make_the_command_grammar_throw() =>
        Gen.Select(Gen.OneOf(Starts), Gen.Byte.Array[0, 80])
            .Sample((start, octets) => _ = CommandGrammar.Read([.. Encoding.ASCII.GetBytes(start), .. octets]));

    [Fact]
    public void No_printable_text_makes_the_command_grammar_throw() =>
        Gen.Select(Gen.OneOf(Starts), Gen.String[Gen.Char["@<>:;,.=+\"\\[] abIPv6:1BYNOTIFY"], 0, 60])
            .Sample((start, text) => _ = CommandGrammar.Read(Encoding.ASCII.GetBytes(start + text)));

    [Fact]
    public void No_octets_make_the_reply_grammar_throw_anything_but_its_own_refusal() =>
        Gen.Select(Gen.OneOf("", "250", "250-a\r\n250", "250-a\r\n2", "432-"), Gen.Byte.Array[0, 60])
            .Sample(
                (start, octets) =>
                {
                    var input = new ReadOnlySequence<byte>([.. Encoding.ASCII.GetBytes(start), .. octets, .. "\r\n"u8]);
                    try
                    {
                        _ = ReplyGrammar.TryRead(ref input, out _);
                    }
                    catch (SmtpProtocolException)
                    {
                        // its own refusal
                    }
                }
            );

    [Fact]
    public void No_octets_make_the_SCRAM_exchange_throw() =>
        Gen.Select(
                Gen.OneOf("", "n,,", "n,,n=user,r=", "y,a=user,n=user,r=x", "n,,n=="),
                Gen.Byte.Array[0, 40],
                Gen.Byte.Array[0, 60]
            )
            .Sample(
                (start, first, final) =>
                {
                    var exchange = new ScramExchange("nonce");
                    if (!exchange.TryFirst([.. Encoding.ASCII.GetBytes(start), .. first]))
                        return true;
                    exchange.ServerFirst(RfcVector.Verifier);
                    return !exchange.TryFinal(final, out _);
                }
            );

    [Fact]
    public void Content_comes_out_as_it_went_in_however_it_is_cut() =>
        Gen.Select(
                Gen.OneOf(".", "..", "a", ".a", "\r\n", "\r\n.", "\r\n..\r\n", "\u00E9").Array[0, 30],
                Gen.Int[1, 9].Array[1, 40]
            )
            .Sample(
                (parts, cuts) =>
                {
                    var content = Encoding.Latin1.GetBytes(string.Concat(parts) + "\r\n");
                    var pipe = new System.IO.Pipelines.Pipe(new(pauseWriterThreshold: 0));
                    new OutgoingContent(new ReadOnlySequence<byte>(content))
                        .TryWriteAsync(pipe.Writer, _ => new(true), default)
                        .AsTask()
                        .GetAwaiter()
                        .GetResult();
                    pipe.Writer.Write(".\r\nNOOP\r\n"u8);
                    pipe.Writer.Complete();
                    var wire = ReadAll(pipe.Reader);
                    return Received(wire, cuts, out var rest) is { } received
                        && received.AsSpan().SequenceEqual(content)
                        && rest == "NOOP\r\n";
                }
            );

    /// <summary>The slow and plain reading of RFC 5321 §4.5.2 against the fast one.</summary>
    [Fact]
    public void Any_octets_are_taken_as_the_plain_reading_takes_them() =>
        Gen.Select(Gen.OneOf("\r", "\n", ".", "a", "\r\n", "\r\n.\r\n", "\0").Array[0, 30], Gen.Int[1, 9].Array[1, 40])
            .Sample(
                (parts, cuts) =>
                {
                    var text = string.Concat(parts);
                    // With a CRLF in front, the end is the first CRLF.CRLF; content and rest follow from it.
                    var framed = "\r\n" + text;
                    var end = framed.IndexOf("\r\n.\r\n", StringComparison.Ordinal);
                    var received = Received(Encoding.Latin1.GetBytes(text), cuts, out var rest);
                    if (end < 0)
                        return received is null && rest.Length == 0;
                    var lines = framed[..end]
                        .Split("\r\n")
                        .Skip(1)
                        .Select(line => line.StartsWith('.') ? line[1..] : line)
                        .ToList();
                    var spoilt = lines.Any(line => line.AsSpan().ContainsAny('\r', '\n', '\0'));
                    var expected = string.Concat(lines.Select(line => line + "\r\n"));
                    return rest == framed[(end + 5)..]
                        && (spoilt ? received is null : received is not null && Encoding.Latin1.GetString(received) == expected);
                }
            );

    private static byte[] ReadAll(System.IO.Pipelines.PipeReader reader)
    {
        reader.TryRead(out var result);
        var octets = result.Buffer.ToArray();
        reader.Complete();
        return octets;
    }

    /// <summary>Feeds the intake in pieces; null when it is not complete or has a flaw.</summary>
    private static byte[]? Received(byte[] wire, int[] cuts, out string rest)
    {
        using var intake = new DataReader(TestWorld.Transfer(), new(1 << 20), 998);
        var at = 0;
        for (var i = 0; at < wire.Length && !intake.IsComplete; i++)
        {
            var piece = new ReadOnlySequence<byte>(wire.AsMemory(at, Math.Min(cuts[i % cuts.Length], wire.Length - at)));
            at += (int)piece.Slice(0, intake.Take(piece)).Length;
        }
        rest = Encoding.Latin1.GetString(wire.AsSpan(at));
        if (!intake.IsComplete || intake.Flaw != ContentFlaw.None)
            return null;
        using var message = intake.ToMessage();
        return message.Content.ToArray();
    }
}
