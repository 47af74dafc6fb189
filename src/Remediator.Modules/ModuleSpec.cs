using Remediator.Language.Values;

namespace Remediator.Modules;

/// <summary>What is known of a module without running it: validation, documentation and did-you-mean come from here.</summary>
/// <param name="Name">Short name, such as <c>service</c>; <c>ansible.builtin.</c> may stand before it.</param>
/// <param name="Summary">One sentence.</param>
public sealed record ModuleSpec(string Name, string Summary)
{
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The parameter that takes free-form text (<c>command: ls -l</c>), or null where the module takes none.</summary>
    public Parameter? FreeForm { get; init; }

    /// <summary>True where options beside the parameters are taken as they are (<c>set_fact</c>).</summary>
    public bool TakesAnyOption { get; init; }

    /// <summary>True where its steps may end with <see cref="Shell.Step.Reconnect"/>: no other task goes down the same line with it.</summary>
    public bool Reconnects { get; init; }

    /// <summary>Rules over several parameters.</summary>
    public IReadOnlyList<ParameterRule> Rules { get; init; } = [];

    /// <summary>Other names, such as <c>systemd_service</c>; collections' names too (<c>ansible.posix.sysctl</c>).</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    public IReadOnlyList<ModuleExample> Examples { get; init; } = [];

    /// <summary>Keys of the result, with a sentence each.</summary>
    public IReadOnlyList<(string Key, string Description)> Returns { get; init; } = [];
}

/// <summary>
/// An example of a module: documentation, and a case of the four laws (check changes nothing; apply converges; a second apply
/// changes nothing; after damage to one facet check names that facet).
/// </summary>
/// <param name="Yaml">The task as in a playbook, with its name. Paths below <c>/etc</c>, <c>/srv</c>, <c>/opt</c> and <c>/var</c> are placed into a sandbox by the tests.</param>
public sealed record ModuleExample(string Yaml)
{
    /// <summary>Commands that bring a sandbox to the state the example starts from, in sh.</summary>
    public string Before { get; init; } = ":";

    /// <summary>Per facet: a command in sh that damages it, for the fourth law.</summary>
    public IReadOnlyDictionary<string, string> Damage { get; init; } = new Dictionary<string, string>();

    /// <summary>True for a command or a restart, which is a change each time: the third law does not apply.</summary>
    public bool AlwaysChanges { get; init; }

    /// <summary>Why no sandbox can run it (it needs a network, or means the machine itself), or null; other tests are to prove it then.</summary>
    public string? OutsideSandbox { get; init; }

    /// <summary>True where the example fails on purpose (<c>fail</c>).</summary>
    public bool Fails { get; init; }
}

/// <summary>A rule over several parameters; its message names them.</summary>
public abstract record ParameterRule
{
    /// <summary>At most one may be given.</summary>
    public sealed record Exclusive(params IReadOnlyList<Parameter> Parameters) : ParameterRule;

    /// <summary>At least one must be given.</summary>
    public sealed record OneOf(params IReadOnlyList<Parameter> Parameters) : ParameterRule;

    /// <summary>Where one has the value, the others must be given.</summary>
    public sealed record RequiredIf(Parameter Parameter, Value Value, params IReadOnlyList<Parameter> Required) : ParameterRule;
}
