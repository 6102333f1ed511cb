using System.Data;
using System.Data.Common;
using Mmhs.Records.Audit;

namespace Mmhs.Records.Relay;

/// <summary>The statements each message costs, prepared once on the writer's connection; on the tracker of EF they were four fifths of the time.</summary>
/// <remarks>The columns are those of the maps beside this; the tests of the relay run every statement on the real engine.</remarks>
internal sealed class QueueStatements(DbConnection connection) : IAsyncDisposable
{
    private readonly Statement _message = new(
        connection,
        """
        INSERT INTO queue_message (id, state, handled_as, priority, priority_given, arrived_at, due_at, expires_at, fence, attempts,
            reverse_path, envelope_id, message_id, "return", body, authenticated_as, submitted_at, size,
            deliver_by, return_when_late, trace_delivery, held_until, hold_request, late_told)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23)
        """,
        DbType.Guid,
        DbType.Int16,
        DbType.Int16,
        DbType.Int16,
        DbType.Boolean,
        DbType.Int64,
        DbType.Int64,
        DbType.Int64,
        DbType.Int64,
        DbType.Int32,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.Int64,
        DbType.Int64,
        DbType.Int64,
        DbType.Boolean,
        DbType.Boolean,
        DbType.Int64,
        DbType.String,
        DbType.Boolean
    );

    private readonly Statement _body = new(
        connection,
        "INSERT INTO queue_body (id, octets) VALUES (@p0, @p1)",
        DbType.Guid,
        DbType.Binary
    );

    private readonly Statement _recipient = new(
        connection,
        "INSERT INTO queue_recipient (message_id, number, forward_path, notify, original_recipient, last_reply) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)",
        DbType.Guid,
        DbType.Int32,
        DbType.String,
        DbType.Int32,
        DbType.String,
        DbType.String
    );

    private readonly Statement _settled = new(
        connection,
        "DELETE FROM queue_message WHERE id = @p0 AND fence = @p1 AND state = 1",
        DbType.Guid,
        DbType.Int64
    );

    private readonly Statement _handOver = new(
        connection,
        """
        INSERT INTO hand_over (envelope_id, message_id, recipient, original_recipient, hop_address, hop_name, reply, at)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
        """,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.Int64
    );

    private readonly Statement _entry = new(
        connection,
        """
        INSERT INTO audit_entry (stream, seq, canon, entry_hash, chain_hash, at, event_type, outcome, actor, message_id, envelope_id, correlation)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
        """,
        DbType.String,
        DbType.Int64,
        DbType.Binary,
        DbType.Binary,
        DbType.Binary,
        DbType.Int64,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String,
        DbType.String
    );

    private readonly Statement _address = new(
        connection,
        "INSERT INTO audit_address (stream, seq, name, at) VALUES (@p0, @p1, @p2, @p3)",
        DbType.String,
        DbType.Int64,
        DbType.String,
        DbType.Int64
    );

    public async Task AddAsync(
        DbTransaction transaction,
        QueueMessageRow message,
        byte[] octets,
        IEnumerable<QueueRecipientRow> recipients,
        CancellationToken cancellationToken
    )
    {
        await _message
            .RunAsync(
                transaction,
                [
                    message.Id,
                    (short)message.State,
                    message.HandledAs,
                    message.Priority,
                    message.PriorityGiven,
                    Instant(message.ArrivedAt),
                    Instant(message.DueAt),
                    Instant(message.ExpiresAt),
                    message.Fence,
                    message.Attempts,
                    message.ReversePath,
                    message.EnvelopeId,
                    message.MessageId,
                    message.Return,
                    message.Body,
                    message.AuthenticatedAs,
                    Instant(message.SubmittedAt),
                    message.Size,
                    message.DeliverBy is { } by ? Instant(by) : null,
                    message.ReturnWhenLate,
                    message.TraceDelivery,
                    message.HeldUntil is { } held ? Instant(held) : null,
                    message.HoldRequest,
                    message.LateTold,
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        await _body.RunAsync(transaction, [message.Id, octets], cancellationToken).ConfigureAwait(false);
        foreach (var to in recipients)
            await _recipient
                .RunAsync(
                    transaction,
                    [to.MessageId, to.Number, to.ForwardPath, to.Notify, to.OriginalRecipient, to.LastReply],
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    public Task AddAsync(DbTransaction transaction, HandOverRow handOver, CancellationToken cancellationToken) =>
        _handOver.RunAsync(
            transaction,
            [
                handOver.EnvelopeId,
                handOver.MessageId,
                handOver.Recipient,
                handOver.OriginalRecipient,
                handOver.HopAddress,
                handOver.HopName,
                handOver.Reply,
                Instant(handOver.At),
            ],
            cancellationToken
        );

    public Task AddAsync(DbTransaction transaction, AuditEntryRow entry, CancellationToken cancellationToken) =>
        _entry.RunAsync(
            transaction,
            [
                entry.Stream,
                entry.Seq,
                entry.Canon,
                entry.EntryHash,
                entry.ChainHash,
                Instant(entry.At),
                entry.EventType,
                entry.Outcome,
                entry.Actor,
                entry.MessageId,
                entry.EnvelopeId,
                entry.Correlation,
            ],
            cancellationToken
        );

    public Task AddAsync(DbTransaction transaction, AuditAddressRow address, CancellationToken cancellationToken) =>
        _address.RunAsync(transaction, [address.Stream, address.Seq, address.Name, Instant(address.At)], cancellationToken);

    /// <summary>Body and recipients go with the row; false when the claim no longer stood and nothing was done.</summary>
    public async Task<bool> RemoveAsync(
        DbTransaction transaction,
        QueueMessageRow claimed,
        CancellationToken cancellationToken
    ) => await _settled.RunAsync(transaction, [claimed.Id, claimed.Fence], cancellationToken).ConfigureAwait(false) == 1;

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in new[] { _message, _body, _recipient, _settled, _handOver, _entry, _address })
            await statement.DisposeAsync().ConfigureAwait(false);
    }

    private static long Instant(DateTimeOffset at) => at.ToUnixTimeMilliseconds(); // as InstantConverter writes it

    private sealed class Statement(DbConnection connection, string text, params DbType[] types) : IAsyncDisposable
    {
        private DbCommand? _command;

        public async Task<int> RunAsync(DbTransaction transaction, object?[] values, CancellationToken cancellationToken)
        {
            _command ??= await PrepareAsync(cancellationToken).ConfigureAwait(false);
            _command.Transaction = transaction;
            for (var i = 0; i < values.Length; i++)
                _command.Parameters[i].Value = values[i] ?? DBNull.Value;
            return await _command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => _command?.DisposeAsync() ?? ValueTask.CompletedTask;

        private async Task<DbCommand> PrepareAsync(CancellationToken cancellationToken)
        {
            var command = connection.CreateCommand();
            command.CommandText = text;
            for (var i = 0; i < types.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                parameter.DbType = types[i];
                parameter.Value = DBNull.Value;
                command.Parameters.Add(parameter);
            }
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return command;
        }
    }
}
