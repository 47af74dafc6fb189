using Remediator.Engine.Loading;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Finds out what an include brings on a host: which files or roles, once for each item of its loop. What hosts share is bound once.</summary>
internal sealed class IncludePlanner(PlayBinder binder, PublicRoles roles)
{
    /// <summary>Includes that include themselves without end.</summary>
    private const int MaxDepth = 200;

    private readonly Dictionary<Place, (Program? Program, Diagnostic? Problem)> bound = [];
    private readonly Dictionary<Place, List<Instruction>> handlers = [];
    private readonly Lock gate = new();

    /// <summary>The handlers as they run at a place.</summary>
    public Program HandlersAt(Place place)
    {
        lock (gate)
        {
            var prefix = place.Within(0, "");
            if (!handlers.TryGetValue(place, out var known))
            {
                handlers[place] = known = [];
            }

            for (var i = known.Count; i < binder.Handlers.Count; i++)
            {
                known.Add(binder.BindHandler(i, prefix.At(i)));
            }

            return new Program([.. known]) { Prefix = prefix };
        }
    }

    /// <summary>The include with its outcome and what it brings, or null where it needs a value that the segment before it will bring.</summary>
    public PlannedTask? Plan(BoundTask task, Position position, HostVariables variables, Speculation speculation)
    {
        var scope = variables.ScopeOf(task, speculation, position);
        var keywords = new TaskKeywords(task, scope);
        var planned = new PlannedTask(TaskPlanner.Named(task, scope), position)
        {
            IgnoresErrors = keywords.Flag(d => d.IgnoreErrors, "ignore_errors") ?? false,
            IsSecret = keywords.Flag(d => d.NoLog, "no_log") ?? false,
            EndsAllOnFailure = keywords.Flag(d => d.AnyErrorsFatal, "any_errors_fatal") ?? false,
            IsLoop = task.Syntax.Loop is not null,
            RunsOnce = keywords.Flag(d => d.RunOnce, "run_once") ?? false,
        };
        if (keywords.LateName is not null)
        {
            return null;
        }

        if ((keywords.Problem ?? variables.Problem) is { } problem)
        {
            return planned.As(new PlannedItem([]) { Problem = problem });
        }

        if (position.Depth > MaxDepth)
        {
            return planned.As(new PlannedItem([]) { Problem = Diagnostic.Error("RMD2389", task.Syntax.Span, $"more than {MaxDepth} includes within each other", "does the file include itself without a condition that ends it?") });
        }

        if (task.Syntax.Loop is not { } loop)
        {
            return Item(planned, new ItemPlace(scope, Layer.Empty, "", 0), speculation) is { } only ? planned with { Items = [only.Item], Inclusions = only.Inclusion is { } one ? [one] : [] } : null;
        }

        var values = LoopItems.Of(loop, scope);
        if (!values.Succeeded)
        {
            return TaskConditions.Of(task, scope, speculation) is { IsFalse: { } reason } ? planned.As(new PlannedItem([]) { SkipReason = reason })
                : values.LateName is null ? planned.As(new PlannedItem([]) { Problem = values.Error! })
                : null;
        }

        var items = new List<PlannedItem>();
        var inclusions = new List<Inclusion>();
        for (var i = 0; i < values.Value.Count; i++)
        {
            var top = LoopItems.Variables(loop, values.Value, i, scope);
            var itemScope = scope.With(top);
            var label = loop.Label is null ? values.Value[i] : itemScope.Renderer.Render(loop.Label.Value, itemScope) is { Succeeded: true } shown ? shown.Value : values.Value[i];
            if (Item(planned, new ItemPlace(itemScope, top, LoopItems.Label(label), i), speculation) is not { } planning)
            {
                return null;
            }

            items.Add(planning.Item);
            inclusions.AddRange(planning.Inclusion is { } inclusion ? [inclusion] : []);
        }

        return planned with { Items = items, Inclusions = inclusions };
    }

    private (PlannedItem Item, Inclusion? Inclusion)? Item(PlannedTask planned, ItemPlace at, Speculation speculation)
    {
        var task = planned.Task;
        var empty = new PlannedItem([]) { Label = at.Label, Variables = at.Top };
        var conditions = TaskConditions.Of(task, at.Scope, speculation);
        if (conditions.MustWait || conditions.Late is not null)
        {
            return speculation.HasLateValues ? null : (empty with { Problem = TaskPlanner.Late(task, conditions.LateName ?? "a value") }, null);
        }

        if (conditions.Problem is { } wrong)
        {
            return (empty with { Problem = wrong }, null);
        }

        if (conditions.IsFalse is { } reason)
        {
            return (empty with { SkipReason = reason }, null);
        }

        var target = at.Scope.Renderer.Render(task.Include!.Target.Value, at.Scope);
        if (!target.Succeeded)
        {
            return target.LateName is { } late && speculation.HasLateValues ? null : (empty with { Problem = target.Error ?? TaskPlanner.Late(task, target.LateName!) }, null);
        }

        var name = target.Value.ToString() ?? "";
        var (program, shown, problem) = task.Include.IsRole ? Role(planned, at, name) : File(planned, at, name);
        return program is null
            ? (empty with { Problem = problem }, null)
            : (empty with { Steps = [new Step.Report("include", Value.Of(shown)), new Step.Report("include_args", DictValue.Empty)] }, new Inclusion(program, [at.Top, Layer.Of(task.Syntax.Directives.Parameters), Layer.Of(task.Syntax.Directives.Vars)]));
    }

    private (Program? Program, string Shown, Diagnostic? Problem) File(PlannedTask planned, ItemPlace at, string name)
    {
        var task = planned.Task;
        var isHandler = task.Heading.Kind == TaskKind.Handler;
        if (binder.TaskFile(name, task.Syntax, task.Context, isHandler) is not { } path)
        {
            return (null, "", Diagnostic.Error("RMD2386", task.Include!.Target.Span, $"Could not find or access '{name}' on the Ansible Controller.", "searched: " + string.Join(", ", binder.TaskFileCandidates(name, task.Syntax, task.Context, isHandler).Select(ControllerFiles.Shown))));
        }

        var place = planned.At.Place.Within(at.Index, path);
        var (program, problem) = Once(place, bag => binder.BindFile(path, task, task.Heading.Kind, place, bag), task);
        return (program, path, problem);
    }

    private (Program? Program, string Shown, Diagnostic? Problem) Role(PlannedTask planned, ItemPlace at, string name)
    {
        var task = planned.Task;
        var include = task.Include!;
        Diagnostic? problem = null;
        Value? Option(string option)
        {
            if (include.Options.GetValueOrDefault(option) is not { } setting)
            {
                return null;
            }

            var rendered = at.Scope.Renderer.Render(setting.Value, at.Scope);
            problem ??= rendered.Error;
            return rendered.Succeeded && rendered.Value is not (NullValue or OmitValue) ? rendered.Value : null;
        }

        string? From(string option)
        {
            var value = Option(option);
            if (value is not (null or TextValue))
            {
                problem ??= Diagnostic.Error("RMD2384", include.Options[option].Span, $"Expected a string for {option} but got {value.TypeName} instead");
            }

            return value?.ToString();
        }

        bool? Flag(string option) => Option(option) switch
        {
            BoolValue flag => flag.Value,
            TextValue text => text.Text.ToLowerInvariant() is "yes" or "true" or "on" or "1",
            _ => null,
        };
        var use = new RoleUse(name, include.Target.Span, task.Role)
        {
            Directives = task.Syntax.Directives,
            TasksFrom = From("tasks_from"),
            VarsFrom = From("vars_from"),
            DefaultsFrom = From("defaults_from"),
            HandlersFrom = From("handlers_from"),
            IsPublic = Flag("public") ?? false,
            ChecksArguments = Flag("rolespec_validate") ?? true,
            AllowsDuplicates = Flag("allow_duplicates") ?? true,
        };
        if (problem is not null)
        {
            return (null, "", problem);
        }

        var place = planned.At.Place.Within(at.Index, string.Join('|', name, use.TasksFrom, use.VarsFrom, use.DefaultsFrom, use.HandlersFrom, use.ChecksArguments));
        var (program, wrong) = Once(
            place,
            bag =>
            {
                if (binder.BindRole(use, task, place, bag) is not { } found)
                {
                    return null;
                }

                roles.Add(found.Role);
                return found.Program;
            },
            task);
        return (program, name, wrong);
    }

    private (Program? Program, Diagnostic? Problem) Once(Place place, Func<DiagnosticBag, Program?> bind, BoundTask task)
    {
        lock (gate)
        {
            if (!bound.TryGetValue(place, out var known))
            {
                var bag = new DiagnosticBag();
                var program = bind(bag);
                known = program is null ? (null, bag.FirstOrDefault(d => d.Severity == Severity.Error) ?? Diagnostic.Error("RMD2386", task.Syntax.Span, "it could not be included")) : (program, null);
                bound[place] = known;
            }

            return known;
        }
    }

    private sealed record ItemPlace(VariableScope Scope, ILayer Top, string Label, int Index);
}
