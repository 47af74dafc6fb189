using Remediator.Engine.Compiling;
using Remediator.Engine.Loading;
using Remediator.Engine.Running;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>
/// Plans one task for one host: what is known now is reduced to literals, what is late becomes a condition of the script where sh
/// can decide it.
/// </summary>
/// <param name="handlers">Those that a name or topic notifies.</param>
/// <param name="settings">Say what keywords leave open.</param>
/// <param name="pendingOf">A handler, by its index, as hosts remember it.</param>
internal sealed class TaskPlanner(RunMode mode, TimeSpan taskTimeout, PlayHandlers handlers, AnsibleSettings settings, Func<int, PendingHandler> pendingOf)
{
    public bool IsCheck => mode.Check;

    /// <summary>The task as the handler with the index: where its last item has run well the host forgets that it was notified.</summary>
    public PlannedTask AsHandler(PlannedTask task, int index)
    {
        var items = task.Items.ToList();
        if (items.FindLastIndex(i => i.Script is not null) is >= 0 and var last && items[last].DelegatedTo is null)
        {
            items[last] = items[last] with { Script = items[last].Script! with { Settles = pendingOf(index).Key } };
        }

        return task with { Handler = index, Items = items };
    }

    /// <summary>The planned task, or null where it needs a value that the segment before it will bring.</summary>
    /// <param name="gate">A condition besides the task's own (a handler's notification).</param>
    public PlannedTask? Plan(BoundTask task, Position at, HostVariables variables, Speculation speculation, ShCondition? gate = null)
    {
        var scope = variables.ScopeOf(task, speculation, at);
        if (task.Module is TemplatedModule)
        {
            if (TemplatedModule.Resolve(task, scope, out var lateModule, out var noModule) is not { } resolved)
            {
                return lateModule is not null && speculation.HasLateValues ? null : new PlannedTask(task, at).As(Broken(noModule ?? Late(task, lateModule!)));
            }

            task = resolved;
        }

        var keywords = new TaskKeywords(task, scope);
        var isPerItem = task.Syntax.Loop is not null && task.HasTemplatedKeywords;
        var planned = new PlannedTask(Named(task, scope), at)
        {
            IgnoresErrors = keywords.Flag(d => d.IgnoreErrors, "ignore_errors") ?? false,
            IgnoresUnreachable = keywords.Flag(d => d.IgnoreUnreachable, "ignore_unreachable") ?? false,
            EndsAllOnFailure = keywords.Flag(d => d.AnyErrorsFatal, "any_errors_fatal") ?? settings.AnyErrorsFatal,
            IsSecret = keywords.Flag(d => d.NoLog, "no_log") ?? settings.NoLog,
            ShowsDiff = (isPerItem ? null : keywords.Flag(d => d.Diff, "diff")) ?? mode.Diff,
            // As in Ansible, a host is added once for all of the batch.
            RunsOnce = (keywords.Flag(d => d.RunOnce, "run_once") ?? false) || task.Heading.Module == "add_host",
            DelegatesFacts = keywords.Flag(d => d.DelegateFacts, "targetfacts") ?? false,
            TimeOut = keywords.Number(task.Inherited(d => d.Timeout), "timeout") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : taskTimeout,
            IsLoop = task.Syntax.Loop is not null,
        };
        var asyncLimit = keywords.Number(task.Syntax.Async, "async") is { } limit and > 0 ? TimeSpan.FromSeconds(limit) : (TimeSpan?)null;
        var isLeftRunning = asyncLimit is not null && keywords.Number(task.Syntax.Poll, "poll") is 0;
        planned = planned with
        {
            AsyncLimit = asyncLimit,
            IsLeftRunning = isLeftRunning,
            // Polled for to the end: what is left of async is its limit.
            TimeOut = isLeftRunning ? planned.TimeOut : asyncLimit ?? planned.TimeOut,
            Throttle = keywords.Number(task.Inherited(d => d.Throttle), "throttle") is { } most and >= 1 ? (int)most : null,
        };
        var setup = isPerItem ? null : SetupOf(task, at, variables, keywords, Layer.Empty, speculation, gate);
        if (mode.Check && task.Heading.Kind == Reporting.TaskKind.Verify && variables.State.HasDrift)
        {
            return planned.As(new PlannedItem([]) { SkipReason = "not verified: the changes above would come first" });
        }

        if (task.Heading.Kind == Reporting.TaskKind.GatherFacts && settings.Gathering == "smart" && variables.State.HasGathered)
        {
            return planned.As(new PlannedItem([]) { SkipReason = "gathered before" });
        }

        if (keywords.LateName is not null)
        {
            return null;
        }

        if (keywords.Problem is { } problem)
        {
            return planned.As(Broken(problem));
        }

        if (variables.Problem is { } wrong)
        {
            return planned.As(Broken(wrong));
        }

        return Notified(task, scope, planned) is { } notifying && PlanItems(notifying, scope, variables, speculation, setup, gate) is { } whole
            ? whole with { ReadsOtherHosts = MagicVariables.LookAtOthers.Any(scope.HasRead), ReadsController = scope.HasRead(ControllerFiles.SearchPath) }
            : null;
    }

    private static Setup SetupOf(BoundTask task, Position at, HostVariables variables, TaskKeywords keywords, ILayer item, Speculation speculation, ShCondition? gate)
    {
        var target = task.Inherited(d => d.DelegateTo) is null ? null : keywords.Text(d => d.DelegateTo);
        return new Setup(
            keywords.Flag(d => d.CheckMode, "check_mode"),
            keywords.Flag(d => d.Diff, "diff"),
            keywords.Environment(),
            target is null ? variables.EndpointOf(task, keywords, at, item, speculation) : variables.EndpointOf(target, task, keywords),
            target,
            gate is ShCondition.Constant ? null : gate);
    }

    /// <summary>The task under its name as the host's variables make it; as the author wrote it where they cannot.</summary>
    internal static BoundTask Named(BoundTask task, VariableScope scope) =>
        task.Syntax.Name?.Value is TemplateValue name && scope.Renderer.Render(name, scope) is { Succeeded: true } rendered
            ? task with { Heading = task.Heading with { Name = rendered.Value.ToString() ?? "" } }
            : task;

    private PlannedTask? Notified(BoundTask task, VariableScope scope, PlannedTask planned)
    {
        var notifies = new List<int>();
        var unusable = new List<string>();
        foreach (var setting in task.Notifies)
        {
            var name = scope.Renderer.Render(setting.Value, scope);
            if (name.LateName is not null)
            {
                return null;
            }

            if (name.Error is not null)
            {
                return planned.As(Broken(name.Error));
            }

            foreach (var text in name.Value as IReadOnlyList<Value> ?? [name.Value])
            {
                var found = handlers.Find(text.ToString() ?? "", planned.At.Place, h => NameOf(h.Item, scope, unusable));
                if (found.Count == 0 && handlers.MissingIsError)
                {
                    return (planned with { WarningsOnNotify = unusable }).As(Broken(Diagnostic.Error("RMD2302", setting.Span, $"The requested handler '{text}' was not found in either the main handlers list nor in the listening handlers list")));
                }

                notifies.AddRange(found);
            }
        }

        return planned with { Notifies = [.. notifies.Distinct().Order()], WarningsOnNotify = unusable };
    }

    private static string? NameOf(TaskItem handler, VariableScope scope, List<string> unusable)
    {
        if (handler.Name is not { } name)
        {
            return null;
        }

        var rendered = scope.Renderer.Render(name.Value, scope);
        if (rendered.Error is { } error && handler.Listen.Count == 0)
        {
            unusable.Add($"Handler '{name.Value}' is unusable because it has no listen topics and the name could not be templated (host-specific variables are not supported in handler names). The error: {error.Message}");
        }

        return rendered.Succeeded ? rendered.Value.ToString() : null;
    }

    private PlannedTask? PlanItems(PlannedTask planned, VariableScope scope, HostVariables variables, Speculation speculation, Setup? setup, ShCondition? gate)
    {
        var task = planned.Task;
        if (planned.Items.Count > 0)
        {
            return planned;
        }

        if (task.Syntax.Loop is not { } loop)
        {
            return PlanItem(planned, new ItemPlace(scope, "", 0), variables, speculation, setup!) is { } only
                ? planned with { Items = [only], IsJudgedHere = TaskConditions.IsJudgedHere(task, [only]) }
                : null;
        }

        var values = LoopItems.Of(loop, scope);
        if (!values.Succeeded)
        {
            // A condition that does not depend on the items may spare the loop's own trouble, as in Ansible.
            return TaskConditions.Of(task, scope, speculation) is { IsFalse: { } reason } ? planned.As(new PlannedItem([]) { SkipReason = reason })
                : values.LateName is not null ? (speculation.HasLateValues ? null : planned.As(Broken(Late(task, values.LateName))))
                : planned.As(Broken(values.Error!));
        }

        var items = new List<PlannedItem>();
        // What an item sets, the next one sees: lists are gathered so.
        var learnt = new Dictionary<string, Value>();
        void Learn(PlannedItem item)
        {
            items.Add(item);
            foreach (var (name, value) in item.FactsKnown)
            {
                learnt[name.ToString() ?? ""] = value;
            }
        }

        foreach (var done in speculation.ItemsDone.Take(values.Value.Count))
        {
            Learn(done);
        }

        for (var i = items.Count; i < values.Value.Count; i++)
        {
            var top = LoopItems.Variables(loop, values.Value, i, scope);
            if ((loop.Pause is not null && i > speculation.ItemsDone.Count) || (speculation.OnlyItem is { } only && i != only))
            {
                // Planned when its turn has come.
                items.Add(new PlannedItem([]) { Variables = top });
                continue;
            }

            var itemScope = scope.With(new Layer(learnt)).With(top);
            var label = loop.Label is null ? Evaluation<Value>.Of(values.Value[i]) : itemScope.Renderer.Render(loop.Label.Value, itemScope);
            var place = new ItemPlace(itemScope, label.Succeeded ? LoopItems.Label(label.Value) : "", i);
            var own = setup;
            if (own is null)
            {
                var keywords = new TaskKeywords(task, itemScope);
                own = SetupOf(task, planned.At, variables, keywords, top, speculation, gate);
                if (keywords.LateName is { } late)
                {
                    if (speculation.HasLateValues)
                    {
                        return null;
                    }

                    items.Add(Broken(place, Late(task, late)) with { Variables = top });
                    continue;
                }

                if (keywords.Problem is { } wrong)
                {
                    // A condition that is false spares the item's other trouble.
                    items.Add((TaskConditions.Of(task, itemScope, speculation) is { IsFalse: { } reason } ? new PlannedItem([]) { Label = place.Label, SkipReason = reason } : Broken(place, wrong)) with { Variables = top });
                    continue;
                }
            }

            if (PlanItem(planned, place, variables, speculation, own) is not { } item)
            {
                return null;
            }

            Learn(item with { Variables = top });
        }

        return planned with { Items = planned.IgnoresErrors ? items : Closed(items), IsJudgedHere = TaskConditions.IsJudgedHere(task, items) };
    }

    /// <summary>The last item that the host runs ends the loop: failures held so far stop the script there.</summary>
    private static List<PlannedItem> Closed(List<PlannedItem> items)
    {
        if (items.FindLastIndex(i => i.Script is not null) is >= 0 and var last)
        {
            items[last] = items[last] with { Script = items[last].Script! with { EndsLoop = true } };
        }

        return items;
    }

    private PlannedItem? PlanItem(PlannedTask planned, ItemPlace place, HostVariables variables, Speculation speculation, Setup setup)
    {
        var task = planned.Task;
        if (setup.DelegatedTo is { } other)
        {
            place = place with { Scope = place.Scope.With(OfDelegate(other, place.Scope)) };
        }

        var conditions = TaskConditions.Of(task, place.Scope, speculation);
        if (conditions.MustWait)
        {
            return speculation.HasLateValues ? null : Broken(place, Late(task, conditions.LateName ?? "a value"));
        }

        var empty = new PlannedItem([]) { Label = place.Label, Endpoint = setup.Endpoint, DelegatedTo = setup.DelegatedTo };
        if (conditions.Problem is not null)
        {
            return Broken(place, conditions.Problem);
        }

        if (conditions.IsFalse is { } reason)
        {
            return empty with { SkipReason = reason };
        }

        var check = setup.Check ?? mode.Check;
        var steps = Steps(task, place.Scope, variables.State, check, out var late, out var problem);
        if (steps is null)
        {
            return late is not null && speculation.HasLateValues ? null : Broken(place, problem ?? Late(task, late ?? "a value")) with { IsOptionProblem = problem is not null };
        }

        if (planned.AsyncLimit is { } asyncLimit)
        {
            steps = AsyncJob.Of(planned, steps, asyncLimit, setup.Environment, setup.Diff, check, variables.State);
        }

        var needsHost = steps.Any(s => s is not (Step.Report or Step.Fail));
        if (!needsHost && (conditions.Late is not null || setup.Gate is not null))
        {
            // Decided by the host's answers, done by the controller: the answers first.
            return null;
        }

        if (!needsHost)
        {
            return empty with { Steps = steps };
        }

        var id = variables.NextId();
        var script = new ScriptTask(id, Title(planned, place), steps)
        {
            When = And(setup.Gate, conditions.Late),
            Environment = setup.Environment,
            Check = setup.Check,
            Diff = setup.Diff,
            IsSecret = planned.IsSecret,
        };
        var result = new ResultShape([script], IsLoop: false, MayBeSkipped: false) { IsOwn = true };
        var changedWhen = TaskConditions.Own(task, task.Syntax.ChangedWhen, result, place.Scope, speculation);
        var failedWhen = TaskConditions.Own(task, task.Syntax.FailedWhen, result, place.Scope, speculation);
        return empty with
        {
            Steps = steps,
            LateCondition = conditions.LateText,
            Script = script with
            {
                OnFailure = planned.IgnoresErrors || TaskConditions.IsJudgedHere(task, changedWhen, failedWhen) ? OnFailure.Ignore : planned.IsLoop ? OnFailure.Hold : OnFailure.Stop,
                ChangedWhen = changedWhen,
                FailedWhen = failedWhen,
                // What another host did for this one, this one cannot remember.
                Notifies = setup.DelegatedTo is null ? [.. planned.Notifies.Select(pendingOf)] : [],
                Key = TaskKey.Of(planned.At.Place, place.Index),
            },
        };
    }

    /// <summary>The variables of the host that a task is delegated to, by its name.</summary>
    private static ComputedLayer OfDelegate(string other, VariableScope scope) => new(new Dictionary<string, Func<Value>>
    {
        ["ansible_delegated_vars"] = () => Value.Dict((other, scope.TryGet(MagicVariables.OtherHosts, out var all) && all is DictValue hosts && hosts.TryGet(Value.Of(other), out var own) ? own : DictValue.Empty)),
    });

    private static PlannedItem Broken(Diagnostic problem) => new([]) { Problem = problem };

    private static PlannedItem Broken(ItemPlace place, Diagnostic problem) => new([]) { Label = place.Label, Problem = problem };

    private List<Step>? Steps(BoundTask task, VariableScope scope, HostState state, bool check, out string? late, out Diagnostic? problem)
    {
        late = null;
        problem = null;
        // What becomes a variable stays closed where it is encrypted.
        var arguments = task.Module.Spec.TakesAnyOption ? scope.Renderer.RenderVariable(task.Syntax.Arguments, scope) : scope.Renderer.Render(task.Syntax.Arguments, scope);
        if (arguments.Succeeded && task.Syntax.ArgumentsTemplate is { } template)
        {
            arguments = WithTemplate((DictValue)arguments.Value, template, scope);
        }

        var freeForm = task.Module.Spec.FreeForm is not null && task.Syntax.FreeForm is { } text ? scope.Renderer.Render(text.Value, scope) : Evaluation<Value>.Of(Value.Null);
        if (!arguments.Succeeded || !freeForm.Succeeded)
        {
            late = arguments.LateName ?? freeForm.LateName;
            problem = arguments.Error ?? freeForm.Error;
            return null;
        }

        var span = task.Syntax.Span;
        var options = TaskDefaults.Apply(task, (DictValue)arguments.Value, scope);
        var binding = new TaskBinding(task.Files, scope, mode with { Check = check }, span, state) { Options = options, Written = task.Syntax.Arguments };
        var (bound, errors) = ArgumentBinder.Bind(task.Module.Spec, options, freeForm.Value is NullValue ? null : freeForm.Value.ToString(), binding);
        if (binding.LateName is { } name)
        {
            late = name;
            return null;
        }

        if (bound is null)
        {
            problem = binding.Problem ?? Diagnostic.Error("RMD2210", span, string.Join("; ", errors));
            return null;
        }

        try
        {
            return [.. task.Module.Plan(bound)];
        }
        catch (ArgumentException error)
        {
            // A value that no shell can hold.
            problem = Diagnostic.Error("RMD2211", span, error.Message);
            return null;
        }
    }

    /// <summary>Options from one template, those written out winning.</summary>
    private static Evaluation<Value> WithTemplate(DictValue written, Setting template, VariableScope scope) =>
        scope.Renderer.Render(template.Value, scope).Then(value =>
        {
            if (value is not DictValue options)
            {
                return Evaluation<Value>.Failed(Diagnostic.Error("RMD2212", template.Span, $"invalid or malformed argument: '{value}'", "options from a template are a mapping"));
            }

            var merged = options.ToBuilder();
            foreach (var (key, own) in written)
            {
                merged[key] = own;
            }

            return Evaluation<Value>.Of(merged.Build());
        });

    internal static Diagnostic Late(BoundTask task, string name) =>
        Diagnostic.Error("RMD2330", task.Syntax.Span, $"'{name}' is not known yet", "it is registered by a task that did not run before this one");

    private static ShCondition? And(ShCondition? one, ShCondition? other) =>
        one is null ? other : other is null ? one : new ShCondition.All([one, other]);

    private static string Title(PlannedTask planned, ItemPlace place) =>
        planned.IsSecret || !planned.IsLoop ? planned.Heading.Name : $"{planned.Heading.Name} ({place.Label})";

    private sealed record Setup(bool? Check, bool? Diff, IReadOnlyList<KeyValuePair<string, string>> Environment, Endpoint? Endpoint, string? DelegatedTo, ShCondition? Gate);

    private sealed record ItemPlace(VariableScope Scope, string Label, int Index);
}
