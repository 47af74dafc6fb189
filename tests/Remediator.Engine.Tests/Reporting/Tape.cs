using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Tests.Reporting;

/// <summary>Records the events of a run that never was, a tenth of a second apart.</summary>
internal sealed class Tape
{
    private readonly List<RunEvent> events = [];

    public IReadOnlyList<RunEvent> Events => events;

    public static TaskHeading Task(int id, string name, TaskKind kind = TaskKind.Task, string module = "command") =>
        new(id, name, kind, module, $"site.yml:{(id * 3) + 4}");

    public static DictValue Said(string text) => Value.Dict(("changed", Value.False), ("msg", Value.Of(text)));

    /// <summary>A command's result, as <c>register</c> gets it.</summary>
    public static DictValue Output(int rc, string stdout, string stderr = "", string msg = "") => Value.Dict(
        ("changed", Value.True), ("cmd", Value.OfTexts(["chronyc", "tracking"])), ("msg", Value.Of(msg)), ("rc", Value.Of(rc)),
        ("stderr", Value.Of(stderr)), ("stderr_lines", Value.OfTexts(PrintableText.Lines(stderr))),
        ("stdout", Value.Of(stdout)), ("stdout_lines", Value.OfTexts(PrintableText.Lines(stdout))));

    public Tape Add(RunEvent next)
    {
        events.Add(next with { At = TimeSpan.FromSeconds(events.Count / 10.0) });
        return this;
    }

    public Tape Run(bool check = false, bool diff = false) => Add(new RunEvent.RunStarted("20261122T201500-quiet", ["site.yml"], check, diff));

    public Tape Play(string name, IReadOnlyList<string> hosts, params IReadOnlyList<TaskHeading> tasks) =>
        Add(new RunEvent.PlayStarted(name, hosts, 0)).Add(new RunEvent.TasksPlanned(tasks, hosts));

    public Tape Start(string host, TaskHeading task) => Add(new RunEvent.TaskStarted(host, task));

    public Tape End(string host, TaskHeading task, ReportStatus status = ReportStatus.Ok, string message = "", DictValue? result = null) =>
        End(new TaskReport(host, task, status) { Message = message, Result = result ?? DictValue.Empty });

    public Tape End(TaskReport report) => Add(new RunEvent.TaskEnded(report with { Duration = TimeSpan.FromMilliseconds(250) }));

    public Tape Retry(string host, TaskHeading task, int attempt, int? left, string reason = "") =>
        Add(new RunEvent.TaskRetrying(host, task, attempt, left, reason));

    public Tape Leave(string host, HostOutcome outcome, string reason = "") => Add(new RunEvent.HostLeft(host, outcome, reason));

    public Tape Finish(params IReadOnlyList<HostRecap> hosts) => Finish(hosts, check: false);

    public Tape Finish(IReadOnlyList<HostRecap> hosts, bool check, bool interrupted = false) => Add(new RunEvent.RunEnded(
        new RunReport("20261122T201500-quiet", hosts, TimeSpan.FromSeconds(12.34), check, interrupted) { ExitCode = ExitCodes.Of(hosts, check, interrupted) }));

    public IReadOnlyList<TextLine> Text(TextDetail? detail = null)
    {
        var text = new RunText(detail ?? new TextDetail());
        return [.. events.SelectMany(text.On), .. text.Flush()];
    }
}
