using System.Globalization;

namespace Mmhs.Messages.Tests;

public sealed class RefusalKindTests
{
    private static readonly RefusalKind Plain = new("ABC-001", "It does not go.", "to");
    private static readonly RefusalKind<long, DateTimeOffset> Found = new("ABC-002", "{0:N0} octets at {1:u}.", "text");

    [Fact]
    public void A_plain_one_is_made_once_and_said_of_another_field_anew()
    {
        Refusal refused = Plain;
        Assert.Same(Plain.Refusal, refused);
        Assert.Equal(new Refusal("ABC-001", "It does not go.", "cc"), Plain.At("cc"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void None_stays_none_in_a_conditional(bool refused)
    {
        Refusal? outcome = refused ? Plain : null;
        Assert.Equal(refused, outcome is not null);
    }

    [Fact]
    public void What_was_found_is_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-CH");
        try
        {
            var at = new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);
            Assert.Equal(new Refusal("ABC-002", "12,345 octets at 2026-11-23 16:00:00Z.", "text"), Found.Of(12345, at));
            Assert.Equal("subject", Found.Of(1, at, field: "subject").Field);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
