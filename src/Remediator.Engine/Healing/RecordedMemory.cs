using Microsoft.Data.Sqlite;
using Remediator.Engine.Recording;

namespace Remediator.Engine.Healing;

/// <summary>Keeps what was tried in the controller's database, which is opened when it is first needed: a healthy pass needs none.</summary>
/// <param name="playbooks">Paths.</param>
public sealed class RecordedMemory(StateFolder folder, IReadOnlyList<string> playbooks, TimeProvider time, Action<string> warn) : IHealMemory, IDisposable
{
    private readonly string name = string.Join('\n', playbooks.Select(Path.GetFullPath));
    private StateDatabase? database;

    public IReadOnlyList<HealAttempt> Since(DateTimeOffset since) => Ask(records =>
        records.Of(name, null, since).Select(r => new HealAttempt(r.Host, r.At, r.Run, r.Succeeded, r.Note)).ToList());

    public void Add(HealAttempt attempt) => Ask(records =>
    {
        records.Add(new Remediation(name, attempt.Host, attempt.At, attempt.Pass, attempt.Succeeded, attempt.Note));
        return true;
    });

    public void Dispose() => database?.Dispose();

    private T Ask<T>(Func<HealRecords, T> question)
    {
        try
        {
            database ??= StateDatabase.Open(folder, time, warn);
            return question(new HealRecords(database));
        }
        catch (Exception e) when (e is StateException or SqliteException)
        {
            throw new IOException(e.Message, e);
        }
    }
}
