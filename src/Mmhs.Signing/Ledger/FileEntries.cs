using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmhs.Signing.Approvals;

namespace Mmhs.Signing.Ledger;

/// <summary>What the ledger says of the service's own files.</summary>
internal sealed class FileEntries(LedgerFile file, IOptions<SigningOptions> options, ILogger<FileEntries> logger)
{
    /// <summary>SHA-256 of the file as it was last written, lower-case hexadecimal; null: it was never entered.</summary>
    public string? Of(string name) => file.Last(LedgerKinds.File, name) is { } entry ? LedgerFacts.File(entry).Sha256 : null;

    public void Enter(string name, string sha256) => Enter(name, new FileFacts(sha256, "written"));

    /// <summary>Believes a file an operator has put there, once and only where he says that this is a first start.</summary>
    /// <exception cref="KeptFileException">He does not say so.</exception>
    public void TakeOver(string name, string sha256)
    {
        if (!options.Value.TakeOver)
            throw new KeptFileException(LedgerRefusals.FileUnknown.Of(name));
        logger.FileTakenOver(name, sha256);
        Enter(name, new FileFacts(sha256, "taken over"));
    }

    private void Enter(string name, FileFacts facts) =>
        file.AppendAsync(
                new LedgerNote(LedgerKinds.File, name, JsonSerializer.SerializeToUtf8Bytes(facts, LedgerFacts.Default.FileFacts))
            )
            .GetAwaiter()
            .GetResult();
}
