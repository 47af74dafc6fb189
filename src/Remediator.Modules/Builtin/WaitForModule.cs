using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class WaitForModule : Module
{
    /// <summary>Names of states of a connection with the kernel's numbers (include/net/tcp_states.h).</summary>
    private static readonly IReadOnlyList<(string Name, string Number)> ConnectionStates =
    [
        ("ESTABLISHED", "01"), ("SYN_SENT", "02"), ("SYN_RECV", "03"), ("FIN_WAIT1", "04"), ("FIN_WAIT2", "05"), ("TIME_WAIT", "06"),
    ];

    private static readonly Parameter<string> HostName = Parameter.Text("host", "Name or address to connect to, from the host.").WithDefault("127.0.0.1");

    private static readonly Parameter<long?> Port = Parameter.Number("port", "TCP port to wait for.");

    private static readonly Parameter<string> Target = Parameter.Path("path", "File to wait for.");

    private static readonly Parameter<string> State = Parameter.Choice(
        "state",
        "started, present: the port answers or the file is there (and holds search_regex). stopped, absent: it does not. drained: no connection to the port is left.",
        "absent",
        "drained",
        "present",
        "started",
        "stopped").WithDefault("started");

    private static readonly Parameter<string> Search = Parameter.Text("search_regex", "What the file must hold.");

    private static readonly Parameter<long?> Timeout = Parameter.Number("timeout", "Seconds to wait at most; with nothing to wait for, how long to wait.").WithDefault(300);

    private static readonly Parameter<long?> Delay = Parameter.Number("delay", "Seconds before the first look.").WithDefault(0);

    private static readonly Parameter<long?> Pause = Parameter.Number("sleep", "Seconds between looks.").WithDefault(1);

    private static readonly Parameter<long?> ConnectTimeout = Parameter.Number("connect_timeout", "Seconds that one connection may take.").WithDefault(5);

    private static readonly Parameter<string> Message = Parameter.Text("msg", "What to say when the time is over.");

    private static readonly Parameter<IReadOnlyList<string>> ActiveStates = Parameter
        .TextList("active_connection_states", "States of a connection that count as not drained.").WithDefault([.. ConnectionStates.Select(s => s.Name)], "all six");

    public override ModuleSpec Spec { get; } = new("wait_for", "Waits for a port, a file or a time. Skipped in check mode, where what it waits for may not have been started.")
    {
        Parameters =
        [
            HostName, Port, Target, State, Search, Timeout, Delay, Pause, ConnectTimeout, Message, ActiveStates,
            Parameter.Refused("exclude_hosts", "connections of all hosts count"),
        ],
        Rules = [new ParameterRule.Exclusive(Port, Target), new ParameterRule.RequiredIf(State, Value.Of("drained"), Port)],
        Returns = [("elapsed", "Seconds it took."), ("state", "The state waited for."), ("port", "The port."), ("path", "The file."), ("search_regex", "What the file must hold.")],
        Examples =
        [
            new ModuleExample("""
                - name: Wait until chrony has written its drift
                  wait_for:
                    path: /var/lib/chrony/drift
                    search_regex: ^\s*-?\d+\.\d+
                    timeout: 20
                """)
            {
                Before = "mkdir -p /var/lib/chrony && echo ' 1.5 0.1' >/var/lib/chrony/drift",
            },
            new ModuleExample("""
                - name: The old pid file is gone
                  wait_for:
                    path: /run/ntpd.pid
                    state: absent
                """),
            new ModuleExample("""
                - name: Nothing listens on the port
                  wait_for:
                    port: 9
                    state: stopped
                    timeout: 20
                """),
            new ModuleExample("""
                - name: A file that never comes
                  wait_for:
                    path: /run/never
                    timeout: 0
                    msg: it did not come
                """)
            {
                Fails = true,
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var isDown = args.Require(State) is "stopped" or "absent";
        var (test, what, error) = Test(args, isDown);
        if (error is not null)
        {
            yield return new Step.Fail(error);
            yield break;
        }

        yield return new Step.Report("state", Value.Of(args.Require(State)));
        yield return new Step.Report("port", args.Get(Port) is { } port ? Value.Of(port) : Value.Null);
        yield return new Step.Report("path", args.Get(Target) is { } path ? Value.Of(path) : Value.Null);
        yield return new Step.Report("search_regex", args.Get(Search) is { } search ? Value.Of(search) : Value.Null);
        yield return new Step.Act(Sh.Of($"rmd_wait {args.Get(Delay) ?? 0} {args.Get(Timeout) ?? 300} {Math.Max(1, args.Get(Pause) ?? 1)} {test}"))
        {
            Changes = false,
            IsSkippedInCheck = true,
            FailMessage = args.Get(Message) ?? $"Timeout when waiting for {what}",
            Parse = captured => Value.Dict(("elapsed", Value.Of(long.TryParse(captured.Text.Trim(), out var seconds) ? seconds : 0))),
        };
    }

    private static (Sh Test, string What, string? Error) Test(Arguments args, bool isDown)
    {
        var not = isDown ? Sh.Of($"rmd_not ") : Sh.Of($"");
        if (args.Get(Port) is { } port)
        {
            if (port is < 1 or > 65535)
            {
                return (Sh.Nothing, "", $"port must be from 1 to 65535, not {port}");
            }

            return Connection(args, not, port, port.ToString("X4"), $"{args.Require(HostName)}:{port}", isDown);
        }

        if (args.Get(Target) is not { } path)
        {
            // As in Ansible: with nothing to wait for it is a pause.
            return args.Get(Search) is null ? (Sh.Of($"sleep {args.Get(Timeout) ?? 300}"), "the time", null) : (Sh.Nothing, "", "search_regex needs a path");
        }

        if (args.Get(Search) is not { } search)
        {
            return (Sh.Of($"{not}rmd_is_there {Sh.Path(path)}"), isDown ? $"{path} to be absent" : $"file {path}", null);
        }

        var (regex, obstacle) = PosixRegex.Translate(search);
        return regex is null
            ? (Sh.Nothing, "", $"search_regex is matched by the host's grep, which has nothing like {obstacle}")
            : (Sh.Of($"{not}rmd_holds_text {Sh.Path(path)} {regex}"), $"search string {search} in {path}", null);
    }

    private static (Sh Test, string What, string? Error) Connection(Arguments args, Sh not, long port, string hex, string place, bool isDown)
    {
        if (args.Get(Search) is not null)
        {
            return (Sh.Nothing, "", "search_regex is supported for a path only, not for what a port says");
        }

        if (args.Require(State) != "drained")
        {
            var test = Sh.Of($"{not}rmd_answers {args.Require(HostName)} {port} {hex} {args.Get(ConnectTimeout) ?? 5}");
            return (test, isDown ? place + " to stop." : place, null);
        }

        var wanted = args.Require(ActiveStates);
        if (wanted.FirstOrDefault(w => ConnectionStates.All(s => s.Name != w)) is { } unknown)
        {
            return (Sh.Nothing, "", $"unknown active_connection_state ({unknown})");
        }

        var numbers = string.Join(' ', ConnectionStates.Where(s => wanted.Contains(s.Name)).Select(s => s.Number));
        return (Sh.Of($"rmd_is_drained {hex} {numbers}"), place + " to drain", null);
    }
}
