using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Loading;

/// <summary>
/// From the syntax of one play to programs: finds modules, roles and files of tasks, and reports what is wrong. Binds the play when it
/// is read, and what its includes bring while it runs. Thread-safe once the play is bound.
/// </summary>
internal sealed class PlayBinder(PlaybookBinder whole, Play play, ControllerFiles files)
{
    /// <summary>Files that import each other in a circle end here.</summary>
    private const int MaxDepth = 100;

    private readonly HashSet<Span> seen = [];
    private readonly RoleLoader loader = new(files, whole.RolesPath, whole.Settings.CollectionsPath, whole.Variables, whole.TaskFiles);
    private readonly Lock gate = new();
    private readonly List<(Setting Notify, bool MayFail)> notifies = [];
    private readonly List<BoundTask> bound = [];
    private readonly List<PendingHandler> pending = [];
    private DiagnosticBag diagnostics = [];
    private bool hasDynamicRoles;
    private int sections;
    private Place handlersAt = Place.Start;

    public PlayHandlers Handlers { get; } = new() { MissingIsError = whole.Settings.ErrorOnMissingHandler };

    public ControllerFiles Files => files;

    /// <summary>Every task that was bound so far, once each, those that tags leave out and those of includes known before the run among them.</summary>
    public IReadOnlyList<BoundTask> Tasks => bound;

    /// <summary>True where a task may bring variables whose names only the run can tell.</summary>
    public bool BringsUnknownNames { get; private set; }

    /// <summary>True where a task may add hosts or groups.</summary>
    public bool BringsHosts => bound.Exists(t => t.Module.Spec.Name is "add_host" or "group_by" || t.Include is not null);

    /// <summary>The play with its program; everything that is wrong with it goes to the bag.</summary>
    public BoundPlay Bind(DiagnosticBag bag)
    {
        diagnostics = bag;
        new TaskCheck(bag).CheckPlay(play);
        var context = new TaskContext([play.Directives], files) { MayFail = play.Directives.IgnoreErrors is { Value: BoolValue { Value: true } } };
        var roles = play.Roles.Select(Load).OfType<BoundRole>().ToList();
        foreach (var role in roles)
        {
            AddHandlers(role, context);
        }

        AddHandlers(play.Handlers, context, ++sections);
        var builder = new ProgramBuilder(this, Place.Start);
        var program = builder.Build(play, context, GatherFacts(context), roles);
        if (!whole.HasStarted)
        {
            // The run begins in a later play: this one does nothing, not even facts are gathered for it.
            program = new Program([]);
        }

        foreach (var (notify, _) in hasDynamicRoles || whole.IsLenient ? [] : notifies.Where(n => !n.MayFail))
        {
            Handlers.Check(notify, bag);
        }

        return new BoundPlay(play, program, files, this, (play.Strategy is { } strategy ? Known(strategy, context, null) : null) ?? whole.Settings.Strategy)
        {
            ForcesHandlers = play.ForceHandlers is { Value: BoolValue own } ? own.Value : whole.ForcesHandlers,
            Roles = [.. roles.Concat(program.Instructions.OfType<Instruction.RoleStart>().Select(r => r.Role))],
        };
    }

    /// <summary>What a file brings where a host includes it, or diagnostics that say why it cannot.</summary>
    /// <param name="place">Of this inclusion.</param>
    public Program? BindFile(string path, BoundTask include, TaskKind kind, Place place, DiagnosticBag bag)
    {
        lock (gate)
        {
            diagnostics = bag;
            handlersAt = place;
            var nodes = whole.TaskFiles.Read(path, kind == TaskKind.Handler, include.Syntax.Span, bag);
            if (kind == TaskKind.Handler && nodes.OfType<BlockNode>().FirstOrDefault() is { } block)
            {
                RefuseBlock(block);
            }

            var context = Inside(include);
            return bag.HasErrors ? null : new ProgramBuilder(this, place).Build(nodes, context, kind);
        }
    }

    /// <summary>What a role brings where a host includes it. Its handlers are the play's from now on.</summary>
    public (Program Program, BoundRole Role)? BindRole(RoleUse use, BoundTask include, Place place, DiagnosticBag bag)
    {
        lock (gate)
        {
            diagnostics = bag;
            if (loader.Load(use, bag) is not { } role || bag.HasErrors)
            {
                return null;
            }

            var context = Inside(include);
            handlersAt = place;
            AddHandlers(role, context);
            var program = new ProgramBuilder(this, place).Build(role, context);
            return bag.HasErrors ? null : (program, role);
        }
    }

    /// <summary>The handler with the index as it runs at a place.</summary>
    public Instruction BindHandler(int index, Place place)
    {
        lock (gate)
        {
            diagnostics = [];
            var (item, context) = Handlers[index];
            var task = Bind(item, context, TaskKind.Handler, place)!;
            return task.Include is null ? new Instruction.Handle(index, task) : new Instruction.Include(null, BlockPart.Body, task, index);
        }
    }

    /// <summary>The name of the handler with the index, as it is written, with its role's.</summary>
    public string NameOfHandler(int index)
    {
        var (item, context) = Handlers[index];
        var name = item.Name?.Value.ToString() ?? ModuleCatalog.Short(item.Module);
        return context.Role is { } role ? $"{role.Name} : {name}" : name;
    }

    /// <summary>The handler with the index as hosts remember it: the playbook's file with the folder that it is in, so that two checkouts of it are one, the play's title and its own name.</summary>
    public PendingHandler PendingOf(int index)
    {
        // Every notification on every host asks. Handlers are only ever added, so what is known of one stays true.
        lock (pending)
        {
            while (pending.Count <= index)
            {
                var name = NameOfHandler(pending.Count);
                var same = pending.Count(p => p.Name == name);
                var file = Path.GetFullPath(play.Span.Source.Name);
                var text = $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}\n{play.Name?.Value ?? play.Hosts.Value}\n{name}\n{same}";
                var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
                pending.Add(new PendingHandler(Convert.ToHexStringLower(hash)[..16], name));
            }

            return pending[index];
        }
    }

    /// <summary>The index of the handler that a host remembers under the key, or null where the play has none, yet.</summary>
    public int? IndexOfPending(string key) => Enumerable.Range(0, Handlers.Count).Cast<int?>().FirstOrDefault(i => PendingOf(i!.Value).Key == key);

    /// <summary>Whether tags select the task, and the run begins at it or before it.</summary>
    public bool Selects(BoundTask task) => whole.Tags.Selects(task.Tags) && (task.Heading.Place >= Place.Never || whole.HasStarted || whole.StartsBy(task));

    /// <summary>A task with its module; null and a diagnostic where there is none.</summary>
    public BoundTask? Bind(TaskItem item, TaskContext context, TaskKind kind, Place place)
    {
        var inside = context.Under(item.Directives);
        var isFirst = seen.Add(item.Span);
        IncludeSyntax? include = null;
        if (IncludeSyntax.KindOf(item, context) != IncludeKind.None)
        {
            include = IncludeSyntax.Read(item, context, isFirst ? diagnostics : []);
            hasDynamicRoles |= include?.IsRole == true || include?.Target.Value is TemplateValue;
            if (include is null)
            {
                return null;
            }
        }

        var mayFail = inside.MayFail || item.FailedWhen is not null || whole.IsLenient;
        var module = include is null ? Module(item, context) : IncludeModule.Instance;
        if (module is null)
        {
            return null;
        }

        if (isFirst)
        {
            var found = new DiagnosticBag();
            new TaskCheck(found).CheckTask(item, module, FilesOf(item, context), inside.Lineage.Any(d => d.ModuleDefaults is not null));
            diagnostics.AddRange(mayFail ? found.Where(d => d.Severity != Severity.Error) : found);
            notifies.AddRange(inside.Lineage.SelectMany(d => d.Notify).Where(n => n.Value is TextValue).Select(n => (n, mayFail)));
            // Where Ansible would go on, a slip in what an include may never bring is left to the run.
            if (include is not null && !whole.IsLenient)
            {
                LookAhead(include, item, inside, kind, mayFail);
            }
        }

        var name = item.Name?.Value is { } given and not NullValue ? given.ToString() ?? ""
            : include is { IsRole: true } ? $"{ModuleCatalog.Short(item.Module)} : {include.Target.Value}"
            : include is not null ? ModuleCatalog.Short(item.Module)
            : ModuleCatalog.Short(item.Module);
        var heading = whole.Heading(context.Role is { } role ? $"{role.Name} : {name}" : name, kind, include is null ? module.Spec.Name : ModuleCatalog.Short(item.Module), item.Span, place);
        var task = new BoundTask(item, module, heading, inside.Lineage) { Tags = TagsOf(inside), Files = FilesOf(item, context), Role = context.Role, Include = include, Context = context, MayFail = mayFail };
        if (isFirst)
        {
            bound.Add(task);
            BringsUnknownNames |= module.Spec.Name is "include_vars" or "group_by" or "add_host" || include is { IsRole: true } || include?.Target.Value is TemplateValue
                || item.ArgumentsTemplate is not null || item.Arguments.Keys.Any(k => k is not TextValue name || name.Text.Contains("{{", StringComparison.Ordinal)) || !ModuleCatalog.All.Contains(module) && include is null;
        }

        return task;
    }

    /// <summary>The tasks of a file that is imported, and what stands around them.</summary>
    public (IReadOnlyList<TaskNode> Nodes, TaskContext Context)? Import(TaskItem item, TaskContext context, bool areHandlers)
    {
        if (IncludeSyntax.Read(item, context, diagnostics) is not { } syntax || Known(syntax.Target, context, item) is not { } name)
        {
            return null;
        }

        if (TaskFile(name, item, context, areHandlers) is not { } path)
        {
            diagnostics.Error("RMD2386", syntax.Target.Span, $"there is no file of tasks '{name}'", "searched: " + string.Join(", ", TaskFileCandidates(name, item, context, areHandlers).Select(ControllerFiles.Shown)));
            return null;
        }

        if (context.Depth > MaxDepth)
        {
            diagnostics.Error("RMD2387", item.Span, $"'{name}' imports itself", "use include_tasks with a condition that ends it");
            return null;
        }

        var nodes = whole.TaskFiles.Read(path, areHandlers, item.Span, diagnostics);
        return (nodes, context.Under(item.Directives) with { Depth = context.Depth + 1 });
    }

    public BoundRole? ImportRole(TaskItem item, TaskContext context)
    {
        if (IncludeSyntax.Read(item, context, diagnostics) is not { } syntax || Known(syntax.Target, context, item) is not { } name)
        {
            return null;
        }

        if (context.Depth > MaxDepth)
        {
            diagnostics.Error("RMD2387", item.Span, $"the role '{name}' imports itself", "use include_role with a condition that ends it");
            return null;
        }

        bool? Flag(string option) => From(option) is { } text ? text.ToLowerInvariant() is "yes" or "true" or "on" or "1" : null;
        string? From(string option) => syntax.Options.GetValueOrDefault(option) is { } setting ? Known(setting, context, item) : null;
        var role = loader.Load(
            new RoleUse(name, syntax.Target.Span, context.Role)
            {
                Directives = item.Directives,
                TasksFrom = From("tasks_from"),
                VarsFrom = From("vars_from"),
                DefaultsFrom = From("defaults_from"),
                HandlersFrom = From("handlers_from"),
                AllowsDuplicates = Flag("allow_duplicates") ?? true,
                IsPublic = Flag("public") ?? true,
                ChecksArguments = Flag("rolespec_validate") ?? true,
            },
            diagnostics);
        if (role is not null)
        {
            AddHandlers(role, context.Under(item.Directives));
        }

        return role;
    }

    /// <summary>A role entry's keywords, without the variables that belong to the role.</summary>
    public Directives OfEntry(BoundRole role) => role.Directives with { Vars = DictValue.Empty };

    /// <summary>A task that checks the role's arguments, where it says what they are.</summary>
    public BoundTask? ArgumentCheck(BoundRole role, TaskContext context, Place place)
    {
        if (role.Metadata.ArgumentSpecs[role.EntryPoint] is not DictValue { Count: > 0 } spec || !role.ChecksArguments)
        {
            return null;
        }

        var description = spec["short_description"] is { } text and not NullValue ? $" - {text}" : "";
        var span = play.Span;
        var item = new TaskItem(span)
        {
            Name = new Setting(Value.Of($"Validating arguments against arg spec '{role.EntryPoint}'{description}"), span),
            Module = "validate_argument_spec",
            ModuleSpan = span,
            Arguments = Value.Dict(("argument_spec", spec["options"] ?? DictValue.Empty), ("provided_arguments", role.Parameters), ("validate_args_context", Value.Dict(("type", Value.Of("role")), ("name", Value.Of(role.Name)), ("argument_spec_name", Value.Of(role.EntryPoint)), ("path", Value.Of(role.Folder))))),
            Directives = new Directives { Tags = [new Setting(Value.Of("always"), span)] },
        };
        return Bind(item, context with { MayFail = true }, TaskKind.Task, place);
    }

    /// <summary>The path of a file of tasks: beside the task that names it, in its role, beside the playbook; or null.</summary>
    public string? TaskFile(string name, TaskItem item, TaskContext context, bool areHandlers) =>
        TaskFileCandidates(name, item, context, areHandlers).FirstOrDefault(File.Exists);

    public IEnumerable<string> TaskFileCandidates(string name, TaskItem item, TaskContext context, bool areHandlers)
    {
        var own = Path.GetDirectoryName(Path.GetFullPath(item.Span.Source.Name)) ?? "/";
        var kinds = areHandlers ? new[] { "handlers", "tasks" } : ["tasks"];
        return new[] { own }
            .Concat(context.Role is { } role ? kinds.Select(k => Path.Combine(role.Folder, k)).Append(role.Folder) : [])
            .Concat(kinds.Select(k => Path.Combine(files.PlaybookFolder, k)).Prepend(files.PlaybookFolder))
            .Select(f => Path.GetFullPath(Path.Combine(f, name)))
            .Distinct();
    }

    /// <summary>What stands around the tasks that an include brings: all that stands around it, and what it applies.</summary>
    private static TaskContext Inside(BoundTask include)
    {
        // Its variables are of a higher precedence than those of tasks; they come with the inclusion.
        var context = include.Context;
        if (include.Include!.Apply is { } apply && apply != Directives.None)
        {
            context = context.Under(apply);
        }

        return context with { Depth = 0, IsDynamic = true };
    }

    /// <summary>Checks what an include will bring where its name is known already, so that its slips are told before the run.</summary>
    private void LookAhead(IncludeSyntax include, TaskItem item, TaskContext inside, TaskKind kind, bool mayFail)
    {
        if (include.Target.Value is not TextValue name || mayFail || inside.Depth > 20)
        {
            return;
        }

        if (include.IsRole)
        {
            // Variables of the role may have any name; its own slips are found when it is bound.
            return;
        }

        if (TaskFile(name.Text, item, inside, kind == TaskKind.Handler) is not { } path)
        {
            // A condition may keep the host away from a file that is not there.
            if (inside.Lineage.All(d => d.When.Count == 0))
            {
                BagFor(mayFail).Error("RMD2386", include.Target.Span, $"there is no file of tasks '{name.Text}'", "searched: " + string.Join(", ", TaskFileCandidates(name.Text, item, inside, kind == TaskKind.Handler).Select(ControllerFiles.Shown)));
            }

            return;
        }

        var nodes = whole.TaskFiles.Read(path, kind == TaskKind.Handler, item.Span, diagnostics);
        if (nodes.Count > 0 && !nodes.All(n => seen.Contains(n.Span)))
        {
            new ProgramBuilder(this, Place.Never).Build(nodes, inside with { Depth = inside.Depth + 1, IsDynamic = true }, kind);
        }
    }

    private BoundRole? Load(RoleEntry entry) =>
        Known(entry.Name, new TaskContext([play.Directives], files), null) is { } name
            ? loader.Load(new RoleUse(name, entry.Name.Span, null) { Directives = entry.Directives, Parameters = entry.Parameters, IsEntry = true }, diagnostics)
            : null;

    private void AddHandlers(BoundRole role, TaskContext context)
    {
        var inside = (role.IsEntry ? context.Under(OfEntry(role)) : context) with { Role = role, Files = role.Files };
        foreach (var dependency in role.Dependencies)
        {
            AddHandlers(dependency, inside);
        }

        AddHandlers(role.Handlers, inside, ++sections);
    }

    private void AddHandlers(IEnumerable<TaskNode> nodes, TaskContext context, int section)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case BlockNode block:
                    RefuseBlock(block);
                    break;
                case TaskItem item when IncludeSyntax.KindOf(item, context) == IncludeKind.ImportTasks:
                    if (Import(item, context, areHandlers: true) is { } imported)
                    {
                        AddHandlers(imported.Nodes, imported.Context, section);
                    }

                    break;
                case TaskItem item when IncludeSyntax.KindOf(item, context) is IncludeKind.IncludeRole or IncludeKind.ImportRole:
                    diagnostics.Error("RMD2385", item.ModuleSpan, $"Using '{ModuleCatalog.Short(item.Module)}' as a handler is not supported.", "a handler may include tasks of a file");
                    break;
                case TaskItem item when ModuleCatalog.Short(item.Module) == "meta" && item.FreeForm?.Value is TextValue { Text: "flush_handlers" or "end_role" } action:
                    diagnostics.Error("RMD2385", item.ModuleSpan, action.Text == "end_role" ? "Cannot execute 'end_role' from a handler" : "flush_handlers cannot be used as a handler");
                    break;
                case TaskItem item:
                    // Bound here once so that its slips are told; then anew at each place where it runs.
                    if (Bind(item, context, TaskKind.Handler, Place.Never) is not null)
                    {
                        Handlers.Add(new PlayHandlers.Entry(item, context), section, handlersAt);
                    }

                    break;
            }
        }
    }

    private void RefuseBlock(BlockNode block) =>
        diagnostics.Error("RMD2385", block.Span.Slice(0, Math.Min(5, block.Span.Length)), "Using a block as a handler is not supported.", "let several handlers listen to one topic, or include a file of tasks");

    private BoundTask? GatherFacts(TaskContext context)
    {
        var wanted = play.GatherFacts ?? new Setting(whole.GathersFacts ? Value.True : Value.False, play.Span);
        // As in Ansible, facts are always gathered but for a play that has tags of its own.
        IReadOnlyList<Setting> tags = play.Directives.Tags.Count == 0 ? [new Setting(Value.Of("always"), play.Span)] : [];
        if (wanted.Value is BoolValue { Value: false } || ModuleCatalog.Find("setup") is null || !whole.Tags.Selects(TagSelection.TagsOf([play.Directives, new Directives { Tags = tags }])))
        {
            return null;
        }

        var arguments = new DictBuilder();
        var settings = whole.Settings;
        foreach (var (name, value) in new[]
        {
            ("gather_subset", play.GatherSubset?.Value ?? (settings.GatherSubset is { } parts ? Value.OfTexts(parts) : null)),
            ("gather_timeout", play.GatherTimeout?.Value ?? (settings.GatherTimeout is { } seconds ? Value.Of(seconds) : null)),
            ("fact_path", play.FactPath?.Value ?? (settings.FactPath is { } folder ? Value.Of(folder) : null)),
        })
        {
            if (value is not null)
            {
                arguments[name] = value;
            }
        }

        var item = new TaskItem(play.Span)
        {
            Module = "setup",
            ModuleSpan = play.Span,
            Name = new Setting(Value.Of("Gathering Facts"), play.Span),
            Arguments = arguments.Build(),
            Directives = new Directives
            {
                Tags = tags,
                // A template decides for each host; facts are gathered where it holds.
                When = wanted.Value is not BoolValue ? [wanted] : [],
            },
        };
        return Bind(item, context, TaskKind.GatherFacts, Place.Start);
    }

    private Module? Module(TaskItem item, TaskContext context)
    {
        if (item.Module.Contains("{{", StringComparison.Ordinal))
        {
            return TemplatedModule.Instance;
        }

        if (ModuleCatalog.Find(item.Module) is { } module)
        {
            return module;
        }

        if (whole.Library.Find(item.Module, files.PlaybookFolder, context.Role) is { } script)
        {
            if (ScriptModule.Refusal(script) is not { } refusal)
            {
                return new ScriptModule(script);
            }

            if (seen.Add(item.ModuleSpan))
            {
                diagnostics.Error("RMD2301", item.ModuleSpan, refusal, "a module that is a shell script (WANT_JSON) can run");
            }

            return null;
        }

        if (seen.Add(item.ModuleSpan))
        {
            diagnostics.Error("RMD2301", item.ModuleSpan, $"there is no module '{item.Module}'", DidYouMean.Hint(ModuleCatalog.Short(item.Module), ModuleCatalog.Names) ?? "see: remediator modules");
        }

        return null;
    }

    /// <summary>The text of a setting that must be known before any host is: templates see extra vars and the variables around.</summary>
    private string? Known(Setting setting, TaskContext context, TaskItem? item)
    {
        var rendered = Rendered(setting, item is null ? context : context.Under(item.Directives));
        if (rendered.Succeeded)
        {
            return rendered.Value.ToString();
        }

        diagnostics.Add((rendered.Error ?? Diagnostic.Error("RMD2388", setting.Span, $"'{rendered.LateName}' is not known yet")) is var error && error.Hint is null
            ? error with { Hint = "an import is read before any host is contacted; an include may use facts and results" }
            : error);
        return null;
    }

    private Evaluation<Value> Rendered(Setting setting, TaskContext context)
    {
        var renderer = whole.Renderers.Of(context.Files);
        var layers = new List<ILayer> { whole.ExtraVars };
        layers.AddRange(context.Lineage.Reverse().Where(d => d.Vars.Count > 0).Select(d => Layer.Of(d.Vars)));
        layers.AddRange(context.Role?.VariableLayers ?? []);
        layers.AddRange(play.VarsFiles.Select(f => f.Value).OfType<TextValue>().Select(f => VarsFiles.Find(f.Text, files)).OfType<string>().Select(p => whole.Variables.Read(p, setting.Span, [])).OfType<DictValue>().Select(Layer.Of));
        layers.AddRange(context.Role?.DefaultLayers ?? []);
        layers.Add(Layer.Of(("playbook_dir", Value.Of(files.PlaybookFolder)), ("role_path", Value.Of(context.Role?.Folder ?? "")), ("role_name", Value.Of(context.Role?.Name ?? ""))));
        return renderer.Render(setting.Value, new VariableScope(renderer, layers));
    }

    private ControllerFiles FilesOf(TaskItem item, TaskContext context)
    {
        var own = Path.GetDirectoryName(Path.GetFullPath(item.Span.Source.Name)) ?? "/";
        return files.In([.. context.Role is { } role ? role.Files.Folders : [], own]);
    }

    /// <summary>What may be wrong where a failure is expected, or where Ansible would go on, does not stop a run before it starts.</summary>
    private DiagnosticBag BagFor(bool mayFail) => mayFail || whole.IsLenient ? [] : diagnostics;

    /// <summary>With templates in tags rendered, where they hold nothing but what is known before the run.</summary>
    private IReadOnlyList<string> TagsOf(TaskContext context) => !context.Lineage.Any(d => d.Tags.Any(t => t.Value is TemplateValue or ListValue))
        ? TagSelection.TagsOf(context.Lineage)
        : TagSelection.TagsOf([new Directives { Tags = [.. context.Lineage.SelectMany(d => d.Tags).Select(t => Rendered(t, context) is { Succeeded: true } known ? new Setting(known.Value, t.Span) : t)] }]);
}
