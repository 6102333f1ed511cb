using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.AddressBook.Ldap;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.AddressBook;

/// <summary>Addressees out of a real OpenLDAP, and what a dead one costs the person who looks.</summary>
public sealed class LdapDirectoryTests
{
    private static readonly (string, string, string)[] People =
    [
        ("Engineer Battalion 4 (Ops)", "ops@eng4.northland.example", "Engineer Battalion 4"),
        ("Grüner Zug", "zug@eng4.northland.example", "Engineer Battalion 4"),
        ("3rd Brigade J3 of the other directory", "j3@bde3.northland.example", "3rd Brigade"),
        ("No mail that can be read", "not an address", "Engineer Battalion 4"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_are_found_by_name_address_and_organisation_and_every_word_counts()
    {
        await using var server = await LdapServer.StartAsync(People);
        var directory = Directory(server);
        Assert.Equal(["ops@eng4.northland.example"], await AddressesAsync(directory, "engineer", "ops"));
        Assert.Equal(["ops@eng4.northland.example", "zug@eng4.northland.example"], await AddressesAsync(directory, "eng4"));
        Assert.Equal(["zug@eng4.northland.example"], await AddressesAsync(directory, "grüner"));
        Assert.Empty(await AddressesAsync(directory, "engineer", "brigade"));
    }

    [Theory]
    [InlineData("*)(mail=*")]
    [InlineData("**")]
    [InlineData("\\2a")]
    [InlineData(")(|(cn=*")]
    [InlineData("o\0s")]
    public async Task What_is_typed_never_becomes_a_part_of_the_filter(string typed)
    {
        await using var server = await LdapServer.StartAsync(People);
        var finding = await Directory(server).SearchAsync([typed], 12, Token);
        Assert.Empty(finding.Entries);
        Assert.Null(finding.Trouble);
    }

    [Fact]
    public async Task Brackets_in_a_name_are_found_as_brackets()
    {
        await using var server = await LdapServer.StartAsync(People);
        Assert.Equal(["ops@eng4.northland.example"], await AddressesAsync(Directory(server), "(Ops)"));
    }

    [Fact]
    public async Task More_than_is_wanted_is_cut_and_said()
    {
        await using var server = await LdapServer.StartAsync(
            Enumerable.Range(0, 50).Select(n => ($"Post {n}", $"post{n}@eng4.northland.example", "Engineer Battalion 4"))
        );
        var finding = await Directory(server).SearchAsync(["post"], 12, Token);
        Assert.Equal((12, LdapDirectory.Cut), (finding.Entries.Count, finding.Trouble));
    }

    [Fact]
    public async Task Without_the_password_nothing_is_found_and_that_is_said()
    {
        await using var server = await LdapServer.StartAsync(People);
        await File.WriteAllTextAsync(server.PasswordFile, "wrong", Token);
        var finding = await Directory(server).SearchAsync(["engineer"], 12, Token);
        Assert.Equal((0, LdapDirectory.Silent), (finding.Entries.Count, finding.Trouble));
    }

    [Fact]
    public async Task A_directory_that_says_nothing_costs_less_than_a_second_and_then_nothing_for_a_while()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0); // takes connections and never answers
        mute.Start();
        var directory = Directory(((IPEndPoint)mute.LocalEndpoint).Port, null, TimeProvider.System);
        var clock = Stopwatch.StartNew();
        Assert.Equal(LdapDirectory.Silent, (await directory.SearchAsync(["engineer"], 12, Token)).Trouble);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.5)); // 0.9 s and what a busy machine adds
        clock.Restart();
        Assert.Equal(LdapDirectory.Silent, (await directory.SearchAsync(["other"], 12, Token)).Trouble);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task It_is_asked_again_after_a_while_and_an_answer_is_kept_for_seconds()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await LdapServer.StartAsync(People);
        var directory = Directory(server.Port, server.PasswordFile, time);
        Assert.Equal(["zug@eng4.northland.example"], await AddressesAsync(directory, "zug"));
        await File.WriteAllTextAsync(server.PasswordFile, "wrong", Token);
        Assert.Equal(["zug@eng4.northland.example"], await AddressesAsync(directory, "zug")); // kept
        time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(LdapDirectory.Silent, (await directory.SearchAsync(["zug"], 12, Token)).Trouble);
        await File.WriteAllTextAsync(server.PasswordFile, LdapServer.Password, Token);
        Assert.Equal(LdapDirectory.Silent, (await directory.SearchAsync(["zug"], 12, Token)).Trouble); // left alone
        time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(["zug@eng4.northland.example"], await AddressesAsync(directory, "zug"));
    }

    [Fact]
    public async Task In_the_address_book_its_hits_come_after_ours_and_unknown_organisations_stay_refused()
    {
        await using var server = await LdapServer.StartAsync(People);
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Ldap:Server=127.0.0.1",
            $"--Mmhs:Ldap:Port={server.Port}",
            "--Mmhs:Ldap:UseTls=false",
            "--Mmhs:Ldap:BaseDn=dc=northland,dc=example",
            $"--Mmhs:Ldap:BindDn={LdapServer.Reader}",
            $"--Mmhs:Ldap:PasswordFile={server.PasswordFile}"
        );
        var book = portal.Get<AddresseeLookup>();

        var found = await book.LookUpAsync("3rd Brigade J3", Token);
        Assert.Equal("3rd Brigade J3 Operations", Assert.Single(found.Entries).Mailbox.DisplayName); // ours, once
        Assert.Null(found.Trouble);
        var outside = Assert.Single((await book.LookUpAsync("ops eng4", Token)).Entries);
        Assert.Equal("DIR-003", Assert.Single(await book.ObjectionsAsync(null, [(outside.Mailbox.Address, "to")], Token)).Code);
    }

    [Fact]
    public async Task A_dead_directory_leaves_our_own_to_be_found()
    {
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Ldap:Server=127.0.0.1",
            $"--Mmhs:Ldap:Port={LdapServer.FreePort()}",
            "--Mmhs:Ldap:UseTls=false",
            "--Mmhs:Ldap:BaseDn=dc=northland,dc=example"
        );
        var found = await portal.Get<AddresseeLookup>().LookUpAsync("3rd Brigade J3", Token);
        Assert.Equal((1, LdapDirectory.Silent), (found.Entries.Count, found.Trouble));
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_told_at_once() =>
        Assert.Equal(
            5,
            new LdapOptions
            {
                Server = "ldap.northland.example",
                Port = 0,
                Filter = "cn=*",
                BindDn = "cn=reader",
                UseTls = false,
            }
                .Problems()
                .Count()
        );

    private static LdapDirectory Directory(LdapServer server) => Directory(server.Port, server.PasswordFile, TimeProvider.System);

    private static LdapDirectory Directory(int port, string? passwordFile, TimeProvider time) =>
        new(
            Options.Create(
                new LdapOptions
                {
                    Server = "127.0.0.1",
                    Port = port,
                    UseTls = false,
                    BaseDn = "dc=northland,dc=example",
                    Filter = "(objectClass=inetOrgPerson)",
                    BindDn = passwordFile is null ? null : LdapServer.Reader,
                    PasswordFile = passwordFile,
                }
            ),
            time,
            NullLogger<LdapDirectory>.Instance
        );

    private static async Task<IEnumerable<string>> AddressesAsync(LdapDirectory directory, params string[] words)
    {
        var finding = await directory.SearchAsync(words, 12, Token);
        Assert.Null(finding.Trouble);
        return finding.Entries.Select(entry => entry.Mailbox.Address.ToString()).Order(StringComparer.Ordinal);
    }
}
