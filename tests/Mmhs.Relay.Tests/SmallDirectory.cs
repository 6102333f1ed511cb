using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>
/// hq.example and bde3.example are ours; HQ is cleared to SECRET, the brigade to RESTRICTED. alliance.example is a partner cleared to SECRET.
/// The login "portal" sends for HQ at any priority, "brigade" for the brigade, "clerk" for clerk@hq.example at none above 0.
/// </summary>
internal sealed class SmallDirectory : IRelayDirectory, IScramAccounts
{
    public const string Password = "northland";

    private static readonly SecurityPolicy Northland = Load();
    private static readonly ScramVerifier Verifier = ScramVerifier.FromPassword(
        Password,
        "0123456789abcdef"u8,
        ScramVerifier.MinIterations
    );

    public static string Unclassified { get; } = LabelField("UNCLASSIFIED");

    public static string Secret { get; } = LabelField("SECRET");

    public PolicyCatalog Policies { get; } = new([Northland]);

    public ValueTask<DomainFacts?> FindDomainAsync(string domain, CancellationToken cancellationToken) =>
        new(
            domain switch
            {
                "hq.example" => new DomainFacts(true, [Cleared(4)]),
                "bde3.example" => new DomainFacts(true, [Cleared(2)]),
                "alliance.example" or "plain.example" => new DomainFacts(false, [Cleared(4)]),
                _ => null,
            }
        );

    public ValueTask<bool> IsClosedAsync(EmailAddress address, CancellationToken cancellationToken) =>
        ValueTask.FromResult(address.LocalPart == "closed");

    public ValueTask<bool> IsMailboxAsync(EmailAddress address, CancellationToken cancellationToken) =>
        new(address.LocalPart is "command" or "j3" or "duty" or "clerk" or "releaser");

    public ValueTask<bool> MaySendAsAsync(string login, EmailAddress address, CancellationToken cancellationToken) =>
        new(
            login == "portal" ? address.Domain == "hq.example"
            : login == "brigade" ? address.Domain == "bde3.example"
            : address.ToString() == $"{login}@hq.example"
        );

    public ValueTask<MtPriority> HighestPriorityAsync(string login, CancellationToken cancellationToken) =>
        new(new MtPriority(login == "clerk" ? 0 : 6));

    public ValueTask<bool> MaySubmitReleasedAsync(string login, CancellationToken cancellationToken) =>
        new(login is "portal" or "brigade");

    public ValueTask<bool> MayAuthorizeAsync(
        EmailAddress authorizingUser,
        EmailAddress originator,
        MessageId? message,
        CancellationToken cancellationToken
    ) => new(authorizingUser.LocalPart == "releaser" && authorizingUser.Domain == originator.Domain);

    public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken) =>
        new(user is "portal" or "brigade" or "clerk" ? Verifier : null);

    private static Clearance Cleared(int highest) => new(Northland.Id, [.. Enumerable.Range(0, highest + 1)], []);

    private static string LabelField(string classification)
    {
        var label = new SecurityLabel(
            Northland.Id,
            Northland.Classifications.Single(candidate => candidate.Name == classification).Value
        );
        return "SIO-Label:" + SioLabel.Of(label, Marking.Of(Northland, label)).ToRawBody();
    }

    private static SecurityPolicy Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "policies", "northland.xml");
            if (File.Exists(path))
                return SpifReader.Read(File.ReadAllBytes(path)).Policy ?? throw new InvalidDataException(path);
        }
        throw new FileNotFoundException("The policies of this repository are not above the tests.");
    }
}
