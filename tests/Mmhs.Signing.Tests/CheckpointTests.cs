using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Audit;
using Mmhs.Signing.Checkpoints;
using Mmhs.Signing.Client;
using Mmhs.Signing.Demo;
using Mmhs.Signing.Keys;

namespace Mmhs.Signing.Tests;

/// <summary>Only what extends the last signed state of a stream is signed (access-and-audit §4.4).</summary>
public sealed class CheckpointTests : IDisposable
{
    private const string Stream = "portal";

    private readonly SigningWorld _world = new();

    [Fact]
    public async Task AUD_5_2_int_checkpoints_form_a_chain_and_outlive_a_restart()
    {
        var first = await SignedAsync(Request(0, 3));
        _world.NewService();
        var second = await SignedAsync(Request(3, 8));

        Assert.Equal(new byte[32], first.Checkpoint.Previous);
        Assert.Equal(first.Checkpoint.Digest(), second.Checkpoint.Previous);
        Assert.Equal(SigningWorld.Start, second.Checkpoint.Time);
        Assert.Equal(8, second.Checkpoint.Size);
    }

    [Fact]
    public async Task AUD_5_2_int_the_signature_is_detached_cms_by_the_key_for_checkpoints()
    {
        var (checkpoint, signature) = await SignedAsync(Request(0, 3));
        var folder = Directory.CreateTempSubdirectory("mmhs-checkpoint-");
        try
        {
            var (text, cms, anchor) = (
                Path.Combine(folder.FullName, "cp"),
                Path.Combine(folder.FullName, "cp.p7s"),
                Path.Combine(folder.FullName, "ca.pem")
            );
            await File.WriteAllTextAsync(text, checkpoint.ToText(), TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(cms, signature, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(anchor, _world.Anchor.ExportCertificatePem(), TestContext.Current.CancellationToken);

            var (exitCode, _, errors) = await OpenSsl.RunAsync(
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-in",
                cms,
                "-content",
                text,
                "-binary",
                "-CAfile",
                anchor,
                "-purpose",
                "any",
                "-attime",
                SigningWorld.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            );

            Assert.True(exitCode == 0, errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_signature_lost_on_its_way_is_asked_for_again_from_where_the_asker_stands()
    {
        var held = await SignedAsync(Request(0, 3));
        await SignedAsync(Request(3, 5)); // lost
        _world.NewService();

        var again = await SignedAsync(Request(3, 6));
        var onward = await SignedAsync(Request(6, 9));

        Assert.Equal(held.Checkpoint.Digest(), again.Checkpoint.Previous);
        Assert.Equal(again.Checkpoint.Digest(), onward.Checkpoint.Previous);
    }

    [Fact]
    public async Task A_lost_checkpoint_without_new_entries_is_told_apart_by_the_digest_the_asker_holds()
    {
        var held = await SignedAsync(Request(0, 3));
        await SignedAsync(Request(3, 3)); // lost

        var again = await SignedAsync(Request(3, 3) with { Previous = held.Checkpoint.Digest() });

        Assert.Equal(held.Checkpoint.Digest(), again.Checkpoint.Previous);
    }

    [Fact]
    public async Task What_was_lost_must_be_extended_too()
    {
        await SignedAsync(Request(0, 3));
        await SignedAsync(Request(3, 5)); // lost, but signed

        await RefusedAsync("CHK-004", Request(3, 6, changed: 4));
    }

    [Fact]
    public async Task AUD_5_2_int_a_shortened_stream_is_refused()
    {
        await SignedAsync(Request(0, 5));
        await RefusedAsync("CHK-002", Request(0, 4));
    }

    [Fact]
    public async Task AUD_5_2_int_a_stream_begun_anew_is_refused()
    {
        await SignedAsync(Request(0, 5));
        await SignedAsync(Request(5, 6));
        await RefusedAsync("CHK-003", Request(0, 9));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("chain")]
    [InlineData("leaf")]
    public async Task AUD_5_2_int_leaves_that_do_not_lead_to_root_and_chain_are_refused(string changed)
    {
        await SignedAsync(Request(0, 5));
        var request = Request(5, 8);
        await RefusedAsync(
            "CHK-004",
            changed switch
            {
                "root" => request with { Root = new byte[32] },
                "chain" => request with { Chain = new byte[32] },
                _ => request with
                {
                    LeavesSinceLast = [request.LeavesSinceLast[1], request.LeavesSinceLast[0], request.LeavesSinceLast[2]],
                },
            }
        );
        await SignedAsync(request);
    }

    [Fact]
    public async Task A_clock_that_went_back_signs_nothing()
    {
        _world.Time.Advance(TimeSpan.FromHours(1));
        await SignedAsync(Request(0, 5));
        var options = Options.Create(_world.Options);
        using var keys = new KeyStore(options);
        var behind = new CheckpointDesk(
            keys,
            new Anchors(_world.Ledger, options, NullLogger<Anchors>.Instance),
            options,
            new FakeTimeProvider(SigningWorld.Start),
            NullLogger<CheckpointDesk>.Instance
        );

        Assert.Equal("CHK-005", Assert.IsType<CheckpointResult.Refused>(behind.Sign(Request(5, 6))).Reason.Code);
    }

    [Fact]
    public async Task A_damaged_memory_signs_nothing_rather_than_beginning_anew()
    {
        await SignedAsync(Request(0, 5));
        await File.WriteAllTextAsync(
            Assert.Single(Directory.GetFiles(_world.Options.CheckpointsFolder)),
            "{}",
            TestContext.Current.CancellationToken
        );
        await RefusedAsync("CHK-006", Request(0, 6));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public async Task A_stream_without_a_proper_name_is_refused(string stream) =>
        await RefusedAsync("CHK-001", Request(0, 1) with { Stream = stream });

    [Fact]
    public void The_demo_authority_is_made_once_and_keeps_what_serves()
    {
        var key = Path.Combine(_world.Options.KeysFolder, SigningWorld.Domain + ".pem");
        var before = File.ReadAllText(key);
        using (var authority = DemoAuthority.Open(_world.AuthorityFolder, SigningWorld.Start.AddDays(1)))
        {
            Assert.Equal(_world.Anchor.RawData, authority.Certificate.RawData);
            authority.IssueOrganisation(
                _world.Options.KeysFolder,
                SigningWorld.Domain,
                "Northland HQ",
                [SigningWorld.J3.Address]
            );
            Assert.Equal(before, File.ReadAllText(key));
            authority.IssueOrganisation(
                _world.Options.KeysFolder,
                SigningWorld.Domain,
                "Northland HQ",
                [SigningWorld.J3.Address, SigningWorld.Brigade.Address]
            );
            Assert.NotEqual(before, File.ReadAllText(key));
            var server = Path.Combine(_world.AuthorityFolder, "server");
            authority.IssueServer(server, ["relay.hq.northland.example"]);
            using var certificate = X509Certificate2.CreateFromPemFile(server + ".pem", server + ".key.pem");
            Assert.True(
                certificate.MatchesHostname("localhost")
                    && certificate.MatchesHostname("relay.hq.northland.example")
                    && certificate.MatchesHostname("127.0.0.1")
            );
        }
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Directory.GetFiles(_world.Options.Folder, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task AUD_5_2_int_the_service_tells_what_it_attested_and_what_of_it_cannot_be_read()
    {
        Assert.Empty((await AttestedAsync()).Streams);
        var (first, _) = await SignedAsync(Request(0, 3));
        var (second, _) = await SignedAsync(Request(3, 5) with { Previous = first.Digest() });
        var attested = await AttestedAsync();
        Assert.Null(attested.Fault);
        var stream = Assert.Single(attested.Streams);
        Assert.Equal((Stream, 5L, true), (stream.Stream, stream.Size, stream.IsHeld));
        Assert.Equal(
            (second.Chain, second.Digest(), first.Digest()),
            (stream.Chain, stream.Digest, stream.HeldDigest),
            EqualOctets
        );

        await File.WriteAllTextAsync(
            Assert.Single(Directory.GetFiles(_world.Options.CheckpointsFolder)),
            "{}",
            TestContext.Current.CancellationToken
        );
        attested = await AttestedAsync();
        Assert.Empty(attested.Streams);
        Assert.Equal("CHK-006", attested.Fault!.Code); // what cannot be read is not the same as nothing
    }

    private static bool EqualOctets((byte[], byte[], byte[]) one, (byte[], byte[], byte[]) other) =>
        one.Item1.AsSpan().SequenceEqual(other.Item1)
        && one.Item2.AsSpan().SequenceEqual(other.Item2)
        && one.Item3.AsSpan().SequenceEqual(other.Item3);

    private Task<Attested> AttestedAsync() => _world.Service.AttestedAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Attack_F11_a_folder_set_back_to_an_earlier_copy_attests_and_signs_nothing()
    {
        var anchors = _world.Options.AnchorFolder = Directory
            .CreateDirectory(Path.Combine(_world.Options.Folder, "..", "anchors"))
            .FullName;
        await SignedAsync(Request(0, 3));
        var state = Directory.GetFiles(_world.Options.CheckpointsFolder).Single();
        var earlier = await File.ReadAllBytesAsync(state, Token);
        var ledger = await CopyLedgerAsync();
        await _world.SignAsync(SigningWorld.Content());
        await SignedAsync(Request(3, 8));
        Assert.Null(await _world.Service.FaultAsync(Token));

        await File.WriteAllBytesAsync(state, earlier, Token);
        await RefusedAsync("CHK-007", Request(3, 8));
        await RefusedAsync("CHK-007", Request(3, 9)); // nor another future from there

        await _world.Ledger.DisposeAsync();
        await File.WriteAllBytesAsync(_world.Options.LedgerFile, ledger, Token);
        _world.NewService();
        Assert.Equal("LED-013", (await _world.Service.FaultAsync(Token))?.Code);
        var request = SigningWorld.Request(SigningWorld.Content());
        Assert.Equal("LED-013", Assert.IsType<SigningResult.Later>(await _world.SignAsync(request)).Reason.Code);

        await File.WriteAllTextAsync(Path.Combine(anchors, "ledger.json"), "{", Token);
        Assert.Equal("CHK-006", (await _world.Service.FaultAsync(Token))?.Code);
    }

    [Fact]
    public async Task Where_the_anchor_folder_cannot_be_written_it_is_said_and_work_goes_on()
    {
        var file = Path.Combine(_world.Options.Folder, "a-file");
        await File.WriteAllTextAsync(file, "", Token);
        _world.Options.AnchorFolder = file;
        await SignedAsync(Request(0, 3));
        Assert.Equal("CHK-008", (await _world.Service.FaultAsync(Token))?.Code);
    }

    private async Task<byte[]> CopyLedgerAsync()
    {
        await _world.Ledger.DisposeAsync(); // with it everything is in the one file
        var octets = await File.ReadAllBytesAsync(_world.Options.LedgerFile, Token);
        _world.NewService();
        return octets;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<(Checkpoint Checkpoint, byte[] Signature)> SignedAsync(CheckpointRequest request)
    {
        var result = await _world.Service.SignCheckpointAsync(request, TestContext.Current.CancellationToken);
        if (result is CheckpointResult.Refused(var reason))
            Assert.Fail($"{reason.Code}: {reason.Text}");
        var signed = Assert.IsType<CheckpointResult.Signed>(result);
        return (signed.Checkpoint, signed.Signature);
    }

    private async Task RefusedAsync(string code, CheckpointRequest request) =>
        Assert.Equal(
            code,
            Assert
                .IsType<CheckpointResult.Refused>(
                    await _world.Service.SignCheckpointAsync(request, TestContext.Current.CancellationToken)
                )
                .Reason.Code
        );

    /// <summary>A stream of known entries, asked to be signed from one size to another.</summary>
    private static CheckpointRequest Request(int from, int to, int changed = -1)
    {
        var frontier = new MerkleFrontier();
        var chain = AuditHash.Genesis(Stream);
        List<byte[]> leaves = [];
        for (var seq = 0; seq < to; seq++)
        {
            var leaf = AuditHash.Leaf(Encoding.UTF8.GetBytes($"entry {(seq == changed ? -1 : seq)}"));
            chain = AuditHash.Chain(chain, seq, leaf);
            frontier.Append(leaf);
            if (seq >= from)
                leaves.Add(leaf);
        }
        return new(Stream, to, to == 0 ? SHA256.HashData([]) : frontier.Root(), chain, leaves);
    }
}
