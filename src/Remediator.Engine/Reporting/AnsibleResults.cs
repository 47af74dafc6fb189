using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>Results behind a heading's words, in the form and with the keys that Ansible's callbacks show.</summary>
internal sealed class AnsibleResults(TextDetail detail, AnsibleSettings settings)
{
    private static readonly string[] NeverShown = ["failed", "skipped", "exception", "false_condition"];
    private static readonly string[] RepeatedOutput = ["stdout_lines", "stderr_lines"];
    private static readonly string[] WithMessage = ["msg", "exception", "warnings", "deprecations"];
    private static readonly string[] OfDebugOnly = ["changed", "skip_reason", "invocation", "_ansible_verbose_always"];

    /// <summary>A result that is no failure: the start alone, or with the result where the verbosity or the task wants it.</summary>
    public IEnumerable<TextLine> Success(string start, ReportStatus status, TaskHeading task, DictValue result, bool isTold)
    {
        var tone = status switch { ReportStatus.Changed => Tone.Changed, ReportStatus.Skipped => Tone.Skipped, _ => Tone.Ok };
        if (!isTold && detail.Verbosity < (task.Module == "setup" || task.Kind == TaskKind.GatherFacts ? 3 : 1))
        {
            return [new TextLine(tone, start)];
        }

        var shown = Shown(result, task.Module == "debug");
        return Cut(tone, $"{start} => {Write(shown, isTold)}", isFailure: false);
    }

    public IEnumerable<TextLine> Failure(string start, ReportStatus status, string message, DictValue result, TaskHeading task, bool isTold)
    {
        var tone = status is ReportStatus.Unreachable or ReportStatus.Unknown ? Tone.Unreachable : Tone.Failed;
        var told = result.Count > 0 ? result : Value.Dict(("changed", Value.False), ("msg", Value.Of(message)));
        if (tone == Tone.Unreachable && told["unreachable"] is null)
        {
            var builder = told.ToBuilder();
            builder["unreachable"] = Value.True;
            told = builder.Build();
        }

        return Cut(tone, start + Write(Shown(told, task.Module == "debug"), isTold), isFailure: true);
    }

    /// <summary>The result without what is for the engine alone.</summary>
    public DictValue Shown(DictValue result, bool isDebug)
    {
        var shown = new DictBuilder();
        var isMessage = isDebug && result["msg"] is not null;
        foreach (var (key, value) in result)
        {
            var name = key.ToString() ?? "";
            if (!name.StartsWith("_ansible_", StringComparison.Ordinal) && !NeverShown.Contains(name)
                && !(isDebug && OfDebugOnly.Contains(name)) && (!isMessage || WithMessage.Contains(name)) && !(name is "invocation" or "diff" && detail.Verbosity < 3))
            {
                shown[key] = value;
            }
        }

        return shown.Build();
    }

    private string Write(DictValue shown, bool isSpread)
    {
        if (settings.ResultFormat == "yaml" || settings.StdoutCallback is "yaml" or "community.general.yaml")
        {
            var builder = shown.ToBuilder();
            foreach (var key in RepeatedOutput.Where(k => shown[k] is not null))
            {
                builder[key] = Value.Of("<omitted>");
            }

            shown = builder.Build();
            var text = new YamlWriting { FlowStyle = false }.Write(shown).TrimEnd('\n');
            return "\n" + string.Join('\n', text.Split('\n').Select(l => $"    {l}"));
        }

        return settings.FormatPretty ?? isSpread ? ResultJson.Indented(shown) : ResultJson.OneLine(shown);
    }

    private IEnumerable<TextLine> Cut(Tone tone, string text, bool isFailure) =>
        text.Split('\n').Select(line => new TextLine(tone, line) { IsForErrors = isFailure && settings.DisplayFailedStderr });
}
