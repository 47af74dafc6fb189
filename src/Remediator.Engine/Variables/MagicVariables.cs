using Remediator.Engine.Planning;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>The names that a play gives to every host: <c>inventory_hostname</c>, <c>groups</c>, <c>hostvars</c>, <c>ansible_facts</c> and the rest.</summary>
internal sealed class MagicVariables(Session session, RunVariables run, BoundPlay play, PublicRoles roles, RunRequest request, IReadOnlyList<string> allHosts, IReadOnlyList<string> batch, Func<string, bool> isGood, Func<string, HostState> stateOf)
{
    /// <summary>Names that this class gives; for the static check of names.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        "inventory_hostname", "inventory_hostname_short", "inventory_file", "inventory_dir", "group_names", "groups", "hostvars", "omit",
        "playbook_dir", "role_path", "vars", "environment", "play_hosts", "item", "template_path", "template_host", "template_destpath", "template_fullpath", "role_name", "role_names",
    ];

    /// <summary>The name through which tasks look at other hosts.</summary>
    public const string OtherHosts = "hostvars";

    /// <summary>Names whose values depend on how far other hosts have come.</summary>
    public static IReadOnlyList<string> LookAtOthers { get; } = [OtherHosts, "ansible_play_hosts", "ansible_play_batch", "play_hosts"];

    /// <summary>Above all other names, and facts in place of those gathered, where a script is compiled.</summary>
    public (ILayer Foremost, ILayer Facts)? Node { get; init; }

    private readonly Dictionary<string, HostVariables> byHost = [];
    private readonly Lock gate = new();

    public HostVariables VariablesOf(string host)
    {
        lock (gate)
        {
            if (!byHost.TryGetValue(host, out var variables))
            {
                var state = stateOf(host);
                byHost[host] = variables = VariablesOf(host, state);
            }

            return variables;
        }
    }

    private HostVariables VariablesOf(string host, HostState state)
    {
        ILayer[] magic = [.. Node is { } node ? [node.Foremost] : (IEnumerable<ILayer>)[], MagicOfHost(host), MagicOfPlay()];
        return new HostVariables(run, state, magic, new PlayVariables(play, run, session.Files, state, magic, Node?.Facts), roles, Node?.Facts);
    }

    /// <summary>What others see of a host through <c>hostvars</c>, too: nothing of the play, as in Ansible.</summary>
    private ComputedLayer MagicOfHost(string host) => new(new Dictionary<string, Func<Value>>
    {
        ["inventory_hostname"] = () => Value.Of(host),
        ["inventory_hostname_short"] = () => Value.Of(System.Net.IPAddress.TryParse(host, out _) ? host : host.Split('.')[0]),
        ["group_names"] = () => Value.OfTexts((session.Inventory.Hosts.GetValueOrDefault(host)?.Groups ?? []).Where(g => g != "all").Order(StringComparer.Ordinal)),
        ["groups"] = run.Groups,
        ["omit"] = () => OmitValue.Instance,
        ["playbook_dir"] = () => Value.Of(play.Files.PlaybookFolder),
        ["inventory_dir"] = () => session.InventoryFolders.Count > 0 ? Value.Of(session.InventoryFolders[^1]) : Value.Null,
        ["inventory_file"] = () => request.Inventories.Count > 0 ? Value.Of(request.Inventories[^1]) : Value.Null,
        ["ansible_inventory_sources"] = () => Value.OfTexts(request.Inventories),
        ["ansible_config_file"] = () => request.Settings.ConfigFile is { } file ? Value.Of(file) : Value.Null,
        ["ansible_check_mode"] = () => Value.Of(request.Check),
        ["ansible_diff_mode"] = () => Value.Of(request.Diff),
        ["ansible_verbosity"] = () => Value.Of(request.Verbosity),
        ["ansible_forks"] = () => Value.Of(request.Forks),
        ["ansible_run_tags"] = () => Value.OfTexts(request.Tags.Count == 0 ? ["all"] : request.Tags),
        ["ansible_skip_tags"] = () => Value.OfTexts(request.SkipTags),
        ["ansible_limit"] = () => request.Limit is { } limit ? Value.Of(limit) : Value.Null,
        // The interpreter that playbooks give to hosts on this machine; ours needs none.
        ["ansible_playbook_python"] = () => Value.Of("/usr/bin/python3"),
        // The release of ansible-core whose language this is.
        ["ansible_version"] = () => Value.Dict(("full", Value.Of("2.14.0")), ("major", Value.Of(2)), ("minor", Value.Of(14)), ("revision", Value.Of(0)), ("string", Value.Of("2.14.0"))),
    });

    private ComputedLayer MagicOfPlay() => new(new Dictionary<string, Func<Value>>
    {
        [OtherHosts] = () => run.HostVars(h => VariablesOf(h).SeenByOthers(MagicOfHost(h))),
        ["ansible_play_name"] = () => Value.Of(play.Title),
        ["ansible_play_hosts"] = () => Value.OfTexts(allHosts.Where(isGood)),
        ["ansible_play_hosts_all"] = () => Value.OfTexts(allHosts),
        ["ansible_play_batch"] = () => Value.OfTexts(batch.Where(isGood)),
        ["role_names"] = () => Value.OfTexts(roles.Names),
        ["ansible_role_names"] = () => Value.OfTexts(roles.Names.Concat(roles.DependentNames).Distinct()),
        ["ansible_dependent_role_names"] = () => Value.OfTexts(roles.DependentNames),
        ["ansible_play_role_names"] = () => Value.OfTexts(roles.Names),
        ["play_hosts"] = () => Value.OfTexts(batch.Where(isGood)),
    });
}
