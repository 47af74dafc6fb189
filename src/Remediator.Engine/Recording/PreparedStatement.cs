using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Remediator.Engine.Recording;

/// <summary>
/// A statement that is run many times: SQLite reads it once, and values go to it by their place, which costs less than a command of
/// the library costs. Only within a transaction that may write, so that nobody has to be waited for.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    /// <param name="sql">One statement, a <c>?</c> for each value.</param>
    /// <exception cref="SqliteException">It is not understood.</exception>
    public PreparedStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
    }

    /// <exception cref="SqliteException">It could not be run.</exception>
    public void Execute(ReadOnlySpan<object?> values)
    {
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), database);
            }

            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
            }

            SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, database);
        }
        finally
        {
            // Says once more what the step said.
            _ = raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        string text => raw.sqlite3_bind_text(statement, place, text),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        bool flag => raw.sqlite3_bind_int64(statement, place, flag ? 1 : 0),
        _ => throw new ArgumentException($"no column for {value.GetType()}", nameof(value)),
    };
}
