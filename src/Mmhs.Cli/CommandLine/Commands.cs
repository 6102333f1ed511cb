using Mmhs.Cli.Audit;
using Mmhs.Cli.Inspect;
using Mmhs.Cli.Label;
using Mmhs.Cli.Trust;
using Mmhs.Messages;

namespace Mmhs.Cli.CommandLine;

/// <summary>The words <c>mmhs</c> knows.</summary>
internal static class Commands
{
    private const int Usage = 3;

    private const string Help = """
        mmhs inspect FILE [--json] [--trust DIR] [--policies DIR] [--dns FILE.json|HOST:PORT] [--at TIME]
            Reads a message and says what it holds. Exit: 0 read, 2 not.
        mmhs label check --policies DIR --label FILE|BASE64 [--clearance FILE] [--json]
            Holds an ESS label against its policy, and against a clearance. Exit: 0 good, 1 not, 3 usage or input.
        mmhs audit verify --db FILE|CONNECTION [--provider sqlite|postgresql] [--stream NAME] [--trust DIR|FILE] [--attested DIR] [--json]
            Verifies an audit trail; DIR is the folder of checkpoints of the signing service, which remembers what it attested. Exit: 0 whole, 1 violated, 2 incomplete evidence, 3 usage or input.
        mmhs audit show --db FILE|CONNECTION [--provider sqlite|postgresql] --mmid ID|--address LOCAL@DOMAIN|@DOMAIN [--json]
            Tells the story of a message, or all that names an address, newest first. Exit: 0 found, 2 nothing there, 3 usage or input.
        mmhs trust list [--data DIR | --trust DIR] [--json]
            Says who may vouch for what: the roots of the folder trust in the data folder ("data" unless named), and what is wrong there. Exit: 0 good, 1 something is wrong, 3 usage or input.
        mmhs --version
        """;

    public static async Task<int> RunAsync(string[] typed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            switch (typed)
            {
                case [.., "--help" or "-h"] or ["help"]:
                    await surroundings.Output.WriteLineAsync(Help);
                    return 0;
                case ["--version"]:
                    await surroundings.Output.WriteLineAsync($"mmhs {ProductVersion.Text}");
                    return 0;
                case ["inspect", .. var rest]:
                    return await InspectCommand.RunAsync(rest, surroundings, cancellationToken);
                case ["label", "check", .. var rest]:
                    return LabelCheck.Run(rest, surroundings);
                case ["audit", "verify", .. var rest]:
                    return await AuditVerify.RunAsync(rest, surroundings, cancellationToken);
                case ["audit", "show", .. var rest]:
                    return await AuditShow.RunAsync(rest, surroundings, cancellationToken);
                case ["trust", "list", .. var rest]:
                    return TrustList.Run(rest, surroundings);
                default:
                    await surroundings.Errors.WriteLineAsync(Help);
                    return Usage;
            }
        }
        catch (UsageException wrong)
        {
            await surroundings.Errors.WriteLineAsync($"mmhs: {wrong.Message}");
            return Usage;
        }
        catch (OperationCanceledException)
        {
            await surroundings.Errors.WriteLineAsync("mmhs: stopped.");
            return Usage;
        }
    }
}
