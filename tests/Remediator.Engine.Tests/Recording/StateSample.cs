using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;

namespace Remediator.Engine.Tests.Recording;

/// <summary>A folder for state, and runs that are recorded in it.</summary>
internal sealed class StateSample : IDisposable
{
    private readonly DirectoryInfo around = Directory.CreateTempSubdirectory("remediator-state-");

    public StateFolder Folder => new(Path.Combine(around.FullName, "state"));

    public List<string> Warnings { get; } = [];

    /// <summary>Records events as a run would.</summary>
    public void Record(IEnumerable<RunEvent> events, TimeProvider? time = null, SecretTexts? secrets = null, int keepDays = 90)
    {
        using var recorder = Recorder(time, secrets, keepDays);
        foreach (var next in events)
        {
            recorder.On(next);
        }

        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));
    }

    public RunRecorder Recorder(TimeProvider? time = null, SecretTexts? secrets = null, int keepDays = 90) => new(
        new RecordTarget(Folder, "run") { KeepDays = keepDays }, RequestText.Write(new RunRequest()), secrets ?? new SecretTexts(() => []), time ?? TimeProvider.System, Warnings.Add);

    /// <summary>A run of the id in which a task found something to mend on a host.</summary>
    public static IReadOnlyList<RunEvent> Run(string id, string host = "web1", string before = "old", string state = "changed") =>
    [
        new RunEvent.RunStarted(id, ["site.yml"], false, false),
        .. new Tape().Play("play", [host], Tapes.Configure)
            .End(new TaskReport(host, Tapes.Configure, ReportStatus.Changed) { Facets = [new FacetReport("mode", state, before, "644"), new FacetReport("owner", "ok", "root", "root")] })
            .Leave(host, HostOutcome.Ok).Events,
        new RunEvent.RunEnded(new RunReport(id, [new HostRecap(host, HostOutcome.Ok) { Ok = 1, Changed = 1 }], TimeSpan.FromSeconds(1), false, false)),
    ];

    public T Read<T>(Func<RunHistory, T> read)
    {
        using var database = StateDatabase.OpenToRead(Folder)!;
        return read(new RunHistory(database));
    }

    public void Dispose() => around.Delete(recursive: true);
}

/// <summary>A clock that stands where a test puts it.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
