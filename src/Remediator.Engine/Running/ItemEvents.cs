using System.Text;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;
using Remediator.Shell;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Engine.Running;

/// <summary>Gathers the events of one script task until it is done.</summary>
/// <param name="time">
/// The controller's: what is wrong with the hosts here is their clocks, so when a command began and ended is when its events came.
/// Null where they come from a job's file, which says nothing of when.
/// </param>
internal sealed class ItemEvents(PlannedItem item, TimeProvider? time)
{
    private readonly DictBuilder result = Reports(item);
    private readonly List<FacetReport> facets = [];
    private readonly List<DiffReport> diffs = [];
    private readonly HashSet<Step.Capture> captured = new(ReferenceEqualityComparer.Instance);
    private Event.Old? old;
    private Event.New? made;
    private string? failure;
    private bool hasCommand;
    private long begunAt = time?.GetTimestamp() ?? 0;
    private bool parseFailed;

    public PlannedItem Item => item;

    /// <summary>The host begins with the task.</summary>
    public void Begin() => begunAt = time?.GetTimestamp() ?? 0;

    public void Take(Event next)
    {
        switch (next)
        {
            case Event.Facet facet:
                facets.Add(new FacetReport(facet.Name, facet.State.ToString().ToLowerInvariant(), facet.Before, facet.After));
                if (facet.State != FacetState.Ok && item.Steps.OfType<Step.Ensure>().FirstOrDefault(e => e.Facet == facet.Name) is { IsText: true })
                {
                    diffs.Add(new DiffReport(facet.Name, facet.Before, facet.After));
                }

                if (item.Steps.OfType<Step.Put>().FirstOrDefault(p => facet.Name == (p.Part is null ? "content" : $"content {p.Part}")) is { } put)
                {
                    TakeContent(facet, put);
                }

                break;
            case Event.Old content:
                old = content;
                break;
            case Event.New content:
                made = content;
                break;
            case Event.Acted acted:
                Take(acted);
                break;
            case Event.Capture capture:
                Take(capture);
                break;
            case Event.Failed failed:
                var said = Encoding.UTF8.GetString(failed.Stderr).Trim();
                failure = failed.Message;
                if (said.Length > 0 && !hasCommand)
                {
                    failure += ": " + said;
                }

                break;
        }
    }

    /// <summary>What the host hears when its task asks; keys that come with the answer are kept for the result.</summary>
    public Answer AnswerTo(Event.Asked asked)
    {
        var answer = item.Steps.OfType<Step.Fetch>().FirstOrDefault() is { } fetch && asked.Key == Step.Fetch.Question ? FetchedFile.Keep(fetch, asked)
            : Answer.Of(item.Steps, asked) ?? Answer.Failed($"nothing here answers '{asked.Key}'");
        foreach (var (key, value) in answer.Result)
        {
            result[key] = value;
        }

        return answer;
    }

    public ItemOutcome End(Event.Done done)
    {
        if (done is { Status: TaskStatus.Skipped, Message: "condition" })
        {
            return TaskResult.Skipped(item.LateCondition);
        }

        var isFailed = done.Status == TaskStatus.Failed || parseFailed;
        // What failed elsewhere (a job) may have changed something all the same.
        result["changed"] = Value.Of(done.Changed || (isFailed && result.TryGet(Value.Of("changed"), out var told) && told is BoolValue { Value: true }));
        if (isFailed)
        {
            result["failed"] = Value.True;
            result["msg"] = Value.Of(failure ?? "the task failed on its own condition (failed_when)");
        }
        else if (done.Status == TaskStatus.Skipped)
        {
            result["skipped"] = Value.True;
            result["msg"] = Value.Of("skipped, running in check mode");
        }
        else
        {
            result["failed"] = Value.False;
        }

        var built = result.Build();
        return new ItemOutcome(isFailed ? ReportStatus.Failed : done.Status == TaskStatus.Skipped ? ReportStatus.Skipped : done.Changed ? ReportStatus.Changed : ReportStatus.Ok, built)
        {
            Message = isFailed ? failure ?? "the task failed on its own condition (failed_when)" : done.Status == TaskStatus.Skipped ? "skipped, running in check mode" : "",
            Facets = facets,
            Diffs = diffs,
            AnsibleFacts = built["ansible_facts"] as DictValue,
        };
    }

    private static DictBuilder Reports(PlannedItem item)
    {
        var builder = new DictBuilder();
        foreach (var report in item.Steps.OfType<Step.Report>())
        {
            builder[report.Key] = report.Value;
        }

        return builder;
    }

    /// <summary>Old and new content come before the facet that says whose they are.</summary>
    private void TakeContent(Event.Facet facet, Step.Put put)
    {
        var isFromHost = put.Edit is not null || put.From is not null || put.Rewrite is not null;
        if (facet.State != FacetState.Ok && (old is not null || facet.Before == "absent") && (made is not null || !isFromHost))
        {
            diffs.Add(new DiffReport(
                old?.Path ?? made?.Path ?? put.Path,
                old is null ? null : Encoding.UTF8.GetString(old.Content),
                Encoding.UTF8.GetString(made?.Content ?? put.Content.Bytes)));
        }

        (old, made) = (null, null);
    }

    private void Take(Event.Acted acted)
    {
        var act = item.Steps.OfType<Step.Act>().FirstOrDefault(a => (a.Facet ?? "") == acted.Name);
        if (act?.Shown is { } shown)
        {
            result["cmd"] = shown;
        }

        if (acted.State == ActState.Ran && act?.Parse is { } parse)
        {
            Merge(() => parse(new Captured(acted.ExitCode, acted.Stdout, acted.Stderr, IsCut: false)), ".");
        }

        if (act is not { HasOutput: true })
        {
            if (acted.State == ActState.Needless && acted.Message.Length > 0)
            {
                result["msg"] = Value.Of(acted.Message);
            }

            return;
        }

        hasCommand = true;
        result["msg"] = Value.Of(acted.State == ActState.Needless ? acted.Message : acted.ExitCode == 0 ? "" : act.FailMessage);
        foreach (var (name, value) in time is null ? [] : CommandTimes.Of(acted.State == ActState.Ran ? time.GetElapsedTime(begunAt) : null, time.GetLocalNow()))
        {
            result[name] = value;
        }

        switch (acted.State)
        {
            case ActState.Ran:
                result["rc"] = Value.Of(acted.ExitCode);
                AddText("stdout", acted.Stdout, act.KeepsEnds);
                AddText("stderr", acted.Stderr, act.KeepsEnds);
                break;
            case ActState.Needless:
                result["rc"] = Value.Of(0);
                result["stdout"] = Value.Of(acted.Message);
                result["stdout_lines"] = Value.OfTexts([acted.Message]);
                AddText("stderr", [], keepsEnds: false);
                break;
        }
    }

    private void AddText(string key, byte[] bytes, bool keepsEnds)
    {
        var text = Encoding.UTF8.GetString(bytes);
        text = keepsEnds ? text : text.TrimEnd('\r', '\n');
        result[key] = Value.Of(text);
        // Python's splitlines: an end of line at the end begins no further line.
        result[key + "_lines"] = text.Length == 0 ? ListValue.Empty : Value.OfTexts((text.EndsWith('\n') ? text[..^1] : text).Split('\n').Select(l => l.TrimEnd('\r')));
    }

    private void Take(Event.Capture capture)
    {
        // Several may have one key, as those that are merged into the result itself; they come in the order of the steps.
        if (item.Steps.OfType<Step.Capture>().FirstOrDefault(c => c.Key == capture.Key && !captured.Contains(c)) is not { } step)
        {
            // The prelude's own, such as the name of a backup.
            result[capture.Key] = Value.Of(Encoding.UTF8.GetString(capture.Stdout));
            return;
        }

        captured.Add(step);
        Merge(() => step.Parse(new Captured(capture.ExitCode, capture.Stdout, capture.Stderr, IsCut: false)), capture.Key);
    }

    /// <summary>Puts a value under the key of the result; a dict under <c>.</c> becomes part of the result itself.</summary>
    private void Merge(Func<Value> parse, string key)
    {
        try
        {
            var value = parse();
            if (key == "." && value is DictValue dict)
            {
                foreach (var (name, part) in dict)
                {
                    result[name] = part;
                }
            }
            else
            {
                result[key] = value;
            }
        }
        catch (FormatException error)
        {
            failure = error.Message;
            parseFailed = true;
        }
    }
}
