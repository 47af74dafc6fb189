using System.Text;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;
using Remediator.Shell;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Engine.Running;

/// <summary>Gathers the events of one script task until it is done.</summary>
internal sealed class ItemEvents(PlannedItem item)
{
    private readonly DictBuilder result = Reports(item);
    private readonly List<FacetReport> facets = [];
    private readonly List<DiffReport> diffs = [];
    private string? failure;
    private bool hasCommand;
    private bool parseFailed;

    public PlannedItem Item => item;

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

                if (facet is { Name: "content", State: not FacetState.Ok, Before: "absent" } && Put() is { } created)
                {
                    diffs.Add(new DiffReport(created.Path, null, Encoding.UTF8.GetString(created.Content.Bytes)));
                }

                break;
            case Event.Old old when Put(old.Path) is { } put:
                diffs.Add(new DiffReport(put.Path, Encoding.UTF8.GetString(old.Content), Encoding.UTF8.GetString(put.Content.Bytes)));
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

    public ItemOutcome End(Event.Done done)
    {
        if (done is { Status: TaskStatus.Skipped, Message: "condition" })
        {
            return TaskResult.Skipped(item.LateCondition);
        }

        var isFailed = done.Status == TaskStatus.Failed || parseFailed;
        result["changed"] = Value.Of(done.Changed);
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

    private Step.Put? Put(string? path = null) => item.Steps.OfType<Step.Put>().FirstOrDefault(p => path is null || p.Path == path);

    private void Take(Event.Acted acted)
    {
        var act = item.Steps.OfType<Step.Act>().FirstOrDefault(a => (a.Facet ?? "") == acted.Name);
        if (act?.Shown is { } shown)
        {
            result["cmd"] = shown;
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
        switch (acted.State)
        {
            case ActState.Ran:
                result["rc"] = Value.Of(acted.ExitCode);
                AddText("stdout", acted.Stdout);
                AddText("stderr", acted.Stderr);
                break;
            case ActState.Needless:
                result["rc"] = Value.Of(0);
                result["stdout"] = Value.Of(acted.Message);
                result["stdout_lines"] = Value.OfTexts([acted.Message]);
                break;
        }
    }

    private void AddText(string key, byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n');
        result[key] = Value.Of(text);
        result[key + "_lines"] = text.Length == 0 ? ListValue.Empty : Value.OfTexts(text.Split('\n').Select(l => l.TrimEnd('\r')));
    }

    private void Take(Event.Capture capture)
    {
        if (item.Steps.OfType<Step.Capture>().FirstOrDefault(c => c.Key == capture.Key) is not { } step)
        {
            // The prelude's own, such as the name of a backup.
            result[capture.Key] = Value.Of(Encoding.UTF8.GetString(capture.Stdout));
            return;
        }

        try
        {
            var value = step.Parse(new Captured(capture.ExitCode, capture.Stdout, capture.Stderr, IsCut: false));
            if (capture.Key == "." && value is DictValue dict)
            {
                foreach (var (key, part) in dict)
                {
                    result[key] = part;
                }
            }
            else
            {
                result[capture.Key] = value;
            }
        }
        catch (FormatException error)
        {
            failure = error.Message;
            parseFailed = true;
        }
    }
}
