using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>Command lines in octets, without their CRLF, to <see cref="Command"/> (RFC 5321 §4.1.1): one method a command.</summary>
/// <remarks>Whatever the octets are, a command comes out: what cannot be read is <see cref="Command.Unreadable"/> with its answer.</remarks>
internal static class CommandGrammar
{
    private static readonly Command.Plain StartTls = new(Verb.StartTls);
    private static readonly Command.Plain Data = new(Verb.Data);
    private static readonly Command.Plain Rset = new(Verb.Rset);
    private static readonly Command.Plain Noop = new(Verb.Noop);
    private static readonly Command.Plain Vrfy = new(Verb.Vrfy);
    private static readonly Command.Plain Expn = new(Verb.Expn);
    private static readonly Command.Plain Help = new(Verb.Help);
    private static readonly Command.Plain Quit = new(Verb.Quit);
    private static readonly Command.Unreadable UnknownCommand = new(Replies.UnknownCommand);

    public static Command Read(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8); // RFC 5321 §4.1.1: trailing white space is tolerated
        var space = line.IndexOf((byte)' ');
        var verb = space < 0 ? line : line[..space];
        var rest = space < 0 ? [] : line[(space + 1)..];
        if (!TryVerb(verb, out var known))
            return UnknownCommand;
        return known switch
        {
            Verb.Ehlo or Verb.Helo or Verb.Lhlo => Hello(known, rest),
            Verb.StartTls => WithoutArgument(StartTls, rest), // RFC 3207 §4: 501 if there is one
            Verb.Auth => Authenticate(rest),
            Verb.Mail => Mail(rest),
            Verb.Rcpt => Recipient(rest),
            Verb.Data => WithoutArgument(Data, rest),
            Verb.Rset => WithoutArgument(Rset, rest),
            Verb.Noop => Noop, // RFC 5321 §4.1.1.9: an argument may stand there and is not read
            Verb.Vrfy => Verify(rest),
            Verb.Expn => Expn,
            Verb.Help => Help,
            Verb.Quit => WithoutArgument(Quit, rest),
        };
    }

    /// <summary>Whether the line is DATA, lawful here or not.</summary>
    public static bool IsData(ReadOnlySpan<byte> line) => Is(line.TrimEnd(" \t"u8), "DATA"u8);

    /// <summary>The verb of a line, whatever follows it; null for one we do not know.</summary>
    public static Verb? VerbOf(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)' ');
        return TryVerb(end < 0 ? line : line[..end], out var verb) ? verb : null;
    }

    private static bool TryVerb(ReadOnlySpan<byte> text, out Verb verb)
    {
        // RFC 5321 §2.4: verbs are read without regard to case
        (var known, verb) = text.Length switch
        {
            4 when Is(text, "MAIL"u8) => (true, Verb.Mail),
            4 when Is(text, "RCPT"u8) => (true, Verb.Rcpt),
            4 when Is(text, "DATA"u8) => (true, Verb.Data),
            4 when Is(text, "EHLO"u8) => (true, Verb.Ehlo),
            4 when Is(text, "HELO"u8) => (true, Verb.Helo),
            4 when Is(text, "LHLO"u8) => (true, Verb.Lhlo),
            4 when Is(text, "AUTH"u8) => (true, Verb.Auth),
            4 when Is(text, "RSET"u8) => (true, Verb.Rset),
            4 when Is(text, "NOOP"u8) => (true, Verb.Noop),
            4 when Is(text, "QUIT"u8) => (true, Verb.Quit),
            4 when Is(text, "VRFY"u8) => (true, Verb.Vrfy),
            4 when Is(text, "EXPN"u8) => (true, Verb.Expn),
            4 when Is(text, "HELP"u8) => (true, Verb.Help),
            8 when Is(text, "STARTTLS"u8) => (true, Verb.StartTls),
            _ => (false, default),
        };
        return known;
    }

    // ehlo = "EHLO" SP ( Domain / address-literal ) CRLF
    private static Command Hello(Verb verb, ReadOnlySpan<byte> name) =>
        PathGrammar.IsDomainOrLiteral(name)
            ? new Command.Hello(verb, Encoding.ASCII.GetString(name))
            : new Command.Unreadable(Replies.BadHelloName);

    private static Command WithoutArgument(Command.Plain command, ReadOnlySpan<byte> rest) =>
        rest.IsEmpty ? command : new Command.Unreadable(Replies.UnexpectedArgument);

    // vrfy = "VRFY" SP String CRLF; an empty quoted string asks for nobody
    private static Command Verify(ReadOnlySpan<byte> name) =>
        name.IsEmpty || name.SequenceEqual("\"\""u8) ? new Command.Unreadable(Replies.BadArgument) : Vrfy;

    // RFC 4954 §4: "AUTH" SP sasl-mech [SP initial-response]; RFC 4422 §3.1: mechanism names are 1 to 20 of A-Z 0-9 - _
    private static Command Authenticate(ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        var mechanism = space < 0 ? rest : rest[..space];
        if (mechanism.Length is 0 or > 20)
            return new Command.Unreadable(Replies.BadArgument);
        foreach (var c in mechanism)
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'-' or (byte)'_'))
                return new Command.Unreadable(Replies.BadArgument);
        if (space < 0)
            return new Command.Authenticate(Encoding.ASCII.GetString(mechanism).ToUpperInvariant(), null);
        var initial = rest[(space + 1)..];
        if (initial.IsEmpty || initial.Contains((byte)' '))
            return new Command.Unreadable(Replies.BadBase64);
        return new Command.Authenticate(
            Encoding.ASCII.GetString(mechanism).ToUpperInvariant(),
            Encoding.ASCII.GetString(initial)
        );
    }

    // mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF
    private static Command Mail(ReadOnlySpan<byte> rest)
    {
        if (!TryPrefix(ref rest, "FROM:"u8))
            return new Command.Unreadable(Replies.SyntaxError);
        SmtpPath? reversePath = null;
        int used;
        if (rest.StartsWith("<>"u8))
            used = 2; // RFC 5321 §4.5.5: the null reverse-path
        else
            used = PathGrammar.Path(rest, out reversePath);
        if (used == 0)
            return new Command.Unreadable(HasEightBit(rest) ? Replies.AddressNeedsUtf8 : Replies.BadSender);
        if (!TryParameters(rest[used..], out var parameters))
            return new Command.Unreadable(Replies.SyntaxError);
        var said = new MailParameters();
        foreach (var range in parameters.Split((byte)' '))
        {
            if (said.Read(parameters[range]) is { } refusal)
                return new Command.Unreadable(refusal);
        }
        return new Command.Mail(said.ToEnvelope(reversePath));
    }

    // rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF
    private static Command Recipient(ReadOnlySpan<byte> rest)
    {
        if (!TryPrefix(ref rest, "TO:"u8))
            return new Command.Unreadable(Replies.SyntaxError);
        var used = PathGrammar.Postmaster(rest, out var forwardPath);
        if (used == 0)
            used = PathGrammar.Path(rest, out forwardPath);
        if (used == 0)
            return new Command.Unreadable(HasEightBit(rest) ? Replies.AddressNeedsUtf8 : Replies.BadRecipient);
        if (!TryParameters(rest[used..], out var parameters))
            return new Command.Unreadable(Replies.SyntaxError);
        var said = new RecipientParameters();
        foreach (var range in parameters.Split((byte)' '))
        {
            if (said.Read(parameters[range]) is { } refusal)
                return new Command.Unreadable(refusal);
        }
        return new Command.Recipient(said.ToRecipient(forwardPath!));
    }

    private static bool TryPrefix(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> prefix)
    {
        if (rest.Length < prefix.Length || !Is(rest[..prefix.Length], prefix))
            return false;
        // Deviates from RFC 5321 §3.3: blanks behind the colon are read over. Deployed clients send them, and between the colon
        // and the "<" they can mean nothing else.
        rest = rest[prefix.Length..].TrimStart((byte)' ');
        return true;
    }

    // What follows a path is nothing, or a blank and parameters
    private static bool TryParameters(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> parameters)
    {
        parameters = rest.IsEmpty ? rest : rest[1..];
        return rest.IsEmpty || rest[0] == ' ';
    }

    // RFC 6531 §3.5: an address we could read only with SMTPUTF8 has its own refusal
    private static bool HasEightBit(ReadOnlySpan<byte> text) => !Ascii.IsValid(text);

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
}
