using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Mmhs.Relay.Tests;

/// <summary>While it is on, no transaction is committed: a full disk, or a process that is already dead.</summary>
internal sealed class FailingCommits : DbTransactionInterceptor
{
    public bool IsOn { get; set; }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => IsOn ? throw new IOException("No space left on the device.") : new(result);
}
