using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;
using Mmhs.Wire.Mime;

namespace Mmhs.Signing.Tests;

/// <summary>What the service goes by: what it was told, what was proven to it, and what it signed.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly SigningWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_F6_a_copy_goes_to_whom_it_was_released_and_to_nobody_else()
    {
        var copies = await _world.SignAsync(SigningWorld.Content());
        var (open, blind) = (copies[0], copies[1]);
        Assert.Null(await AskAsync(open));
        Assert.Null(await AskAsync(open, [SigningWorld.J4]));
        Assert.Equal("LED-002", await AskAsync(open, [SigningWorld.J4, SigningWorld.Hidden]));
        Assert.Equal("LED-002", await AskAsync(open, [new(null, EmailAddress.Parse("duty@hq.northland.example"))]));
        Assert.Equal("LED-002", await AskAsync(blind, [SigningWorld.J4]));
        Assert.Null(await AskAsync(blind));

        var other = MessageId.Parse($"other@{SigningWorld.Domain}");
        Assert.Equal("LED-001", await AskAsync(open, open.Plan.Recipients, other));
    }

    [Fact]
    public async Task Attack_F9_what_a_stolen_key_signs_is_on_no_record()
    {
        var open = (await _world.SignAsync(SigningWorld.Content()))[0];
        var octets = open.Octets.ToArray();
        octets[^20] ^= 1; // another signature, another text: another body
        Assert.Null(await _world.Service.FaultAsync(Token));
        Assert.Equal("LED-001", await AskAsync(open with { Octets = octets }));
        Assert.Equal("LED-012", (await _world.Service.FaultAsync(Token))?.Code); // an operator sees it for a day
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await _world.Service.FaultAsync(Token));
    }

    [Fact]
    public async Task A_copy_is_known_again_with_a_longer_header_and_another_end()
    {
        var open = (await _world.SignAsync(SigningWorld.Content()))[0];
        Assert.Null(await AskAsync(open with { Octets = (byte[])[.. "Received: x\r\n"u8, .. open.Octets.Span, .. "\r\n"u8] }));
    }

    [Fact]
    public async Task A_copy_that_was_to_leave_long_ago_leaves_no_more()
    {
        var open = (await _world.SignAsync(SigningWorld.Content()))[0];
        _world.Time.Advance(_world.Options.CopyLifetime);
        Assert.Null(await AskAsync(open));
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("LED-004", await AskAsync(open));
    }

    [Fact]
    public async Task What_was_taken_back_is_neither_signed_nor_carried()
    {
        var request = SigningWorld.Request(SigningWorld.Content());
        var open = Assert.IsType<SigningResult.Signed>(await _world.SignAsync(request)).Copies[0];
        await _world.Service.TakeBackReleaseAsync(request.Version.DraftId, request.Version.Number, "releaser", Token);
        Assert.Equal("LED-003", await AskAsync(open));
        Assert.Equal("SIG-008", Code(await _world.SignAsync(request)));
        Assert.False(await _world.Service.ProvesAsync(request.Approval.Statement, request.Approval.Proof, Token));

        // and released once more it goes
        var again = request.Approval.Statement with
        {
            At = SigningWorld.Start.AddSeconds(1),
        };
        Assert.IsType<SigningResult.Signed>(await _world.SignAsync(request with { Approval = SigningWorld.Approve(again) }));
    }

    [Fact]
    public async Task A_copy_that_was_signed_while_its_release_was_taken_back_is_not_carried()
    {
        var request = SigningWorld.Request(SigningWorld.Content());
        var open = Assert.IsType<SigningResult.Signed>(await _world.SignAsync(request)).Copies[0];
        await _world.Service.TakeBackReleaseAsync(request.Version.DraftId, request.Version.Number, "releaser", Token);
        await using var connection = new SqliteConnection($"Data Source={_world.Options.LedgerFile};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        // the same copies once more, entered behind what took them back
        command.CommandText =
            "INSERT INTO entry SELECT sequence + 100, at, kind, subject, facts, chain FROM entry WHERE kind = 'copy'";
        Assert.Equal(2, command.ExecuteNonQuery());
        Assert.Equal("LED-003", await AskAsync(open));
    }

    [Fact]
    public async Task Attack_F9_an_entry_bent_without_its_chain_stops_everything_at_the_next_start()
    {
        await _world.SignAsync(SigningWorld.Content());
        await using (var connection = new SqliteConnection($"Data Source={_world.Options.LedgerFile};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText =
                "DROP TRIGGER entry_is_kept; UPDATE entry SET facts = CAST(replace(CAST(facts AS TEXT), 'bde3', 'evil') AS BLOB) WHERE kind = 'copy'";
            command.ExecuteNonQuery();
        }
        _world.NewService();
        await RefusedAsync("LED-015");
    }

    [Fact]
    public async Task Attack_F7_who_wrote_counts_as_it_was_when_the_version_was_submitted()
    {
        var version = SigningWorld.Version(SigningWorld.Content());
        var request = SigningWorld.Request(SigningWorld.Content());
        await NoteAsync(version with { Number = 1 }, "releaser");
        await NoteAsync(version, "drafter"); // he saved it and sent it; the words of the first version are the releaser's
        await _world.Service.ProvesAsync(request.Approval.Statement, request.Approval.Proof, Token);
        Assert.Equal("REL-001", Code(await _world.Service.SignAsync(request, Token)));
    }

    [Fact]
    public async Task Attack_F7_a_version_that_was_never_submitted_is_not_signed()
    {
        var request = SigningWorld.Request(SigningWorld.Content());
        await _world.Service.ProvesAsync(request.Approval.Statement, request.Approval.Proof, Token);
        Assert.Equal("SIG-007", Code(await _world.Service.SignAsync(request, Token)));
        await NoteAsync(request.Version with { Number = 2 }, "drafter");
        Assert.Equal("SIG-007", Code(await _world.Service.SignAsync(request, Token)));
    }

    [Fact]
    public async Task Attack_F8_no_proof_of_a_password_is_kept_and_one_that_was_does_not_sign()
    {
        var request = SigningWorld.Request(SigningWorld.Content());
        var proof = request.Approval.Proof.Octets;
        Assert.IsType<SigningResult.Signed>(await _world.SignAsync(request));
        Assert.Empty(StatementCodec.ReadApproval(StatementCodec.Write(request.Approval)).Proof.Octets);
        foreach (var file in Directory.EnumerateFiles(_world.Options.Folder, "*", SearchOption.AllDirectories))
        {
            var octets = await File.ReadAllBytesAsync(file, Token);
            Assert.True(octets.AsSpan().IndexOf(proof) < 0, file);
            Assert.True(octets.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(proof))) < 0, file);
        }

        // somebody got hold of a proof from a line or a log: it is of a yes that was never proven to the service in its time
        var later = request.Approval.Statement with
        {
            At = SigningWorld.Start.AddSeconds(1),
        };
        _world.Time.Advance(TimeSpan.FromMinutes(16));
        var replayed = request with { Approval = new(later, SigningWorld.Prove(later)) };
        Assert.Equal("REL-007", Code(await _world.SignAsync(replayed)));
    }

    [Fact]
    public async Task Attack_F9_a_deputy_whose_time_is_over_dates_no_yes_into_it()
    {
        var right = new ReleaseRight(SigningWorld.J3.Address, Precedence.Flash, Precedence.Flash, SigningWorld.Ceiling("0-4"));
        var deputy = new Mailbox(null, EmailAddress.Parse($"standin@{SigningWorld.Domain}"));
        _world.Enrol(
            new RightsBook(
                [
                    new Approver("releaser", SigningWorld.Releaser, [right]) { Clearances = SigningWorld.Ceiling("0-5") },
                    new Approver("standin", deputy, []) { Clearances = SigningWorld.Ceiling("0-5") },
                ],
                []
            )
        );
        var set = new DelegationStatement(
            "releaser",
            new(
                Guid.NewGuid(),
                "releaser",
                "standin",
                SigningWorld.J3.Address,
                SigningWorld.Start,
                SigningWorld.Start.AddMinutes(10),
                "releaser"
            ),
            SigningWorld.Start
        );
        Assert.Null(await _world.Service.DelegateAsync(set, SigningWorld.Prove(set), Token));
        var version = SigningWorld.Version(SigningWorld.Content());
        SigningRequest Request(int seconds)
        {
            var statement = SigningWorld.Statement(version) with
            {
                Releaser = "standin",
                ReleaserMailbox = deputy,
                OnBehalfOf = "releaser",
                At = SigningWorld.Start.AddSeconds(seconds),
            };
            return new(version, SigningWorld.Approve(statement), [], new Dictionary<string, byte[]>());
        }
        Assert.IsType<SigningResult.Signed>(await _world.SignAsync(Request(0)));
        _world.Time.Advance(TimeSpan.FromMinutes(11)); // still new enough to be said; the time that counts is the service's
        Assert.Equal("REL-014", Code(await _world.SignAsync(Request(1))));
    }

    [Theory]
    [InlineData("rights.json")]
    [InlineData("credentials.json")]
    public async Task Attack_F9_a_file_of_the_service_changed_by_hand_approves_and_signs_nothing(string name)
    {
        var request = SigningWorld.Request(SigningWorld.Content());
        Assert.IsType<SigningResult.Signed>(await _world.SignAsync(request));
        var path = Path.Combine(_world.Options.Folder, name);
        var whole = await File.ReadAllTextAsync(path, Token);
        var edited = whole.Replace("releaser", "intruder", StringComparison.Ordinal);
        Assert.NotEqual(whole, edited);
        await File.WriteAllTextAsync(path, edited, Token);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(5));
        await RefusedAsync("LED-010");
        _world.NewService();
        await RefusedAsync("LED-010");
        File.Delete(path);
        await RefusedAsync("LED-010");

        OwnerOnly.Write(path, Encoding.UTF8.GetBytes(whole));
        Assert.IsType<SigningResult.Signed>(await _world.Service.SignAsync(request, Token));
    }

    [Fact]
    public async Task Attack_F9_without_its_ledger_the_service_believes_no_file_but_at_a_first_start()
    {
        _world.Options.TakeOver = false;
        await _world.Ledger.DisposeAsync();
        File.Delete(_world.Options.LedgerFile);
        _world.NewService();
        await RefusedAsync("LED-011");
    }

    [Fact]
    public async Task A_change_that_was_entered_and_not_put_in_place_is_put_in_place_by_the_next_reading()
    {
        Assert.Single((await _world.Service.AuthorityAsync(Token)).Book.People);
        var path = _world.Options.RightsFile;
        var next = Encoding.UTF8.GetBytes(RightsBookJson.Write(RightsBook.Empty));
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(next));
        OwnerOnly.Write($"{path}.{digest[..16]}.next", next);
        Assert.Single((await _world.NewService().AuthorityAsync(Token)).Book.People); // killed before it was entered: it never was
        new FileEntries(
            _world.Ledger,
            Options.Create(_world.Options),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<FileEntries>.Instance
        ).Enter("rights.json", digest);
        Assert.Empty((await _world.NewService().AuthorityAsync(Token)).Book.People);
    }

    [Fact]
    public async Task Entries_follow_one_another_over_processes_and_cannot_be_bent_unseen()
    {
        var head = _world.Ledger.Head().Sequence;
        await using (var beside = new LedgerFile(Options.Create(_world.Options), _world.Time))
            await Task.WhenAll(
                Enumerable
                    .Range(0, 40)
                    .Select(number =>
                        (number % 2 == 0 ? beside : _world.Ledger).AppendAsync(new LedgerNote("x", $"{number}", [1, 2, 3]))
                    )
            );
        Assert.Equal(head + 40, _world.Ledger.Head().Sequence);
        Assert.Null(_world.Ledger.FirstFault());

        await using var connection = new SqliteConnection($"Data Source={_world.Options.LedgerFile};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE entry SET subject = 'y' WHERE kind = 'x'";
        Assert.Contains(
            "only added",
            Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message,
            StringComparison.Ordinal
        );
        command.CommandText = $"DROP TRIGGER entry_is_kept; UPDATE entry SET subject = 'y' WHERE sequence = {head + 7}";
        command.ExecuteNonQuery();
        Assert.Equal(head + 7, _world.Ledger.FirstFault());
    }

    [Fact]
    public async Task The_file_is_its_services_alone()
    {
        await _world.SignAsync(SigningWorld.Content());
        Assert.All(
            Directory.EnumerateFiles(_world.Options.Folder, "ledger.db*"),
            file => Assert.True(OwnerOnly.IsKept(file), file)
        );
    }

    public void Dispose() => _world.Dispose();

    private Task NoteAsync(MessageVersion version, params ImmutableArray<string> writers) =>
        _world.Service.NoteAsync(new(version.DraftId, version.Number, version.ContentHash, writers, writers[^1]), Token);

    private async Task RefusedAsync(string code)
    {
        var request = SigningWorld.Request(SigningWorld.Content());
        // nothing is wrong with the message: it is asked for again, and not given up
        Assert.Equal(code, Assert.IsType<SigningResult.Later>(await _world.Service.SignAsync(request, Token)).Reason.Code);
        Assert.Equal(code, (await _world.Service.StopAsync(Token))?.Code);
        Assert.Equal(code, (await _world.Service.FaultAsync(Token))?.Code);
        Assert.Equal(Authority.None, await _world.Service.AuthorityAsync(Token));
        Assert.False(await _world.Service.ProvesAsync(request.Approval.Statement, request.Approval.Proof, Token));
        var removal = new PasskeyRemovalStatement("releaser", "x", SigningWorld.Start);
        Assert.Equal(code, (await _world.Service.RemovePasskeyAsync(removal, SigningWorld.Prove(removal), Token))?.Code);
    }

    private async Task<string?> AskAsync(SignedCopy copy, ImmutableArray<Mailbox> recipients = default, MessageId? id = null) =>
        (
            await _world.Service.ObjectionAsync(
                new(
                    BodyDigest.OfMessage(copy.Octets),
                    id ?? SigningWorld.Statement(SigningWorld.Version(SigningWorld.Content())).Filled.MessageId,
                    [.. (recipients.IsDefault ? copy.Plan.Recipients : recipients).Select(one => one.Address.ToString())]
                ),
                Token
            )
        )?.Code;

    private static string Code(SigningResult result) => Assert.IsType<SigningResult.Refused>(result).Reason.Code;
}
