using System.Text;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

public sealed class ScramTests
{
    [Fact]
    public void EOS_205a_scram_the_vector_of_RFC_7677_gives_its_keys()
    {
        Assert.Equal("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=", Convert.ToBase64String(RfcVector.Verifier.StoredKey.Span));
        Assert.Equal("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=", Convert.ToBase64String(RfcVector.Verifier.ServerKey.Span));
        var again = ScramVerifier.Parse(RfcVector.Verifier.Serialize());
        Assert.Equal(RfcVector.Verifier.Serialize(), again.Serialize());
        Assert.DoesNotContain("WG5d", RfcVector.Verifier.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_holds_for_these_octets_and_this_password_only()
    {
        var act = Encoding.UTF8.GetBytes("release draft 42 version 3");
        var proof = ScramProof.Create("pencil", RfcVector.Salt, 4096, act);
        Assert.True(ScramProof.Verify(RfcVector.Verifier, act, proof));
        Assert.False(ScramProof.Verify(RfcVector.Verifier, Encoding.UTF8.GetBytes("release draft 42 version 4"), proof));
        Assert.False(ScramProof.Verify(RfcVector.Verifier, act, ScramProof.Create("pencil2", RfcVector.Salt, 4096, act)));
        Assert.False(ScramProof.Verify(RfcVector.Verifier, act, []));
        Assert.False(ScramProof.Verify(RfcVector.Verifier, act, proof[..^1]));
        proof[7] ^= 1;
        Assert.False(ScramProof.Verify(RfcVector.Verifier, act, proof));
    }

    [Theory]
    [InlineData("p=tls-unique,,n=user,r=abc")] // channel binding is not offered
    [InlineData("n,a=other,n=user,r=abc")] // nobody acts for another
    [InlineData("n,,m=1,n=user,r=abc")] // RFC 5802 §5.1: m= MUST fail
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=us\u0007er,r=abc")]
    [InlineData("n,n=user,r=abc")]
    [InlineData("")]
    public void A_first_message_that_is_none_or_wants_what_we_do_not_do_is_refused(string message) =>
        Assert.False(new ScramExchange("nonce").TryFirst(Encoding.UTF8.GetBytes(message)));

    [Theory]
    [InlineData("n,,n=user,r=abc", "user")]
    [InlineData("y,,n=user,r=abc,ext=1", "user")]
    [InlineData("n,a=user,n=user,r=abc", "user")]
    [InlineData("n,,n=a=2Cb=3Dc,r=abc", "a,b=c")]
    [InlineData("n,,n=a=3D2Cb,r=abc", "a=2Cb")]
    public void A_first_message_names_the_user(string message, string user)
    {
        var exchange = new ScramExchange("nonce");
        Assert.True(exchange.TryFirst(Encoding.UTF8.GetBytes(message)));
        Assert.Equal(user, exchange.User);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SCRAM-SHA-1$4096:AAAA$AAAA:AAAA")]
    [InlineData(
        "SCRAM-SHA-256$4095:AAAA$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )]
    [InlineData("SCRAM-SHA-256$4096:$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$4096:AAAA$AAAA:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    public void A_text_that_is_no_verifier_is_refused(string text) => Assert.False(ScramVerifier.TryParse(text, out _));

    [Fact]
    public void An_unknown_user_is_shown_the_same_salt_each_time()
    {
        var unknown = new UnknownUsers();
        Assert.Equal(unknown.Verifier("nobody").Salt.ToArray(), unknown.Verifier("nobody").Salt.ToArray());
        Assert.NotEqual(unknown.Verifier("nobody").Salt.ToArray(), unknown.Verifier("noone").Salt.ToArray());
    }
}
