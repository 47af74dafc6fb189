using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads one task: its module is the one key that is no keyword.</summary>
internal sealed class TaskReader(SettingReader settings, DirectiveReader directives, DiagnosticBag diagnostics)
{
    /// <summary>The task, or null where it has no module to run and a diagnostic says so.</summary>
    public TaskItem? Read(YamlMapping mapping, TaskPlace place)
    {
        var task = new TaskItem(mapping.Span) { Module = "", ModuleSpan = mapping.Span };
        var own = Directives.None;
        var modules = new List<YamlEntry>();
        var loops = new List<YamlEntry>();
        foreach (var entry in mapping.Entries)
        {
            var key = entry.KeyText!;
            if (key == "name")
            {
                task = task with { Name = directives.ReadName(entry) };
            }
            else if (key is "action" or "local_action")
            {
                modules.Add(entry);
            }
            else if (key == "loop" || key.StartsWith("with_", StringComparison.Ordinal))
            {
                loops.Add(entry);
            }
            else if (key is "args" or "loop_control" || TryTakeTaskKeyword(ref task, entry, place)
                || directives.TryTake(ref own, entry, conditional: true) || directives.RefusesNotSupported(entry))
            {
                continue;
            }
            else
            {
                modules.Add(entry);
            }
        }

        task = task with { Loop = ReadLoop(loops, Find(mapping, "loop_control")) };
        if (ChooseModule(mapping, modules) is not { } module)
        {
            return null;
        }

        var reader = new ActionReader(diagnostics);
        var moduleKey = (YamlScalar)module.Key;
        var isAction = moduleKey.Text is "action" or "local_action";
        var args = Find(mapping, "args");
        if ((isAction ? reader.ReadAction(moduleKey, module.Value, args) : reader.ReadModule(moduleKey, module.Value, args)) is not { } action)
        {
            return null;
        }

        if (moduleKey.Text == "local_action")
        {
            own = own with
            {
                DelegateTo = own.DelegateTo ?? new Setting(Value.Of("localhost"), moduleKey.Span),
                Connection = own.Connection ?? new Setting(Value.Of("local"), moduleKey.Span),
            };
        }

        if (FreeFormModules.ShortName(action.Module) == "include")
        {
            // The old include gives what else is said to the tasks that it brings, below what its vars say.
            var (options, variables) = (new DictBuilder(), new DictBuilder());
            foreach (var (option, value) in action.Arguments)
            {
                (option is TextValue { Text: "file" or "apply" } ? options : variables)[option] = value;
            }

            own = own with { Vars = variables.Build(), Parameters = own.Vars };
            action = action with { Arguments = options.Build() };
        }

        return task with
        {
            Directives = own,
            Module = action.Module,
            ModuleSpan = action.ModuleSpan,
            Arguments = action.Arguments,
            ArgumentSpans = action.ArgumentSpans,
            FreeForm = action.FreeForm,
            ArgumentsTemplate = action.Template,
        };
    }

    private static YamlEntry? Find(YamlMapping mapping, string key) => mapping.Entries.FirstOrDefault(e => e.KeyText == key);

    private bool TryTakeTaskKeyword(ref TaskItem task, YamlEntry entry, TaskPlace place)
    {
        var name = entry.KeyText!;
        if (Keywords.Handler[name] is { } ofHandler)
        {
            if (place == TaskPlace.Handlers)
            {
                task = settings.Apply(task, ofHandler, entry);
            }
            else
            {
                diagnostics.Error("RMD2007", entry.Key.Span, $"'{name}' belongs to a handler", "move the task to 'handlers', or use 'notify'");
            }

            return true;
        }

        if (Keywords.Verification[name] is { } ofVerification)
        {
            if (place == TaskPlace.Verify)
            {
                task = settings.Apply(task, ofVerification, entry);
            }
            else
            {
                diagnostics.Error("RMD2007", entry.Key.Span, $"'{name}' belongs to a task under 'verify'", "here, use 'until' with 'retries' and 'delay'");
            }

            return true;
        }

        if (Keywords.Task[name] is not { } keyword)
        {
            return false;
        }

        task = settings.Apply(task, keyword, entry);
        return true;
    }

    private Loop? ReadLoop(List<YamlEntry> loops, YamlEntry? control)
    {
        if (loops.Count > 1)
        {
            diagnostics.Error("RMD2012", loops[1].Key.Span, $"a task loops once: '{loops[0].KeyText}' stands here too", "keep one of the two");
        }

        var loop = loops.Count == 0 ? new Loop(null, new Setting(ListValue.Empty, default)) : ReadItems(loops[0]);
        if (control is not null && loop is not null)
        {
            if (loops.Count == 0)
            {
                diagnostics.Warn("RMD2015", control.Key.Span, "'loop_control' does nothing without a loop");
            }

            loop = ReadControl(loop, control);
        }

        return loops.Count == 0 ? null : loop;
    }

    private Loop? ReadItems(YamlEntry entry)
    {
        var lookup = entry.KeyText == "loop" ? null : entry.KeyText!["with_".Length..];
        var value = YamlValues.ToValue(entry.Value, diagnostics);
        if (lookup is null && value is not (ListValue or TemplateValue))
        {
            var hint = value is TextValue text && VariableName.IsValid(text.Text) ? $"write \"{{{{ {text.Text} }}}}\""
                : value is DictValue && entry.Value.Span.Text.StartsWith("{{", StringComparison.Ordinal) ? "put the template in quotes"
                : value is DictValue ? "write \"{{ … | dict2items }}\", or a list" : null;
            diagnostics.Error("RMD2002", Words.FirstLine(entry.Value.Span), $"'loop' takes a list or a template that gives one, not {Words.KindOf(entry.Value)}", hint);
            return null;
        }

        if (SettingReader.IsEmpty(entry.Value))
        {
            diagnostics.Warn("RMD2015", entry.Key.Span, $"'{entry.KeyText}' has no items");
        }

        return new Loop(lookup, new Setting(value, entry.Value.Span));
    }

    private Loop ReadControl(Loop loop, YamlEntry control)
    {
        if (control.Value is not YamlMapping mapping)
        {
            diagnostics.Error("RMD2002", Words.FirstLine(control.Value.Span), $"'loop_control' takes a mapping, not {Words.KindOf(control.Value)}");
            return loop;
        }

        foreach (var entry in mapping.Entries)
        {
            if (Keywords.LoopControl[entry.KeyText!] is { } keyword)
            {
                loop = settings.Apply(loop, keyword, entry);
            }
            else if (!directives.RefusesNotSupported(entry))
            {
                diagnostics.Error("RMD2001", entry.Key.Span, $"'{entry.KeyText}' is not a valid attribute for a LoopControl", DidYouMean.Hint(entry.KeyText!, Keywords.LoopControl.Names));
            }
        }

        return loop;
    }

    private YamlEntry? ChooseModule(YamlMapping mapping, List<YamlEntry> candidates)
    {
        var rest = new List<YamlEntry>();
        foreach (var candidate in candidates)
        {
            var key = candidate.KeyText!;
            if (Keywords.OfPlays.Contains(key) && key != "gather_facts")
            {
                diagnostics.Error("RMD2007", candidate.Key.Span, $"'{key}' belongs to a play, not to a task", "a play stands at the left edge of the file, outside any list of tasks");
                continue;
            }

            rest.Add(candidate);
        }

        if (rest.Count > 1)
        {
            rest = RefuseMistyped(rest);
        }

        if (rest.Count == 0)
        {
            if (candidates.Count == 0)
            {
                diagnostics.Error("RMD2003", Words.FirstLine(mapping.Span), "this task has no module", "add the module that it runs, such as 'command:'");
            }

            return null;
        }

        if (rest.Count > 1)
        {
            RefuseConflict(rest);
            return null;
        }

        return rest[0];
    }

    /// <summary>Of several keys that are no keywords, those near to a keyword are taken for misspelt ones.</summary>
    private List<YamlEntry> RefuseMistyped(List<YamlEntry> candidates)
    {
        var mistyped = candidates.Where(c => c.KeyText is not ("action" or "local_action") && !c.KeyText!.Contains('.', StringComparison.Ordinal) && DidYouMean.Nearest(c.KeyText!, Keywords.OfTasks) is not null).ToList();
        if (mistyped.Count == candidates.Count)
        {
            // One of them has to be the module: most likely the one with options below it.
            mistyped.Remove(mistyped.FirstOrDefault(c => c.Value is YamlMapping) ?? mistyped[0]);
        }

        foreach (var entry in mistyped)
        {
            diagnostics.Error("RMD2001", entry.Key.Span, $"'{entry.KeyText}' is not a valid attribute for a Task", DidYouMean.Hint(entry.KeyText!, Keywords.OfTasks));
        }

        return [.. candidates.Except(mistyped)];
    }

    private void RefuseConflict(List<YamlEntry> modules)
    {
        if (SettingReader.IsEmpty(modules[0].Value))
        {
            diagnostics.Error("RMD2004", modules[1].Key.Span, $"'{modules[1].KeyText}' stands beside the module '{modules[0].KeyText}', not below it",
                $"indent the options of '{modules[0].KeyText}' by two blanks more");
            return;
        }

        foreach (var second in modules.Skip(1))
        {
            diagnostics.Error("RMD2004", second.Key.Span, $"a task runs one module: '{modules[0].KeyText}' stands here already", $"give '{second.KeyText}' a task of its own, or indent it if it is an option");
        }
    }
}
