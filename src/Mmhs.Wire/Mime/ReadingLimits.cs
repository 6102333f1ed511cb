namespace Mmhs.Wire.Mime;

/// <summary>How much of a message is read; the rest is reported and left (mime.md §3).</summary>
internal static class ReadingLimits
{
    /// <summary>More than any message our servers accept.</summary>
    public const int Octets = 128 << 20;

    public const int HeaderOctets = 256 << 10;

    public const int Depth = 32;

    public const int Parts = 1000;

    /// <summary>What a compressed layer may become, and how many times its own size.</summary>
    public const int Decompressed = 100 << 20;

    public const int DecompressionRatio = 200;

    public const int TextCharacters = 4 << 20;
}
