using System.Text;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Playbooks;

/// <summary>Prints a playbook's model, line by line with places, for golden files.</summary>
internal sealed class ModelText
{
    private readonly StringBuilder text = new();

    public static string Of(Playbook playbook)
    {
        var writer = new ModelText();
        foreach (var play in playbook.Plays)
        {
            writer.Write(play);
        }

        return writer.text.ToString();
    }

    private void Write(Play play)
    {
        Line(0, "play", play.Span);
        Settings(1, ("name", play.Name), ("hosts", play.Hosts), ("gather_facts", play.GatherFacts), ("gather_subset", play.GatherSubset), ("strategy", play.Strategy),
            ("serial", play.Serial), ("max_fail_percentage", play.MaxFailPercentage), ("order", play.Order), ("force_handlers", play.ForceHandlers), ("rollback", play.Rollback));
        Many(1, "vars_files", play.VarsFiles);
        Write(1, play.Directives);
        List(1, "pre_tasks", play.PreTasks);
        List(1, "tasks", play.Tasks);
        List(1, "post_tasks", play.PostTasks);
        List(1, "handlers", play.Handlers);
        List(1, "verify", play.Verify);
    }

    private void List(int depth, string name, IReadOnlyList<TaskNode> nodes)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        Line(depth, name);
        foreach (var node in nodes)
        {
            if (node is BlockNode block)
            {
                Line(depth + 1, "block", block.Span);
                Settings(depth + 2, ("name", block.Name));
                Write(depth + 2, block.Directives);
                List(depth + 2, "body", block.Body);
                List(depth + 2, "rescue", block.Rescue);
                List(depth + 2, "always", block.Always);
            }
            else if (node is TaskItem task)
            {
                Write(depth + 1, task);
            }
        }
    }

    private void Write(int depth, TaskItem task)
    {
        Line(depth, $"task {task.Module}", task.ModuleSpan);
        depth++;
        Settings(depth, ("name", task.Name), ("free-form", task.FreeForm));
        foreach (var (key, value) in task.Arguments)
        {
            Line(depth, $"option {key} = {Show(value)}", task.ArgumentSpans[key.ToString()!]);
        }

        Write(depth, task.Directives);
        if (task.Loop is { } loop)
        {
            Line(depth, $"loop {loop.Lookup ?? "-"} as {loop.Variable} {loop.IndexVariable} {loop.Extended}");
            Settings(depth + 1, ("items", loop.Items), ("label", loop.Label), ("pause", loop.Pause));
        }

        Settings(depth, ("register", task.Register), ("retries", task.Retries), ("delay", task.Delay), ("within", task.Within), ("every", task.Every), ("async", task.Async), ("poll", task.Poll));
        Many(depth, "until", task.Until ?? []);
        Many(depth, "changed_when", task.ChangedWhen ?? []);
        Many(depth, "failed_when", task.FailedWhen ?? []);
        Many(depth, "listen", task.Listen);
    }

    private void Write(int depth, Directives d)
    {
        foreach (var (key, value) in d.Vars)
        {
            Line(depth, $"var {key} = {Show(value)}");
        }

        Many(depth, "when", d.When);
        Many(depth, "tags", d.Tags);
        Many(depth, "notify", d.Notify);
        Settings(depth, ("become", d.Become), ("become_user", d.BecomeUser), ("become_method", d.BecomeMethod), ("become_flags", d.BecomeFlags), ("become_exe", d.BecomeExe),
            ("connection", d.Connection), ("port", d.Port), ("remote_user", d.RemoteUser), ("environment", d.Environment), ("module_defaults", d.ModuleDefaults), ("no_log", d.NoLog),
            ("run_once", d.RunOnce), ("ignore_errors", d.IgnoreErrors), ("ignore_unreachable", d.IgnoreUnreachable), ("check_mode", d.CheckMode), ("diff", d.Diff),
            ("any_errors_fatal", d.AnyErrorsFatal), ("throttle", d.Throttle), ("timeout", d.Timeout), ("delegate_to", d.DelegateTo), ("delegate_facts", d.DelegateFacts), ("collections", d.Collections));
    }

    private void Settings(int depth, params ReadOnlySpan<(string Name, Setting? Setting)> settings)
    {
        foreach (var (name, setting) in settings)
        {
            if (setting is not null)
            {
                Line(depth, $"{name}: {Show(setting.Value)}", setting.Span);
            }
        }
    }

    private void Many(int depth, string name, IReadOnlyList<Setting> settings)
    {
        foreach (var setting in settings)
        {
            Line(depth, $"{name}: {Show(setting.Value)}", setting.Span);
        }
    }

    private void Line(int depth, string line, Span? span = null)
    {
        text.Append(' ', depth * 2).Append(line);
        if (span is { } place)
        {
            var (row, column) = place.Position;
            text.Append($"  @{row}:{column}+{place.Length}");
        }

        text.Append('\n');
    }

    private static string Show(Value value) => value switch
    {
        TextValue text => $"'{text.Text.Replace("\n", "\\n", StringComparison.Ordinal)}'",
        TemplateValue template => $"template '{template.Source}' at {template.Span.Position.Line}:{template.Span.Position.Column}+{template.Span.Length}",
        ListValue list => "[" + string.Join(", ", list.Select(Show)) + "]",
        DictValue dict => "{" + string.Join(", ", dict.Select(e => $"{e.Key}: {Show(e.Value)}")) + "}",
        _ => value.ToString()!,
    };
}
