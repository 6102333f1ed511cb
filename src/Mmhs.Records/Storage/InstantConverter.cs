using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mmhs.Records.Storage;

/// <summary>Instants as milliseconds since 1970 in UTC: one order, one type and one precision on both engines.</summary>
internal sealed class InstantConverter()
    : ValueConverter<DateTimeOffset, long>(
        at => at.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
    );
