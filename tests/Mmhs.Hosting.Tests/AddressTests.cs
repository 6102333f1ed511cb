namespace Mmhs.Hosting.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("127.0.0.1:5524", true)]
    [InlineData("[::1]:5524", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("0.0.0.0:5524", false)]
    [InlineData("10.0.0.7:5524", false)]
    [InlineData("http://portal.hq.example", false)]
    public void Only_what_is_surely_this_machine_is_loopback(string address, bool expected) =>
        Assert.Equal(expected, Loopback.Is(address));

    [Fact]
    public void A_port_of_zero_is_settled_and_another_left_alone()
    {
        Assert.Equal("127.0.0.1:5524", FreePort.InPlaceOfZero("127.0.0.1:5524"));
        Assert.Equal("no address", FreePort.InPlaceOfZero("no address"));
        Assert.Matches("^127\\.0\\.0\\.1:[1-9][0-9]*$", FreePort.InPlaceOfZero("127.0.0.1:0"));
    }
}
