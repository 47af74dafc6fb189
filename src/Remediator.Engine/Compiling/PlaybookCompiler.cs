using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>A playbook as one script.</summary>
/// <param name="Text">The same for the same input.</param>
/// <param name="Hosts">Of the inventory, for which it is the script; empty for any node.</param>
/// <param name="IsSecret">Something in it is a secret in clear.</param>
public sealed record CompiledScript(string Text, IReadOnlyList<string> Hosts, bool IsSecret);

/// <summary>Compiles the plays of a session: the same planning as for a run, for a node of which little is known.</summary>
internal sealed class PlaybookCompiler(Session session, RunRequest request, CompileRequest compile, DiagnosticBag diagnostics)
{
    /// <summary>Names by which a play tells hosts apart; unknown where the script is for any of several.</summary>
    private static readonly string[] NamesOfHost = ["inventory_hostname", "inventory_hostname_short", "ansible_host", "play_hosts", "ansible_play_hosts", "ansible_play_hosts_all", "ansible_play_batch"];

    /// <summary>What only a run knows: why a block failed, and what others have found.</summary>
    private static readonly string[] NamesOfRun = ["ansible_failed_result", "ansible_failed_task", "hostvars"];

    /// <summary>No inventory was given but the name of this machine.</summary>
    private bool IsAnyNode => request.Inventories is [] or ["localhost,"];

    public CompiledScript? Compile()
    {
        var hosts = session.Plays.SelectMany(p => session.HostsOf(p, new DiagnosticBag())).Distinct().ToList();
        if (hosts.Count == 0)
        {
            diagnostics.Add(CompileLimit.SeveralScripts.At(session.Plays.Count > 0 ? session.Plays[0].Syntax.Hosts.Span : Span.None, "no host of the inventory is meant", "give the inventory with -i, and with -l a host or group of it"));
            return null;
        }

        CompiledScript? script = null;
        foreach (var host in hosts)
        {
            if (Compile(host, isAny: hosts.Count > 1 || IsAnyNode, hosts) is not { } own)
            {
                return null;
            }

            if (script is not null && script.Text != own.Text)
            {
                diagnostics.Add(CompileLimit.SeveralScripts.At(session.Plays[0].Syntax.Hosts.Span, $"the scripts of '{hosts[0]}' and '{host}' differ, by their variables"));
                return null;
            }

            script = own;
        }

        var size = System.Text.Encoding.UTF8.GetByteCount(script!.Text);
        if (size > compile.MaxSize)
        {
            diagnostics.Add(CompileLimit.TooLarge.At(session.Plays[0].Syntax.Hosts.Span, $"the script has {size} bytes, more than {compile.MaxSize}"));
            return null;
        }

        return script with { Hosts = IsAnyNode ? [] : hosts };
    }

    private CompiledScript? Compile(string host, bool isAny, IReadOnlyList<string> hosts)
    {
        var found = new DiagnosticBag();
        var text = new ScriptText();
        var slot = new ChoicesSlot();
        var state = new HostState(host, session.Cache);
        var values = new CompiledValues(() => slot.Present);
        var facts = new NodeFacts(Known(), () => slot.Present);
        var users = new Dictionary<string, BoundTask>();
        var number = 0;
        foreach (var play in session.Plays.Where(p => session.HostsOf(p, new DiagnosticBag()).Contains(host)))
        {
            facts.AreGathered = facts.AreGathered || compile.Facts.Count > 0;
            var roles = new PublicRoles(play.Roles);
            var run = session.VariablesFor(play.Files);
            var magic = new MagicVariables(session, run, play, roles, request, hosts, hosts, _ => true, _ => state) { Node = (Foremost(isAny, slot), facts) };
            var tasks = new TaskPlanner(new RunMode(false, false, request.Verbosity) { IsNative = request.Settings.JinjaNative }, RunRequest.DefaultTaskTimeout, play.Binder.Handlers, request.Settings, play.Binder.PendingOf);
            var compiled = new CompiledHost(magic.VariablesOf(host), state, values, facts, tasks, new IncludePlanner(play.Binder, roles), slot);
            text.Append($"\nif rmd_enters {Sh.Quote(LeafText.OneLine(play.Title))} {number++} {(play.Syntax.Rollback is { Value: TextValue { Text: "on_failure" } } ? "1" : "''")}; then\n");
            var compiler = new PlayCompiler(play, compiled, compile, text, found);
            compiler.Compile();
            text.Append("rmd_leaves_play\nfi\n");
            foreach (var (user, task) in compiler.Users)
            {
                users.TryAdd(user, task);
            }
        }

        if (users.ContainsKey("root") && users.TryGetValue("", out var plain))
        {
            found.Add(CompileLimit.OtherUser.At(plain.Syntax.Span, $"'{plain.Heading.Name}' does not become root, and others do"));
        }

        if (!compile.AllowsSecrets && request.Vault.Opened.Any(secret => Holds(text.ToString(), secret)))
        {
            found.Add(CompileLimit.SecretInClear.At(session.Plays[0].Syntax.Hosts.Span, "a value from a vault would stand in the script in clear"));
        }

        diagnostics.AddRange(found);
        return found.HasErrors ? null : new CompiledScript(new ScriptFrame(session, compile, users.ContainsKey("root")).Around(text.ToString()), [], compile.AllowsSecrets);
    }

    /// <summary>As it is, quoted or encoded, as scripts hold texts.</summary>
    private static bool Holds(string script, string secret) =>
        secret.Length > 0 && new[] { secret, Sh.Quote(secret.Replace("\0", "", StringComparison.Ordinal)), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)).TrimEnd('=') }.Any(form => form.Length > 0 && script.Contains(form, StringComparison.Ordinal));

    /// <summary>Facts that are given: those of the file, over those of the platform.</summary>
    private DictValue Known()
    {
        var facts = (compile.Platform?.Facts ?? DictValue.Empty).ToBuilder();
        foreach (var (name, value) in compile.Facts)
        {
            facts[name] = value;
        }

        return facts.Build();
    }

    private static ComputedLayer Foremost(bool isAny, ChoicesSlot slot)
    {
        var names = new Dictionary<string, Func<Value>> { ["ansible_check_mode"] = () => Value.Of(slot.Present.Ask(new ShCondition.Check())) };
        foreach (var name in isAny ? NamesOfRun.Concat(NamesOfHost) : NamesOfRun)
        {
            names[name] = () => new LateValue(name);
        }

        return new ComputedLayer(names);
    }
}
