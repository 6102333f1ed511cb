using System.Runtime.InteropServices;
using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>A MIME structure, with the octets each of its entities was read from.</summary>
/// <remarks>Those octets are what a signature covers and what is handed on; nothing is printed again.</remarks>
internal sealed class ParsedEntity
{
    private static readonly ParserOptions Options = Bounded();

    private readonly ReadOnlyMemory<byte> _octets;
    private readonly Dictionary<object, (long Begin, long End)> _spans = new(ReferenceEqualityComparer.Instance);

    private ParsedEntity(ReadOnlyMemory<byte> octets) => _octets = octets;

    /// <summary>Null when an entity was parsed, not a message.</summary>
    public MimeMessage? Message { get; private set; }

    public MimeEntity? Root { get; private set; }

    /// <exception cref="FormatException">Not even a header could be made out.</exception>
    public static ParsedEntity OfMessage(ReadOnlyMemory<byte> octets)
    {
        var parsed = new ParsedEntity(octets);
        parsed.Message = parsed.NewParser().ParseMessage();
        parsed.Root = parsed.Message.Body;
        return parsed;
    }

    /// <exception cref="FormatException">Not even a header could be made out.</exception>
    public static ParsedEntity OfEntity(ReadOnlyMemory<byte> octets)
    {
        var parsed = new ParsedEntity(octets);
        parsed.Root = parsed.NewParser().ParseEntity();
        return parsed;
    }

    /// <summary>The octets of an entity or a message as they came, header and all; empty when they are not known.</summary>
    public ReadOnlyMemory<byte> OctetsOf(object entity) =>
        _spans.TryGetValue(entity, out var span) && span.Begin >= 0 && span.End >= span.Begin && span.End <= _octets.Length
            ? _octets[(int)span.Begin..(int)span.End]
            : default;

    private MemoryStream Stream() =>
        MemoryMarshal.TryGetArray(_octets, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(_octets.ToArray(), writable: false);

    private static ParserOptions Bounded()
    {
        var options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = ReadingLimits.Depth;
        return options;
    }

    private MimeParser NewParser()
    {
        var parser = new MimeParser(Options, Stream(), MimeFormat.Entity, persistent: true);
        parser.MimeEntityEnd += (_, ended) =>
        {
            _spans[ended.Entity] = (ended.BeginOffset, ended.EndOffset);
            CharacterSetName.Mend(ended.Entity);
        };
        parser.MimeMessageEnd += (_, ended) => _spans[ended.Message] = (ended.BeginOffset, ended.EndOffset);
        return parser;
    }
}
