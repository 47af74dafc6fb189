using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>The ways in which a task brings others.</summary>
public enum IncludeKind
{
    None,
    ImportTasks,
    IncludeTasks,
    ImportRole,
    IncludeRole,
}

/// <summary>The options of <c>include_tasks</c>, <c>import_tasks</c>, <c>include_role</c> and <c>import_role</c>, not rendered.</summary>
public sealed record IncludeSyntax(IncludeKind Kind, Span Place)
{
    private static readonly string[] OfTasks = ["file", "apply"];
    private static readonly string[] OfRoles = ["name", "role", "tasks_from", "vars_from", "defaults_from", "handlers_from", "apply", "public", "allow_duplicates", "rolespec_validate"];

    /// <summary>What an include, which is no task of its own, may have; an import's keywords go to its tasks.</summary>
    private static readonly HashSet<string> LeftOut = ["async", "poll", "until", "retries", "delay", "changed_when", "failed_when"];

    /// <summary>The file, or the role.</summary>
    public required Setting Target { get; init; }

    /// <summary>Options by name, without those that this record has a place for.</summary>
    public IReadOnlyDictionary<string, Setting> Options { get; init; } = new Dictionary<string, Setting>();

    /// <summary>Keywords that <c>apply</c> gives to every task that an include brings.</summary>
    public Directives Apply { get; init; } = Directives.None;

    public bool IsRole => Kind is IncludeKind.IncludeRole or IncludeKind.ImportRole;

    /// <param name="context">What stands around the task: the old <c>include</c> is an import where all is known, as it is outside of what an include brought.</param>
    public static IncludeKind KindOf(TaskItem item, TaskContext context) => FreeFormModules.ShortName(item.Module) switch
    {
        "import_tasks" => IncludeKind.ImportTasks,
        "include_tasks" => IncludeKind.IncludeTasks,
        "include" => item.Loop is not null || context.IsDynamic || (item.Arguments["file"] ?? item.FreeForm?.Value) is TemplateValue ? IncludeKind.IncludeTasks : IncludeKind.ImportTasks,
        "import_role" => IncludeKind.ImportRole,
        "include_role" => IncludeKind.IncludeRole,
        _ => IncludeKind.None,
    };

    /// <summary>The options of the task, or null and diagnostics for what is wrong with them.</summary>
    public static IncludeSyntax? Read(TaskItem item, TaskContext context, DiagnosticBag diagnostics)
    {
        var kind = KindOf(item, context);
        var isRole = kind is IncludeKind.ImportRole or IncludeKind.IncludeRole;
        var isImport = kind is IncludeKind.ImportRole or IncludeKind.ImportTasks;
        var module = FreeFormModules.ShortName(item.Module);
        var options = new Dictionary<string, Setting>();
        foreach (var (key, value) in item.Arguments)
        {
            var name = key.ToString() ?? "";
            options[name] = new Setting(value, item.ArgumentSpans.GetValueOrDefault(name, item.ModuleSpan));
        }

        var allowed = (isRole ? OfRoles : OfTasks).Where(o => !(isImport && o is "apply")).ToArray();
        var unknown = options.Where(o => !allowed.Contains(o.Key)).ToList();
        if (unknown.Count > 0)
        {
            diagnostics.Error("RMD2384", unknown[0].Value.Span, $"Invalid options for {module}: {string.Join(",", unknown.Select(u => u.Key).Order(StringComparer.Ordinal))}", DidYouMean.Hint(unknown[0].Key, allowed) ?? $"it takes {string.Join(", ", allowed)}");
            return null;
        }

        var target = isRole ? options.GetValueOrDefault("name") ?? options.GetValueOrDefault("role") : options.GetValueOrDefault("file") ?? item.FreeForm;
        if (target is null || target.Value is NullValue || target.Value is TextValue { Text: "" })
        {
            diagnostics.Error("RMD2384", item.ModuleSpan, isRole ? $"'name' is a required field for {item.Module}." : $"No file specified for {item.Module}", isRole ? "add 'name:' with the role's name" : "write the file after the word, or under 'file:'");
            return null;
        }

        if (options.FirstOrDefault(o => o.Key.EndsWith("_from", StringComparison.Ordinal) && o.Value.Value is ListValue or DictValue) is { Value: { } from, Key: var option })
        {
            diagnostics.Error("RMD2384", from.Span, $"Expected a string for {option} but got {from.Value.TypeName} instead", "name one file of the role");
            return null;
        }

        if (item.Loop is not null && isImport)
        {
            diagnostics.Error("RMD2385", item.Loop.Items.Span, $"You cannot use loops on '{item.Module}' statements. You should use '{module.Replace("import", "include", StringComparison.Ordinal)}' instead.");
            return null;
        }

        return CheckKeywords(item, kind, diagnostics)
            ? new IncludeSyntax(kind, item.Span) { Target = target, Options = options, Apply = ReadApply(options.GetValueOrDefault("apply"), diagnostics) }
            : null;
    }

    /// <summary>The text of an option that is known when the playbook is read, or null.</summary>
    public string? Text(string option) => Options.GetValueOrDefault(option)?.Value is { } value and not NullValue ? value.ToString() : null;

    /// <summary>A flag that is known when the playbook is read, or null.</summary>
    public bool? Flag(string option) => Options.GetValueOrDefault(option)?.Value switch
    {
        BoolValue flag => flag.Value,
        TextValue text => text.Text.ToLowerInvariant() is "yes" or "true" or "on" or "1",
        _ => null,
    };

    private static bool CheckKeywords(TaskItem item, IncludeKind kind, DiagnosticBag diagnostics)
    {
        if (kind != IncludeKind.IncludeTasks && kind != IncludeKind.IncludeRole)
        {
            return true;
        }

        var directives = item.Directives;
        var word = new (string Name, object? Value)[]
        {
            ("async", item.Async), ("poll", item.Poll), ("until", item.Until), ("retries", item.Retries), ("delay", item.Delay), ("changed_when", item.ChangedWhen), ("failed_when", item.FailedWhen),
            ("become", directives.Become), ("become_user", directives.BecomeUser), ("become_method", directives.BecomeMethod), ("environment", directives.Environment), ("delegate_to", directives.DelegateTo),
            ("remote_user", directives.RemoteUser), ("connection", directives.Connection), ("check_mode", directives.CheckMode), ("diff", directives.Diff), ("module_defaults", directives.ModuleDefaults),
            ("throttle", directives.Throttle), ("any_errors_fatal", directives.AnyErrorsFatal),
        }.FirstOrDefault(w => w.Value is not null && (kind == IncludeKind.IncludeTasks || LeftOut.Contains(w.Name)));
        if (word.Name is null)
        {
            return true;
        }

        var place = (word.Value as Setting)?.Span ?? (word.Value as IReadOnlyList<Setting>)?[0].Span ?? item.Span;
        diagnostics.Error("RMD2385", place, $"'{word.Name}' is not a valid attribute for a {(kind == IncludeKind.IncludeTasks ? "TaskInclude" : "IncludeRole")}", $"write it under 'apply:', which gives it to every task of the {(kind == IncludeKind.IncludeTasks ? "file" : "role")}");
        return false;
    }

    private static Directives ReadApply(Setting? apply, DiagnosticBag diagnostics)
    {
        if (apply is null || apply.Value is NullValue)
        {
            return Directives.None;
        }

        if (apply.Value is not DictValue words)
        {
            diagnostics.Error("RMD2384", apply.Span, $"Expected a dict for apply but got {apply.Value} instead");
            return Directives.None;
        }

        return DirectivesText.Read(words, apply.Span, diagnostics);
    }
}
