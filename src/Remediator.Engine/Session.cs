using Remediator.Engine.Compiling;
using Remediator.Engine.Loading;
using Remediator.Engine.Planning;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Inventories;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine;

/// <summary>A request whose playbooks, inventories and variables are read and checked. Nothing has been contacted yet.</summary>
public sealed class Session
{
    private readonly RunRequest request;
    private readonly TimeProvider time;
    private readonly Renderers renderers;
    private readonly VariableFiles files;
    private readonly IReadOnlyList<string> inventoryFolders;
    private readonly DictValue extraVars;
    private readonly Span? limit;
    private readonly FactCache cache;

    private Session(RunRequest request, TimeProvider time, Renderers renderers, Inventory inventory, IReadOnlyList<string> inventoryFolders, VariableFiles files, DictValue extraVars, IReadOnlyList<BoundPlay> plays, FactCache cache)
    {
        this.request = request;
        this.time = time;
        this.renderers = renderers;
        this.inventoryFolders = inventoryFolders;
        this.files = files;
        this.extraVars = extraVars;
        limit = request.Limit is { Length: > 0 } pattern ? new SourceText("<--limit>", pattern).Whole : null;
        Live = new LiveInventory(inventory);
        Plays = plays;
        this.cache = cache;
    }

    /// <summary>As it is now: plays may add to it.</summary>
    public Inventory Inventory => Live.Current;

    internal LiveInventory Live { get; }

    /// <summary>The plays of all playbooks, in order.</summary>
    public IReadOnlyList<BoundPlay> Plays { get; }

    /// <summary>Reads and checks everything that a request names; null where <paramref name="diagnostics"/> got an error.</summary>
    public static Session? Load(RunRequest request, DiagnosticBag diagnostics, TimeProvider? time = null)
    {
        var vaulted = new VaultedFiles(request.Vault);
        var files = new VariableFiles(vaulted, diagnostics);
        var extraVars = ReadExtraVars(request.ExtraVars, files, diagnostics);
        DiagnosticBag found = [];
        var (inventory, folders) = InventorySources.Read(request.Inventories, vaulted, found, extraVars, request.Settings.HashBehaviour == "merge", GroupNaming.Of(request.Settings.InvalidGroupChars ?? (request.Lenient ? "never" : "ignore")));
        var hasInventory = !found.HasErrors;
        diagnostics.AddRange(found);
        var renderers = new Renderers(time ?? TimeProvider.System) { RefusesUndefined = request.Settings.ErrorOnUndefinedVars, IsNative = request.Settings.JinjaNative, Limits = request.TemplateLimits };
        var binder = new PlaybookBinder(request, vaulted, files, extraVars, renderers);
        var plays = new List<BoundPlay>();
        foreach (var path in request.Playbooks)
        {
            if (binder.Read(path, null, diagnostics) is { } playbook)
            {
                plays.AddRange(binder.Bind(playbook, diagnostics));
            }
        }

        if (request.MadePlaybook is { } made && PlaybookReader.Read(made, diagnostics) is { } own)
        {
            plays.AddRange(binder.Bind(own, diagnostics));
        }

        var session = new Session(request, time ?? TimeProvider.System, renderers, inventory, folders, files, extraVars, plays, FactCache.Open(request.Settings, time ?? TimeProvider.System, diagnostics));
        var check = new VariableCheck(session, diagnostics);
        check.CheckFiles();
        if (hasInventory)
        {
            session.CheckPatterns(diagnostics);
        }

        if (!diagnostics.HasErrors && !request.Lenient)
        {
            // What a task with another error would define is not known.
            check.CheckNames();
        }

        if (!diagnostics.HasErrors)
        {
            // Not before all that may be wrong is known.
            var prompts = new Prompts(request, Layer.Of(extraVars), renderers, diagnostics);
            plays.ForEach(prompts.Ask);
        }

        return diagnostics.HasErrors ? null : session;
    }

    /// <summary>The hosts of a play in the order in which they run, narrowed by the request's limit.</summary>
    public IReadOnlyList<string> HostsOf(BoundPlay play, DiagnosticBag diagnostics) => HostSelection.Of(PatternsOf(play), limit, play.Syntax.Order is { } order ? Rendered(play, order).ToString() : null, Inventory, diagnostics);

    /// <summary>Variables of one host without a play, for <c>inventory --host</c>.</summary>
    public DictValue VariablesOf(string host)
    {
        var run = VariablesFor(new ControllerFiles(Directory.GetCurrentDirectory(), new VaultedFiles(request.Vault)));
        var scope = new VariableScope(run.Renderer, [run.ExtraVars, run.InventoryOf(host)]);
        var builder = new DictBuilder();
        foreach (var name in run.InventoryOf(host).Names.Order(StringComparer.Ordinal))
        {
            if (scope.TryGetRaw(name, out var value))
            {
                builder[name] = run.Renderer.Render(value, scope) is { Succeeded: true } rendered ? rendered.Value : value;
            }
        }

        return builder.Build();
    }

    /// <summary>A host's variables as they are written, groups' merged in; encrypted values stay closed.</summary>
    public DictValue RawVariablesOf(string host)
    {
        var run = VariablesFor(new ControllerFiles(Directory.GetCurrentDirectory(), new VaultedFiles(request.Vault)));
        var layer = run.InventoryOf(host);
        var builder = new DictBuilder();
        foreach (var name in layer.Names.Concat(run.ExtraVars.Names).Distinct().Order(StringComparer.Ordinal))
        {
            if (run.ExtraVars.TryFind(name, out var value) || layer.TryFind(name, out value))
            {
                builder[name] = value!;
            }
        }

        return builder.Build();
    }

    /// <summary>What the inventory says of a group or a host alone, its files with it.</summary>
    /// <param name="kind"><c>group_vars</c> or <c>host_vars</c>.</param>
    public DictValue OwnVariablesOf(string kind, string name)
    {
        var text = kind == "group_vars" ? Inventory.Groups.GetValueOrDefault(name)?.Vars : Inventory.Hosts.GetValueOrDefault(name)?.Vars;
        var builder = new DictBuilder();
        foreach (var variables in inventoryFolders.SelectMany(f => files.Beside(f, kind, name)).Prepend(text ?? DictValue.Empty))
        {
            foreach (var (key, value) in variables)
            {
                builder[key] = value;
            }
        }

        return builder.Build();
    }

    /// <summary>Runs the plays. Never throws for trouble on a host; cancellation ends the run with what is known.</summary>
    public async Task<RunReport> RunAsync(IReadOnlyList<IRunObserver> observers, Func<ConnectionKind, ITransport> transports, CancellationToken cancellation)
    {
        RunLog? told = null;
        using var recorder = request.Recording is { } recording ? new RunRecorder(recording, RequestText.Write(request), Secrets(), time, message => told?.Warn(message)) : null;
        var log = told = new RunLog(recorder is null ? observers : [.. observers, recorder], request.Check, time);
        var runId = request.Resume?.RunId ?? RunId.Make(time);
        log.Emit(new RunEvent.RunStarted(runId, request.Playbooks, request.Check, request.Diff));
        var journal = new RunJournal(runId, 0, IsStrict: false) { KeepFrom = DateOnly.FromDateTime((time.GetUtcNow() - request.KeepJournals).UtcDateTime), KeepMebibytes = request.JournalMebibytes };
        var isInterrupted = false;
        var channels = new ChannelPool(transports) { Rebooted = host => log.Warn($"{host} has booted since the run began") };
        try
        {
            await new PlaybookRun(this, request, log, channels, time, journal).RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isInterrupted = true;
        }
        finally
        {
            await channels.DisposeAsync().ConfigureAwait(false);
        }

        var hosts = log.Recap();
        var report = new RunReport(runId, hosts, log.Elapsed, request.Check, isInterrupted)
        {
            ExitCode = ExitCodes.Of(hosts, request.Check, isInterrupted),
            Stats = log.Stats.Snapshot(),
            Untouched = log.Untouched(),
        };
        // What there is to say of the recording is said before the end.
        recorder?.Flush(TimeSpan.FromSeconds(2));
        log.Emit(new RunEvent.RunEnded(report));
        return report;
    }

    /// <summary>What no record may hold.</summary>
    private SecretTexts Secrets() => new(() =>
    [
        .. request.BecomePassword is { } password ? (string[])[password.Reveal] : [],
        .. request.Vault.Opened,
        .. request.Vault.All.Select(s => System.Text.Encoding.UTF8.GetString(s.Password)),
        .. RequestText.SecretValues(request.ExtraVars),
        .. Plays.SelectMany(p => p.PrivateAnswers),
    ]);

    /// <summary>The plays as one script that needs no controller; null where <paramref name="diagnostics"/> got an error.</summary>
    public CompiledScript? Compile(CompileRequest compile, DiagnosticBag diagnostics) => new PlaybookCompiler(this, request, compile, diagnostics).Compile();

    /// <summary>Variables and renderer for plays whose files are beside one playbook.</summary>
    internal RunVariables VariablesFor(ControllerFiles controllerFiles) =>
        new(Live, files, inventoryFolders, controllerFiles, extraVars, renderers, new Endpoints(request), request.Settings);

    /// <summary>Reads the inventory's sources again (<c>meta: refresh_inventory</c>); what is wrong with them now leaves it as it is.</summary>
    internal void RefreshInventory()
    {
        var bag = new DiagnosticBag();
        var (inventory, _) = InventorySources.Read(request.Inventories, new VaultedFiles(request.Vault), bag, extraVars, request.Settings.HashBehaviour == "merge");
        if (!bag.HasErrors)
        {
            Live.Refresh(inventory);
        }
    }

    internal RunRequest Request => request;

    internal FactCache Cache => cache;

    internal DictValue ExtraVars => extraVars;

    internal VariableFiles Files => files;

    internal IReadOnlyList<string> InventoryFolders => inventoryFolders;

    /// <summary>The play's hosts as patterns; templates in it see extra vars only, as in Ansible.</summary>
    private IReadOnlyList<(string Text, Span Span)> PatternsOf(BoundPlay play)
    {
        var setting = play.Syntax.Hosts;
        var value = Rendered(play, setting);
        return [.. (value as IReadOnlyList<Value> ?? [value]).Select(v => (v.ToString() ?? "", setting.Span))];
    }

    /// <summary>A keyword of the play with what is known of all hosts; as it was written where that is not enough.</summary>
    private Value Rendered(BoundPlay play, Setting setting)
    {
        var run = VariablesFor(play.Files);
        var rendered = run.Renderer.Render(setting.Value, new VariableScope(run.Renderer, [run.ExtraVars, Layer.Of(play.Answers), Layer.Of(play.Syntax.Directives.Vars)]));
        return rendered.Succeeded ? rendered.Value : setting.Value;
    }

    private void CheckPatterns(DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        foreach (var play in Plays)
        {
            HostsOf(play, found);
        }

        // Hosts and groups may be added while the plays run.
        var mayCome = Plays.Any(p => p.Binder.BringsHosts);
        diagnostics.AddRange(request.Lenient ? found.Select(d => AsConfigured(d, mayCome)).OfType<Diagnostic>() : mayCome ? found.Select(d => d with { Severity = Severity.Warning }) : found);
    }

    /// <summary>A pattern's trouble as Ansible has it; null where nothing is to be said.</summary>
    private Diagnostic? AsConfigured(Diagnostic trouble, bool mayCome)
    {
        if (trouble.Code != "RMD2061")
        {
            return trouble with { Severity = Severity.Warning };
        }

        var name = trouble.Span.Source.Content.Substring(trouble.Span.Start, trouble.Span.Length);
        var message = $"Could not match supplied host pattern, ignoring: {name}";
        return request.Settings.HostPatternMismatch == "ignore" || mayCome ? null
            : request.Settings.HostPatternMismatch == "error" ? Diagnostic.Error(trouble.Code, Span.None, message)
            : Diagnostic.Warning(trouble.Code, trouble.Span, message);
    }

    private static DictValue ReadExtraVars(IReadOnlyList<string> texts, VariableFiles files, DiagnosticBag diagnostics)
    {
        var merged = new DictBuilder();
        foreach (var text in texts)
        {
            var source = new SourceText("<-e>", text);
            DictValue? variables = text.StartsWith('@') ? files.Read(text[1..], source.Whole, diagnostics) : VarsFileReader.ReadExtra(source, diagnostics);
            foreach (var (key, value) in variables ?? DictValue.Empty)
            {
                merged[key] = value;
            }
        }

        return merged.Build();
    }
}
