namespace Mmhs.Wire.Labels;

/// <summary>The octets are no label; never leaves <see cref="EssLabelCodec"/>.</summary>
internal sealed class EssLabelException(string message) : Exception(message);
