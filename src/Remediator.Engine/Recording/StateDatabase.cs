using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Remediator.Engine.Recording;

/// <summary>
/// An open connection to the database of runs. Several processes may have it open at once: each waits up to ten seconds for another's
/// transaction. For one thread at a time.
/// </summary>
public sealed class StateDatabase : IDisposable
{
    /// <summary>So many of the latest runs stay, however old: a clock that jumps must not empty the history.</summary>
    public const int KeptRuns = 50;

    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, PreparedStatement> prepared = new(StringComparer.Ordinal);

    private StateDatabase(SqliteConnection connection) => this.connection = connection;

    /// <summary>The name of this controller's state, which breaks ties between counters.</summary>
    public string Node { get; private set; } = "";

    /// <summary>Opens the database for writing, made or brought to this program's schema where need be.</summary>
    /// <param name="warn">Is told when a damaged database was set aside.</param>
    /// <exception cref="StateException">It cannot be used; it is left as it is.</exception>
    public static StateDatabase Open(StateFolder folder, TimeProvider time, Action<string> warn)
    {
        try
        {
            MakePrivate(folder);
            try
            {
                return OpenFile(folder);
            }
            catch (SqliteException e) when (IsDamage(e))
            {
                warn(SetAside(folder, time, e));
                return OpenFile(folder);
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StateException($"the state in {folder.Path} cannot be used: {Reason(e)}");
        }
    }

    /// <summary>Opens the database to read from it; null where there is none yet.</summary>
    /// <exception cref="StateException">It cannot be read.</exception>
    public static StateDatabase? OpenToRead(StateFolder folder)
    {
        try
        {
            return File.Exists(folder.Database) && new FileInfo(folder.Database).Length > 0 ? OpenFile(folder) : null;
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            throw new StateException($"the database {folder.Database} is damaged: {Reason(e)}", "the next run sets it aside and begins a new one");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StateException($"the state in {folder.Path} cannot be read: {Reason(e)}");
        }
    }

    internal static bool IsDamage(SqliteException e) => e.SqliteErrorCode is Corrupt or NotADatabase;

    internal static string Reason(Exception e) => e is SqliteException { Message: var message }
        ? message[(message.IndexOf('\'', StringComparison.Ordinal) + 1)..].TrimEnd('.', '\'')
        : e.Message.TrimEnd('.');

    /// <summary>Moves a damaged database out of the way. The message for people.</summary>
    internal static string SetAside(StateFolder folder, TimeProvider time, Exception e)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var aside = $"{folder.Database}.corrupt-{stamp}";
        for (var i = 2; File.Exists(aside); i++)
        {
            aside = $"{folder.Database}.corrupt-{stamp}-{i}";
        }

        foreach (var ending in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(folder.Database + ending))
            {
                File.Move(folder.Database + ending, aside + ending);
            }
        }

        MakePrivate(folder);
        return $"the database of runs is damaged ({Reason(e)}): it was set aside as {aside}, a new one begins";
    }

    /// <summary>The counter that this controller has reached.</summary>
    public long Lamport => (long?)Scalar("SELECT value FROM meta WHERE key = 'lamport'") ?? 0;

    internal SqliteTransaction Begin() => connection.BeginTransaction(deferred: false);

    internal SqliteTransaction BeginToRead() => connection.BeginTransaction(deferred: true);

    internal void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>As <see cref="Execute"/>, for what is run again and again within transactions: a <c>?</c> for each value.</summary>
    internal void Repeat(string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            prepared[sql] = statement = new PreparedStatement(connection, sql);
        }

        statement.Execute(values);
    }

    /// <summary>The number of the row that was written last.</summary>
    internal long LastRow => SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle!);

    internal object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    internal IReadOnlyList<T> Rows<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private static StateDatabase OpenFile(StateFolder folder)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Database, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
        try
        {
            connection.Open();
            var database = new StateDatabase(connection);
            // In WAL mode readers and a writer do not wait for one another, and what is committed survives the end of the process.
            database.Execute("PRAGMA journal_mode = WAL");
            database.Execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
            database.Migrate();
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Folder and file for their owner alone; SQLite's other files take the mode of the first.</summary>
    private static void MakePrivate(StateFolder folder)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Path);
        }
        else
        {
            Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(folder.Database, options).Dispose();
    }

    private void Migrate()
    {
        var version = Version();
        if (version > StateSchema.Migrations.Count)
        {
            throw new StateException($"the database {connection.DataSource} is of a newer version of this program (schema {version}, this one knows {StateSchema.Migrations.Count})", "it is left as it is; another folder can be given with --state");
        }

        if (version < StateSchema.Migrations.Count)
        {
            using var transaction = Begin();
            // Another process may have been faster.
            for (version = Version(); version < StateSchema.Migrations.Count; version++)
            {
                Execute(StateSchema.Migrations[(int)version]);
                Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
            }

            Execute("INSERT OR IGNORE INTO meta VALUES ('node', $node), ('lamport', 0)", ("$node", RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 8)));
            transaction.Commit();
        }

        Node = (string?)Scalar("SELECT value FROM meta WHERE key = 'node'") ?? "";
    }

    private long Version() => (long)(Scalar("PRAGMA user_version") ?? 0L);

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}

/// <summary>The database of runs cannot be used. The message is for people.</summary>
public sealed class StateException(string message, string? hint = null) : Exception(message)
{
    public string? Hint => hint;
}
