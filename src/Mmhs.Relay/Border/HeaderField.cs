namespace Mmhs.Relay.Border;

/// <summary>One header field as the relay looks at it.</summary>
/// <param name="Name">As written.</param>
/// <param name="Body">Unfolded, without the blank after the colon; octets above 127 stand as the characters of that number.</param>
internal sealed record HeaderField(string Name, string Body)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
