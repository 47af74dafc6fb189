using Remediator.Language.Values;

namespace Remediator.Language.Playbooks;

/// <summary>The keyword lists of ansible-core's playbook objects, and our own words.</summary>
internal static class Keywords
{
    /// <summary>What plays, blocks and tasks share. <c>name</c> and <c>vars</c> are read by hand.</summary>
    public static KeywordTable<Directives> Base { get; } = new KeywordTable<Directives>()
        .Many("tags", Shape.CommaList, (d, s) => d with { Tags = s })
        .One("become", Shape.Flag, (d, s) => d with { Become = s })
        .One("become_user", Shape.Text, (d, s) => d with { BecomeUser = s })
        .One("become_method", Shape.Text, (d, s) => d with { BecomeMethod = s })
        .One("become_flags", Shape.Text, (d, s) => d with { BecomeFlags = s })
        .One("become_exe", Shape.Text, (d, s) => d with { BecomeExe = s })
        .One("connection", Shape.Text, (d, s) => d with { Connection = s })
        .One("port", Shape.WholeNumber, (d, s) => d with { Port = s })
        .One("remote_user", Shape.Text, (d, s) => d with { RemoteUser = s })
        .One("environment", Shape.DictOrList, (d, s) => d with { Environment = s })
        .One("module_defaults", Shape.DictOrList, (d, s) => d with { ModuleDefaults = s })
        .One("no_log", Shape.Flag, (d, s) => d with { NoLog = s })
        .One("run_once", Shape.Flag, (d, s) => d with { RunOnce = s })
        .One("ignore_errors", Shape.Flag, (d, s) => d with { IgnoreErrors = s })
        .One("ignore_unreachable", Shape.Flag, (d, s) => d with { IgnoreUnreachable = s })
        .One("check_mode", Shape.Flag, (d, s) => d with { CheckMode = s })
        .One("diff", Shape.Flag, (d, s) => d with { Diff = s })
        .One("any_errors_fatal", Shape.Flag, (d, s) => d with { AnyErrorsFatal = s })
        .One("throttle", Shape.WholeNumber, (d, s) => d with { Throttle = s })
        .One("timeout", Shape.WholeNumber, (d, s) => d with { Timeout = s })
        .One("collections", Shape.TextOrList, (d, s) => d with { Collections = s });

    /// <summary>What blocks and tasks have besides.</summary>
    public static KeywordTable<Directives> Conditional { get; } = new KeywordTable<Directives>()
        .Many("when", Shape.Conditions, (d, s) => d with { When = s })
        .Many("notify", Shape.TextOrList, (d, s) => d with { Notify = s })
        .One("delegate_to", Shape.Text, (d, s) => d with { DelegateTo = s })
        .One("delegate_facts", Shape.Flag, (d, s) => d with { DelegateFacts = s });

    public static KeywordTable<Play> Play { get; } = new KeywordTable<Play>()
        .One("hosts", Shape.TextOrList, (p, s) => p with { Hosts = s })
        .One("gather_facts", Shape.Flag, (p, s) => p with { GatherFacts = s })
        .One("gather_subset", Shape.TextOrList, (p, s) => p with { GatherSubset = s })
        .One("gather_timeout", Shape.WholeNumber, (p, s) => p with { GatherTimeout = s })
        .Many("vars_files", Shape.Files, (p, s) => p with { VarsFiles = s })
        .One("strategy", Shape.Text, (p, s) => p with { Strategy = s })
        .One("serial", Shape.Batches, (p, s) => p with { Serial = s })
        .One("max_fail_percentage", Shape.Number, (p, s) => p with { MaxFailPercentage = s })
        .One("order", Shape.Text, (p, s) => p with { Order = s }, "inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle")
        .One("force_handlers", Shape.Flag, (p, s) => p with { ForceHandlers = s })
        .One("fact_path", Shape.Text, (p, s) => p with { FactPath = s })
        .One("rollback", Shape.Any, (p, s) => p with { Rollback = s }, "on_failure", "off");

    /// <summary>The keys of a play that hold tasks.</summary>
    public static IReadOnlyList<string> PlaySections { get; } = ["pre_tasks", "tasks", "post_tasks", "handlers", "verify"];

    public static IReadOnlyList<string> BlockSections { get; } = ["block", "rescue", "always"];

    public static KeywordTable<TaskItem> Task { get; } = new KeywordTable<TaskItem>()
        .One("register", Shape.VariableName, (t, s) => t with { Register = s })
        .Many("until", Shape.Conditions, (t, s) => t with { Until = s })
        .One("retries", Shape.WholeNumber, (t, s) => t with { Retries = s })
        .One("delay", Shape.Number, (t, s) => t with { Delay = s })
        .Many("changed_when", Shape.Conditions, (t, s) => t with { ChangedWhen = s })
        .Many("failed_when", Shape.Conditions, (t, s) => t with { FailedWhen = s })
        .One("async", Shape.WholeNumber, (t, s) => t with { Async = s })
        .One("poll", Shape.WholeNumber, (t, s) => t with { Poll = s });

    public static KeywordTable<TaskItem> Handler { get; } = new KeywordTable<TaskItem>()
        .Many("listen", Shape.TextOrList, (t, s) => t with { Listen = s });

    /// <summary>Our own words for tasks under <c>verify</c>.</summary>
    public static KeywordTable<TaskItem> Verification { get; } = new KeywordTable<TaskItem>()
        .One("within", Shape.Duration, (t, s) => t with { Within = s })
        .One("every", Shape.Duration, (t, s) => t with { Every = s });

    public static KeywordTable<Loop> LoopControl { get; } = new KeywordTable<Loop>()
        .One("loop_var", Shape.VariableName, (l, s) => l with { Variable = s.Value.ToString()! })
        .One("index_var", Shape.VariableName, (l, s) => l with { IndexVariable = s.Value.ToString() })
        .One("label", Shape.Any, (l, s) => l with { Label = s })
        .One("pause", Shape.Number, (l, s) => l with { Pause = s })
        .One("extended", Shape.Flag, (l, s) => l with { Extended = s })
        .One("extended_allitems", Shape.Flag, (l, s) => l with { ExtendedAllItems = s })
        .Many("break_when", Shape.Conditions, (l, s) => l with { BreakWhen = s });

    /// <summary>Keywords of a task that are read by hand, for hints.</summary>
    public static IReadOnlyList<string> TaskWords { get; } = ["name", "vars", "args", "action", "local_action", "loop", "loop_control", "debugger"];

    /// <summary>Ansible's keywords that the model has no place for yet, and what to do instead.</summary>
    public static IReadOnlyDictionary<string, string> NotSupported { get; } = new Dictionary<string, string>
    {
        ["debugger"] = "remove it; -v shows what each task got",
    };

    /// <summary>The keywords of a role entry; every other key is a parameter of the role.</summary>
    public static IReadOnlyList<string> OfRoles { get; } = [.. Base.Names, .. Conditional.Names.Where(n => n != "notify"), "vars", "role", "name"];

    /// <summary>Every keyword of blocks, for hints.</summary>
    public static IReadOnlyList<string> OfBlocks { get; } = [.. Base.Names, .. Conditional.Names, .. BlockSections, "name", "vars"];

    /// <summary>Every keyword of tasks, for hints and to tell a keyword from a module.</summary>
    public static IReadOnlyList<string> OfTasks { get; } =
        [.. Base.Names, .. Conditional.Names, .. Task.Names, .. Handler.Names, .. Verification.Names, .. TaskWords];

    public static IReadOnlyList<string> OfPlays { get; } = [.. Base.Names, .. Play.Names, .. PlaySections, "name", "vars", "roles", "vars_prompt"];
}
