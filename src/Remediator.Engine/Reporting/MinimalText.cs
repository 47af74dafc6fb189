using System.Text.RegularExpressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>A task's outcome as Ansible's <c>minimal</c> callback writes it, or as <c>oneline</c> does.</summary>
public sealed partial class MinimalText(TextDetail detail, AnsibleSettings settings, bool isOneLine)
{
    /// <summary>Modules that show what a program printed in place of their result.</summary>
    private static readonly string[] Programs = ["command", "shell", "raw", "script"];

    private readonly AnsibleResults results = new(detail, settings);

    public IReadOnlyList<TextLine> Of(TaskReport report)
    {
        var (word, tone) = report.Status switch
        {
            ReportStatus.Ok => ("SUCCESS", Tone.Ok),
            ReportStatus.Changed => ("CHANGED", Tone.Changed),
            ReportStatus.Skipped => ("SKIPPED", Tone.Skipped),
            ReportStatus.Unreachable or ReportStatus.Unknown => ("UNREACHABLE!", Tone.Unreachable),
            _ => ("FAILED!", Tone.Failed),
        };
        var start = $"{report.Host} | {word}";
        if (report.Status == ReportStatus.Skipped)
        {
            return [new TextLine(tone, start)];
        }

        if (Programs.Contains(report.Task.Module) && report.Status is not (ReportStatus.Unreachable or ReportStatus.Unknown))
        {
            return [.. report.Diffs.SelectMany(d => UnifiedDiff.Lines(d, int.MaxValue)), .. OfProgram(start.TrimEnd('!'), tone, report.Result["rc"] ?? Value.Of(-1), report.Result)];
        }

        var result = report.Result.Count > 0 ? report.Result : Value.Dict(("changed", Value.False), ("msg", Value.Of(report.Message)));
        if (tone == Tone.Unreachable)
        {
            var builder = result.ToBuilder();
            builder["unreachable"] = Value.True;
            result = builder.Build();
        }

        var json = ResultJson.Indented(results.Shown(result, report.Task.Module == "debug"));
        var text = $"{start} => {(isOneLine ? LineBreaks().Replace(json, "") : json)}";
        return [.. report.Diffs.SelectMany(d => UnifiedDiff.Lines(d, int.MaxValue)), .. text.Split('\n').Select(line => new TextLine(tone, line))];
    }

    private IReadOnlyList<TextLine> OfProgram(string start, Tone tone, Value code, DictValue result)
    {
        string Text(string key) => result[key] is TextValue text ? text.Text : "";

        if (isOneLine)
        {
            var stderr = Text("stderr").Length > 0 ? $" (stderr) {Text("stderr").Replace("\n", "\\n")}" : "";
            return [new TextLine(tone, $"{start} | rc={code} | (stdout) {Text("stdout").Replace("\n", "\\n")}{stderr}")];
        }

        return [.. $"{start} | rc={code} >>\n{Text("stdout")}{Text("stderr")}{Text("msg")}".Split('\n').Select(line => new TextLine(tone, line))];
    }

    [GeneratedRegex(@"\n *")]
    private static partial Regex LineBreaks();
}
