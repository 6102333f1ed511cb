using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Signing.Approvals;
using Mmhs.Signing.Checkpoints;
using Mmhs.Signing.Client;
using Mmhs.Signing.Demo;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;
using Mmhs.Wire.Labels;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Tests;

/// <summary>A signing service with demo keys and one releaser, in a folder of its own that goes when it goes.</summary>
internal sealed class SigningWorld : IDisposable
{
    public const string Domain = "hq.northland.example";
    public const string Password = "correct horse";
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    public static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Mailbox J3 = new("J3 Operations", EmailAddress.Parse($"j3@{Domain}"));
    public static readonly Mailbox J4 = new("J4 Logistics", EmailAddress.Parse($"j4@{Domain}"));
    public static readonly Mailbox Releaser = new("Northland HQ Releaser", EmailAddress.Parse($"releaser@{Domain}"));
    public static readonly Mailbox Brigade = new("3 BDE OPS", EmailAddress.Parse("j3@bde3.northland.example"));
    public static readonly Mailbox Alliance = new("Allied Command", EmailAddress.Parse("command@alliance.example"));
    public static readonly Mailbox Hidden = new("Silent Watcher", EmailAddress.Parse("duty@alliance.example"));

    // the least a verifier may have: the tests need no more
    private static readonly ScramVerifier Verifier = ScramVerifier.FromPassword(Password, Salt, ScramVerifier.MinIterations);

    private readonly string _root = Directory.CreateTempSubdirectory("mmhs-signing-").FullName;

    public SigningWorld()
    {
        Options = new SigningOptions { Folder = Path.Combine(_root, "signing"), TakeOver = true };
        using var authority = DemoAuthority.Open(AuthorityFolder, Start);
        authority.IssueOrganisation(Options.KeysFolder, Domain, "Northland HQ", [J3.Address, J4.Address]);
        authority.IssueCheckpoint(Options.KeysFolder);
        Anchor = X509CertificateLoader.LoadCertificate(authority.Certificate.RawData);
        Enrol(new ReleaseRight(J3.Address, Precedence.Flash, Precedence.Immediate, Ceiling("0-4")));
    }

    public static SecurityPolicy Northland { get; } = Load("northland.xml");

    public static PolicyCatalog Policies { get; } = new([Northland, Load("alliance.xml")]);

    public SigningOptions Options { get; }

    public string AuthorityFolder => Path.Combine(_root, "ca");

    public FakeTimeProvider Time { get; } = new(Start);

    public X509Certificate2 Anchor { get; }

    public SigningService Service { get; private set; } = null!;

    public LedgerFile Ledger { get; private set; } = null!;

    public Roster Roster { get; private set; } = null!;

    /// <summary>A service that starts anew on the same folder.</summary>
    /// <param name="policies">Null: those of every test.</param>
    public SigningService NewService(PolicyCatalog? policies = null)
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var keys = new KeyStore(options);
        Ledger?.Dispose();
        Ledger = new LedgerFile(options, Time);
        var ledger = new ReleaseLedger(Ledger, options, Time);
        var anchors = new Anchors(Ledger, options, NullLogger<Anchors>.Instance);
        Roster = new Roster(options, new FileEntries(Ledger, options, NullLogger<FileEntries>.Instance));
        return Service = new(
            keys,
            Roster,
            new RosterDesk(Roster, ledger, Time),
            new CheckpointDesk(keys, anchors, options, Time, NullLogger<CheckpointDesk>.Instance),
            anchors,
            Ledger,
            ledger,
            policies ?? Policies,
            Time,
            NullLogger<SigningService>.Instance
        );
    }

    public void Enrol(params ReleaseRight[] rights) =>
        Enrol(new RightsBook([new Approver("releaser", Releaser, [.. rights]) { Clearances = Ceiling("0-5") }], []));

    /// <summary>A service that starts for the first time with these people; everybody in the book has the one password.</summary>
    public void Enrol(RightsBook book)
    {
        Ledger?.Dispose();
        File.Delete(Options.LedgerFile);
        FirstRoster.Save(Options, book, book.People.Select(person => new Credential(person.Name, Verifier, [])));
        NewService();
    }

    public static ImmutableArray<Clearance> Ceiling(string classes)
    {
        var ends = classes
            .Split('-')
            .Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        return [new(Northland.Id, [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)], [])];
    }

    /// <summary>Two to act, one to know, one to know blindly, one attachment.</summary>
    public static MessageContent Content(params byte[][] attachments) =>
        new(
            J3,
            new SecurityLabel(Northland.Id, 3),
            new ActionAddressees(Precedence.Immediate, [Brigade, J4]),
            new InformationAddressees(Precedence.Routine, [Alliance], [Hidden]),
            "Move of bridging equipment",
            [Sic("LAB"), Sic("LAB12")],
            new MessageType(1, "NORTHERN LANTERN"),
            null,
            "1. Move the bridging equipment.\n2. Report when done.\n",
            [
                .. attachments.Select(
                    (octets, number) =>
                        new Attachment($"annex-{number}.bin", "application/octet-stream", octets.Length, Sha256(octets))
                ),
            ],
            DeliveryReports: true
        );

    public static SubjectIndicatorCode Sic(string text) =>
        SubjectIndicatorCode.TryParse(text, out var code) ? code : throw new FormatException();

    public static string Sha256(byte[] octets) => Convert.ToHexStringLower(SHA256.HashData(octets));

    public static MessageVersion Version(MessageContent content) =>
        new(new Guid("0198c5a2-0000-7000-8000-000000000001"), 3, content, "drafter", Start.AddMinutes(-5));

    public static ApprovalStatement Statement(MessageVersion version) =>
        new(
            version.DraftId,
            version.Number,
            version.ContentHash,
            SystemFilled.For(version.Content, Start, "ABCDEFGH234567"),
            "releaser",
            Releaser,
            version.Content.From.Address,
            Start
        )
        {
            Drafter = version.LastEditor,
        };

    public static Approval Approve(ApprovalStatement statement, string password = Password) =>
        new(statement, Prove(statement, password));

    public static Proof Prove(Statement statement, string password = Password) =>
        new(ApprovalMethod.PasswordProof, ScramProof.Create(password, Salt, ScramVerifier.MinIterations, statement.ToBytes()));

    public static SigningRequest Request(MessageContent content, params byte[][] attachments)
    {
        var version = Version(content);
        return new(version, Approve(Statement(version)), [], attachments.ToDictionary(Sha256));
    }

    /// <summary>The way a portal goes: the version is submitted, each yes is proven when it is said, and then it is signed.</summary>
    public async Task<SigningResult> SignAsync(SigningRequest request)
    {
        var token = TestContext.Current.CancellationToken;
        var version = request.Version;
        await Service.NoteAsync(
            new(version.DraftId, version.Number, version.ContentHash, version.Writers, version.LastEditor),
            token
        );
        foreach (var (statement, proof) in request.Concurrences)
            await Service.ProvesAsync(statement, proof, token);
        await Service.ProvesAsync(request.Approval.Statement, request.Approval.Proof, token);
        return await Service.SignAsync(request, token);
    }

    public async Task<ImmutableArray<SignedCopy>> SignAsync(MessageContent content, params byte[][] attachments)
    {
        return await SignAsync(Request(content, attachments)) switch
        {
            SigningResult.Signed(var copies) => copies,
            SigningResult.Refused(var reason) => throw new InvalidOperationException($"{reason.Code}: {reason.Text}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public void Dispose()
    {
        Anchor.Dispose();
        Ledger.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static SecurityPolicy Load(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "policies", file);
            if (File.Exists(path))
                return SpifReader.Read(File.ReadAllBytes(path)).Policy ?? throw new InvalidDataException(file);
        }
        throw new FileNotFoundException("The policies of this repository are not above the tests.", file);
    }
}
