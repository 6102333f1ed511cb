using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Signing.Keys;

namespace Mmhs.Signing.Ledger;

/// <summary>A file that is only appended to, each entry chained to all before it; on the disk when <see cref="AppendAsync"/> ends.</summary>
/// <remarks>
/// What waits while a flush is under way goes into the next one together. The head is read in the transaction that appends, so that
/// a second process on the same file goes on with the chain instead of forking it.
/// </remarks>
internal sealed class LedgerFile : IAsyncDisposable, IDisposable
{
    private const string Stream = "ledger";
    private const int MostNotes = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Lock _opening = new();
    private readonly string _path;
    private readonly string _connection;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private bool _isOpen;

    public LedgerFile(IOptions<SigningOptions> options, TimeProvider time)
    {
        (_path, _time) = (options.Value.LedgerFile, time);
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = 10,
        }.ToString();
        // a thread of its own: who waits for it in a lock may hold every other
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Enters all of them, or none.</summary>
    /// <returns>When, by the clock of the service.</returns>
    public Task<DateTimeOffset> AppendAsync(params IReadOnlyList<LedgerNote> notes)
    {
        var waiting = new Waiting(notes);
        if (!_waiting.Writer.TryWrite(waiting))
            waiting.Done.SetException(new ObjectDisposedException(nameof(LedgerFile)));
        return waiting.Done.Task;
    }

    /// <summary>All entries of a kind about a subject, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> Find(string kind, string subject)
    {
        using var connection = Open();
        using var command = Select(
            connection,
            "SELECT sequence, at, kind, subject, facts, chain FROM entry WHERE kind = $kind AND subject = $subject ORDER BY sequence",
            ("$kind", kind),
            ("$subject", subject)
        );
        return [.. Entries(command)];
    }

    /// <summary>The newest entry of a kind about a subject; null when there is none.</summary>
    public LedgerEntry? Last(string kind, string subject)
    {
        using var connection = Open();
        using var command = Select(
            connection,
            "SELECT sequence, at, kind, subject, facts, chain FROM entry WHERE kind = $kind AND subject = $subject ORDER BY sequence DESC LIMIT 1",
            ("$kind", kind),
            ("$subject", subject)
        );
        return Entries(command).FirstOrDefault();
    }

    /// <summary>Sequence of the last entry, 0 when there is none, and the hash over all.</summary>
    public (long Sequence, byte[] Chain) Head()
    {
        using var connection = Open();
        return Head(connection);
    }

    /// <summary>The hash over an entry and all before it; null: there is no such entry.</summary>
    public byte[]? ChainAt(long sequence)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT chain FROM entry WHERE sequence = $sequence";
        command.Parameters.AddWithValue("$sequence", sequence);
        return command.ExecuteScalar() as byte[];
    }

    /// <summary>Reads the whole ledger and its chain again.</summary>
    /// <returns>The sequence of the first entry that is missing or not as it was written; null when all are.</returns>
    public long? FirstFault()
    {
        using var connection = Open();
        using var command = Select(connection, "SELECT sequence, at, kind, subject, facts, chain FROM entry ORDER BY sequence");
        var (next, chain) = (1L, AuditHash.Genesis(Stream));
        foreach (var entry in Entries(command))
        {
            chain = Chain(chain, next, Millisecond(entry.At), entry.Kind, entry.Subject, entry.Facts);
            if (entry.Sequence != next || !chain.AsSpan().SequenceEqual(entry.Chain))
                return next;
            next++;
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Write()
    {
        var batch = new List<Waiting>();
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            var notes = 0;
            while (notes < MostNotes && _waiting.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
                notes += waiting.Notes.Count;
            }
            Write(batch);
        }
    }

    private void Write(List<Waiting> batch)
    {
        DateTimeOffset at;
        try
        {
            at = Append([.. batch.SelectMany(waiting => waiting.Notes)]);
        }
        catch (Exception failure)
        {
            foreach (var waiting in batch)
                waiting.Done.SetException(failure);
            return;
        }
        foreach (var waiting in batch)
            waiting.Done.SetResult(at);
    }

    private DateTimeOffset Append(IReadOnlyList<LedgerNote> notes)
    {
        using var connection = Open();
        Run(connection, "PRAGMA synchronous=FULL"); // a signature given out means entered, and entered means on disk
        using var transaction = connection.BeginTransaction(deferred: false);
        var (sequence, chain) = Head(connection, transaction);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText =
            "INSERT INTO entry (sequence, at, kind, subject, facts, chain) VALUES ($sequence, $at, $kind, $subject, $facts, $chain)";
        foreach (var note in notes)
        {
            chain = Chain(chain, ++sequence, Millisecond(at), note.Kind, note.Subject, note.Facts);
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$sequence", sequence);
            insert.Parameters.AddWithValue("$at", Millisecond(at));
            insert.Parameters.AddWithValue("$kind", note.Kind);
            insert.Parameters.AddWithValue("$subject", note.Subject);
            insert.Parameters.AddWithValue("$facts", note.Facts);
            insert.Parameters.AddWithValue("$chain", chain);
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
        return at;
    }

    private static long Millisecond(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static byte[] Chain(byte[] previous, long sequence, long at, string kind, string subject, byte[] facts)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{at}\n{kind}\n{subject}\n");
        return AuditHash.Chain(previous, sequence, AuditHash.Leaf([.. Encoding.UTF8.GetBytes(head), .. facts]));
    }

    private static (long Sequence, byte[] Chain) Head(SqliteConnection connection, SqliteTransaction? transaction = null)
    {
        using var command = Select(connection, "SELECT sequence, chain FROM entry ORDER BY sequence DESC LIMIT 1");
        command.Transaction = transaction;
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, AuditHash.Genesis(Stream));
    }

    private static SqliteCommand Select(SqliteConnection connection, string text, params ReadOnlySpan<(string, string)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static IEnumerable<LedgerEntry> Entries(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return new(
                reader.GetInt64(0),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetFieldValue<byte[]>(4),
                reader.GetFieldValue<byte[]>(5)
            );
    }

    private SqliteConnection Open()
    {
        lock (_opening)
            if (!_isOpen)
            {
                Make();
                _isOpen = true;
            }
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    // The file is made before SQLite sees it, so that it and what SQLite puts beside it belong to the service alone.
    private void Make()
    {
        if (Path.GetDirectoryName(_path) is { Length: > 0 } folder)
            OwnerOnly.CreateFolder(folder);
        if (!File.Exists(_path))
            OwnerOnly.Write(_path, []);
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        Run(
            connection,
            """
            PRAGMA journal_mode=WAL;
            CREATE TABLE IF NOT EXISTS entry (
                sequence INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                kind TEXT NOT NULL,
                subject TEXT NOT NULL,
                facts BLOB NOT NULL,
                chain BLOB NOT NULL
            ) STRICT;
            CREATE INDEX IF NOT EXISTS ix_entry_subject ON entry (kind, subject, sequence);
            CREATE TRIGGER IF NOT EXISTS entry_is_kept BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
            CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
            """
        );
    }

    private sealed class Waiting(IReadOnlyList<LedgerNote> notes)
    {
        public IReadOnlyList<LedgerNote> Notes { get; } = notes;

        public TaskCompletionSource<DateTimeOffset> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
