using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Tests;

/// <summary>The result of a task, put together from its steps and events as <c>register</c> gets it.</summary>
internal static class TaskResult
{
    public static DictValue Of(Outcome outcome) => Of(outcome.Steps, outcome.Events);

    public static DictValue Of(IReadOnlyList<Step> steps, IReadOnlyList<Event> events)
    {
        var result = new DictBuilder();
        foreach (var report in steps.OfType<Step.Report>())
        {
            result[report.Key] = report.Value;
        }

        foreach (var (act, acted) in steps.OfType<Step.Act>().Zip(events.OfType<Event.Acted>().Where(e => e.State == ActState.Ran)))
        {
            if (act.Parse is { } parse)
            {
                Merge(result, ".", parse(new Captured(acted.ExitCode, acted.Stdout, acted.Stderr, false)));
            }
        }

        foreach (var captured in events.OfType<Event.Capture>())
        {
            var output = new Captured(captured.ExitCode, captured.Stdout, captured.Stderr, false);
            var step = steps.OfType<Step.Capture>().FirstOrDefault(s => s.Key == captured.Key);
            Merge(result, captured.Key, step is null ? Value.Of(output.Text) : step.Parse(output));
        }

        return result.Build();
    }

    private static void Merge(DictBuilder result, string key, Value value)
    {
        if (key != ".")
        {
            result[key] = value;
            return;
        }

        foreach (var (inner, entry) in Assert.IsAssignableFrom<DictValue>(value))
        {
            result[inner] = entry;
        }
    }
}
