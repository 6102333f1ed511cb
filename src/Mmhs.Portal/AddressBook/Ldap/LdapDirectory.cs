using System.Collections.Concurrent;
using System.DirectoryServices.Protocols;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.AddressBook.Ldap;

/// <summary>Asks an LDAP directory, briefly: whoever looks for an addressee never waits longer for it than <see cref="Patience"/>.</summary>
/// <remarks>The system's library blocks, so it is asked on a thread of its own; a few at most, and none while the directory is being left alone.</remarks>
internal sealed class LdapDirectory(IOptions<LdapOptions> settings, TimeProvider time, ILogger<LdapDirectory> logger)
    : IDirectorySource
{
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    public const string Silent = "The LDAP directory does not answer; only our own directory was searched.";
    public const string Cut = "The LDAP directory has more than it shows here. Add a word.";

    private const int MostKept = 200;
    private const int LongestName = 120;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, DirectoryFinding Finding)> kept = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly SemaphoreSlim threads = new(4);
    private long leftAloneUntil;

    public async Task<DirectoryFinding> SearchAsync(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var options = settings.Value;
        if (!options.IsOn || most < 1 || words.Sum(word => word.Length) < 2)
            return new([]); // one letter finds everybody
        if (words.Any(word => word.Any(char.IsControl)))
            return new([]); // servers drop or cut there, and would find somebody else
        var now = time.GetUtcNow();
        var key = $"{most} {string.Join(' ', words)}";
        if (kept.TryGetValue(key, out var known) && known.Until > now)
            return known.Finding;
        if (now.ToUnixTimeMilliseconds() < Interlocked.Read(ref leftAloneUntil) || !threads.Wait(0, cancellationToken))
            return new([], Silent);
        try
        {
            var asking = Task.Run(() => AskAndLeave(options, words, most), CancellationToken.None);
            var finding = await asking.WaitAsync(Patience, time, cancellationToken);
            if (kept.Count >= MostKept)
                kept.Clear();
            kept[key] = (now + options.KeepFor, finding);
            return finding;
        }
        catch (Exception silent)
            when (silent
                    is TimeoutException
                        or DirectoryException
                        or DllNotFoundException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or ExternalException
            )
        {
            Interlocked.Exchange(ref leftAloneUntil, (time.GetUtcNow() + options.LeaveAloneFor).ToUnixTimeMilliseconds());
            logger.LdapSilent(options.Server!, options.Port, silent.GetType().Name, silent.Message);
            return new([], Silent);
        }
    }

    private DirectoryFinding AskAndLeave(LdapOptions options, IReadOnlyList<string> words, int most)
    {
        try
        {
            return Ask(options, words, most);
        }
        finally
        {
            threads.Release(); // only when the library has really come back
        }
    }

    private static DirectoryFinding Ask(LdapOptions options, IReadOnlyList<string> words, int most)
    {
        using var connection = new LdapConnection(new LdapDirectoryIdentifier(options.Server, options.Port))
        {
            AuthType = options.BindDn is null ? AuthType.Anonymous : AuthType.Basic,
            Timeout = Patience,
        };
        if (options.BindDn is not null)
            connection.Credential = new NetworkCredential(options.BindDn, File.ReadAllText(options.PasswordFile!).Trim());
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None; // one directory was configured, not whoever it names
        if (options.UseTls)
            connection.SessionOptions.SecureSocketLayer = true;
        connection.Bind();
        var request = new SearchRequest(
            options.BaseDn,
            LdapFilter.Of(options, words),
            SearchScope.Subtree,
            options.NameAttribute,
            options.AddressAttribute,
            options.OrganisationAttribute
        )
        {
            SizeLimit = most,
            TimeLimit = TimeSpan.FromSeconds(1),
        };
        try
        {
            return new(Read(options, (SearchResponse)connection.SendRequest(request, Patience)));
        }
        catch (DirectoryOperationException cut)
            when (cut.Response is SearchResponse { ResultCode: ResultCode.SizeLimitExceeded or ResultCode.TimeLimitExceeded } some
            )
        {
            return new(Read(options, some), Cut);
        }
    }

    private static List<DirectoryEntry> Read(LdapOptions options, SearchResponse response)
    {
        var found = new List<DirectoryEntry>();
        foreach (SearchResultEntry entry in response.Entries)
            if (EmailAddress.TryParse(First(entry, options.AddressAttribute), out var address))
                found.Add(
                    new(
                        new Mailbox(First(entry, options.NameAttribute), address),
                        First(entry, options.OrganisationAttribute) ?? address.Domain
                    )
                );
        return found;
    }

    // From outside: one line, bounded.
    private static string? First(SearchResultEntry entry, string attribute)
    {
        if (
            !entry.Attributes.Contains(attribute)
            || entry.Attributes[attribute].GetValues(typeof(string)) is not [string value, ..]
        )
            return null;
        var line = new string([.. value.Where(letter => !char.IsControl(letter))]).Trim();
        return line.Length == 0 ? null : Characters.Cut(line, LongestName);
    }
}

internal static partial class LdapLog
{
    [LoggerMessage(
        EventId = 9401,
        EventName = "LdapSilent",
        Level = LogLevel.Warning,
        Message = "The LDAP directory {Server}:{Port} gives no answer and is left alone for a while; {Kind}: {Reason}"
    )]
    public static partial void LdapSilent(this ILogger logger, string server, int port, string kind, string reason);
}
