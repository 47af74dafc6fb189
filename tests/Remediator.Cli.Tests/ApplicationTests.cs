using System.Text.Json;
using Remediator.Cli.Engine;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Testing;

namespace Remediator.Cli.Tests;

public sealed class ApplicationTests
{
    private static readonly IReadOnlyList<PlaybookOutline> Outline =
    [
        new("site.yml",
        [
            new PlayOutline("Heal the clocks", ["web", "!web3"], ["pt"], ["web1", "web2"], [new TaskOutline("Install chrony", ["a", "pt"]), new TaskOutline("Verify", ["pt"])]),
            new PlayOutline("all", ["all"], [], [], []),
        ]),
        new("other.yml", []),
    ];

    [Theory]
    [InlineData("--help", "help")]
    [InlineData("run --help", "help-run")]
    [InlineData("plan -h", "help-plan")]
    [InlineData("heal --help", "help-heal")]
    [InlineData("check --help", "help-check")]
    [InlineData("help ping", "help-ping")]
    [InlineData("facts --help", "help-facts")]
    [InlineData("history --help", "help-history")]
    [InlineData("show --help", "help-show")]
    [InlineData("drift --help", "help-drift")]
    [InlineData("resume --help", "help-resume")]
    [InlineData("inventory --help", "help-inventory")]
    [InlineData("modules --help", "help-modules")]
    [InlineData("completion --help", "help-completion")]
    [InlineData("run p.yml --wat --help", "help-run")]
    public async Task Help_is_as_its_golden_file(string line, string golden)
    {
        var (code, terminal) = await RunAsync(line);

        Assert.Equal(0, code);
        Golden.Verify(terminal.Written, $"Goldens/{golden}.txt");
        Assert.DoesNotContain(terminal.Written.Split('\n'), l => l.Length > 80 && !l.Contains("remediator "));
    }

    [Theory]
    [InlineData("run site.yml --list-hosts", "list-hosts")]
    [InlineData("run site.yml --list-tasks", "list-tasks")]
    [InlineData("run site.yml --list-tags", "list-tags")]
    [InlineData("run site.yml --list-tags --list-hosts --list-tasks", "list-all")]
    [InlineData("run site.yml --syntax-check", "syntax-check")]
    [InlineData("inventory --graph", "inventory-graph")]
    [InlineData("inventory --graph site --vars", "inventory-graph-vars")]
    [InlineData("inventory --list", "inventory-list")]
    [InlineData("inventory --host h1", "inventory-host")]
    public async Task Listing_is_as_its_golden_file_and_runs_nothing(string line, string golden)
    {
        var session = new FakeSession { Outline = Outline, Inventory = FakeSession.SmallInventory() };
        var (code, terminal) = await RunAsync(line, session);

        Assert.Equal(0, code);
        Assert.False(session.HasRun);
        Assert.Equal("", terminal.Complained);
        Golden.Verify(terminal.Written, $"Goldens/{golden}.txt");
    }

    [Fact]
    public async Task Modules_are_listed_each_with_its_summary_on_one_line()
    {
        var (code, terminal) = await RunAsync("modules");

        var lines = terminal.Written.TrimEnd('\n').Split('\n');
        Assert.Equal(0, code);
        Assert.Equal(Remediator.Modules.ModuleCatalog.All.Count, lines.Length);
        Assert.All(Remediator.Modules.ModuleCatalog.All, m => Assert.Contains(lines, l => l.StartsWith(m.Spec.Name + " ", StringComparison.Ordinal) && l.EndsWith(m.Spec.Summary, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var (code, terminal) = await RunAsync("--version");

        Assert.Equal((0, "remediator 0.1.0\n"), (code, terminal.Written));
    }

    [Fact]
    public async Task No_words_show_help_on_stderr_with_code_1()
    {
        var terminal = new FakeTerminal();

        Assert.Equal(1, await Application.RunAsync([], new Surroundings(terminal, new FakeSession(), TimeProvider.System)));
        Assert.StartsWith("Usage: remediator", terminal.Complained);
    }

    [Theory]
    [InlineData("run", "heal", 3)]
    [InlineData("run", "failures", 4)]
    [InlineData("plan", "plan", 2)]
    [InlineData("run", "empty", 0)]
    [InlineData("run", "interrupted", 130)]
    public async Task Run_ends_with_the_code_of_its_report_in_both_forms(string verb, string tape, int expected)
    {
        Assert.Equal(expected, (await RunAsync($"{verb} p.yml", new FakeSession { Tape = Tapes.All[tape] })).Code);
        Assert.Equal(expected, (await RunAsync($"{verb} p.yml --output json", new FakeSession { Tape = Tapes.All[tape] })).Code);
    }

    [Fact]
    public async Task Run_piped_prints_plain_lines_and_warnings_on_stderr()
    {
        var (_, terminal) = await RunAsync("run p.yml", new FakeSession { Tape = Tapes.All["failures"] });

        Assert.Equal(string.Concat(Tapes.All["failures"].Text().Select(l => l.Text + "\n")), terminal.Written);
        Assert.Equal("[WARNING]: one host is in two inventories\n", terminal.Complained);
    }

    [Fact]
    public async Task Run_with_color_differs_from_plain_text_by_color_alone()
    {
        var (_, plain) = await RunAsync("run p.yml", new FakeSession { Tape = Tapes.All["loops"] });
        var (_, colored) = await RunAsync("run p.yml --color", new FakeSession { Tape = Tapes.All["loops"] });

        Assert.Contains("\u001b[0;33mchanged: [web1] => (item=b.pool)\u001b[0m\n", colored.Written);
        Assert.Contains("\u001b[0;33mweb1                      \u001b[0m : \u001b[0;32mok=2\u001b[0m    \u001b[0;33mchanged=1\u001b[0m    unreachable=0", colored.Written);
        Assert.Equal(plain.Written, System.Text.RegularExpressions.Regex.Replace(colored.Written, "\u001b\\[[0-9;]+m", ""));
    }

    [Theory]
    [InlineData("run p.yml")]
    [InlineData("run p.yml -vvv")]
    [InlineData("run p.yml --color -D")]
    [InlineData("ping")]
    [InlineData("facts")]
    [InlineData("run p.yml --output json")]
    public async Task Nothing_that_a_host_says_reaches_the_terminal_as_a_command(string line)
    {
        var (_, terminal) = await RunAsync(line, new FakeSession { Tape = Tapes.All["hostile"] });

        var rest = System.Text.RegularExpressions.Regex.Replace(terminal.Written + terminal.Complained, "\u001b\\[(0|[01];[0-9]{2})m", "");
        Assert.DoesNotContain(rest, c => (char.IsControl(c) && c is not '\n' and not '\t') || c is '\u202e' or '\u2028');
        Assert.Contains("owned", rest);
    }

    [Fact]
    public async Task Diagnostics_are_told_all_at_once_and_nothing_runs()
    {
        var session = new FakeSession { Diagnostics = TwoErrors() };
        var (code, terminal) = await RunAsync("run p.yml", session);

        Assert.Equal(1, code);
        Assert.Equal("", terminal.Written);
        Assert.False(session.HasRun);
        Golden.Verify(terminal.Complained, "Goldens/diagnostics.txt");
    }

    [Fact]
    public async Task A_warning_alone_does_not_hold_up_the_run()
    {
        var session = new FakeSession { Diagnostics = [Diagnostic.Warning("RMD2009", Span.None, "odd")] };
        var (code, terminal) = await RunAsync("run p.yml", session);

        Assert.Equal(0, code);
        Assert.True(session.HasRun);
        Assert.Equal("<none>: warning RMD2009: odd\n", terminal.Complained);
    }

    [Theory]
    [InlineData("run p.yml --output json", "heal", "started,run_started,play_started,tasks_planned", 3)]
    [InlineData("plan p.yml --output=json", "plan", "started,run_started,play_started,tasks_planned", 2)]
    [InlineData("ping --output json", "heal", "started,run_started,play_started,tasks_planned", 3)]
    [InlineData("run p.yml --list-tasks --output json", "heal", "started,playbook,playbook,ended", 0)]
    [InlineData("run p.yml --syntax-check --output json", "heal", "started,playbook,playbook,ended", 0)]
    [InlineData("run --output json", "heal", "started,error,ended", 1)]
    [InlineData("run p.yml --output json --wat -f x", "heal", "started,error,error,ended", 1)]
    [InlineData("facts --output json -K", "heal", "started,error,ended", 1)]
    public async Task Json_output_is_framed_and_documented(string line, string tape, string firstEvents, int expected)
    {
        var (code, terminal) = await RunAsync(line, new FakeSession { Tape = Tapes.All[tape], Outline = Outline });

        var lines = terminal.Written[..^1].Split('\n');
        var names = lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()!).ToList();
        Assert.Equal(firstEvents.Split(','), names.Take(firstEvents.Split(',').Length));
        Assert.Equal("ended", names[^1]);
        Assert.Equal(expected, code);
        Assert.Equal(code, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("exit_code").GetInt32());
        Assert.Empty(lines.SelectMany(OutputSchema.Read().Faults));
        Assert.Equal("", terminal.Complained);
    }

    [Fact]
    public async Task Json_output_has_diagnostics_as_events()
    {
        var (code, terminal) = await RunAsync("run p.yml --output json", new FakeSession { Diagnostics = TwoErrors() });

        Assert.Equal(1, code);
        Assert.Equal("", terminal.Complained);
        Assert.Equal(2, terminal.Written.Split('\n').Count(l => l.StartsWith("{\"event\":\"diagnostic\"", StringComparison.Ordinal)));
        Assert.Contains("\"line\":2,\"column\":3", terminal.Written);
    }

    [Fact]
    public async Task An_interruption_prints_what_is_known_with_code_130()
    {
        var terminal = new FakeTerminal();
        var count = 0;
        var session = new FakeSession
        {
            Tape = Tapes.All["heal"],
            Before = _ =>
            {
                if (++count == 10)
                {
                    terminal.Interrupt!();
                }
            },
        };

        var code = await Application.RunAsync(["run", "p.yml"], new Surroundings(terminal, session, TimeProvider.System));

        Assert.Equal(130, code);
        Assert.Contains("changed: [db1]", terminal.Written);
        Assert.StartsWith("interrupted: ", terminal.Complained);
    }

    [Theory]
    [InlineData("run p.yml --output json")]
    [InlineData("ping --output json")]
    public async Task An_interruption_of_json_output_still_ends_it(string line)
    {
        var terminal = new FakeTerminal();
        var session = new FakeSession { Tape = Tapes.All["heal"], Before = next => (next is RunEvent.TaskEnded ? terminal.Interrupt : null)?.Invoke() };

        var code = await Application.RunAsync(line.Split(' '), new Surroundings(terminal, session, TimeProvider.System));

        Assert.Equal(130, code);
        Assert.EndsWith("{\"event\":\"ended\",\"exit_code\":130}\n", terminal.Written);
        Assert.Equal("", terminal.Complained);
    }

    [Fact]
    public async Task A_bug_is_told_as_one_with_code_70()
    {
        var session = new FakeSession { Before = _ => throw new InvalidOperationException("oh \u001b no") };
        var (code, terminal) = await RunAsync("run p.yml", session);

        Assert.Equal(70, code);
        Assert.StartsWith("remediator: this is a fault of Remediator itself: oh \\x1b no\n", terminal.Complained);
    }

    [Fact]
    public async Task Ping_prints_a_line_per_host()
    {
        var task = Tape.Task(0, "Ask who is there");
        var tape = new Tape().Run().Play("ping", ["a", "b"], task)
            .End("a", task, result: Tape.Output(0, "root"))
            .End(new TaskReport("b", task, ReportStatus.Unreachable) { Message = "refused", Trouble = "network", Hint = "start sshd" })
            .Finish(new HostRecap("a", HostOutcome.Ok), new HostRecap("b", HostOutcome.Unreachable));
        var session = new FakeSession { Tape = tape };
        var (code, terminal) = await RunAsync("ping it's", session);

        Assert.Equal(4, code);
        Assert.Equal("a : reachable as root in 0.25 s\nb : unreachable (network): refused\n    hint: start sshd\n", terminal.Written);
        Assert.Contains("hosts: 'it''s'\n", session.Request!.MadePlaybook!.Content);
    }

    [Fact]
    public async Task Facts_prints_one_object_and_troubles_on_stderr()
    {
        var task = Tape.Task(0, "Gather facts");
        var facts = Value.Dict(("ansible_facts", Value.Dict(("os_name", Value.Of("Debian")), ("os_version", Value.Of(12)), ("kernel", Value.Of("6.1")))));
        var tape = new Tape().Run().Play("facts", ["b", "a", "c"], task).End("b", task, result: facts).End("a", task, result: facts)
            .End("c", task, ReportStatus.Failed, "no sh").Finish(new HostRecap("c", HostOutcome.Failed));
        var (code, terminal) = await RunAsync("facts --filter os_*", new FakeSession { Tape = tape });

        Assert.Equal(3, code);
        Assert.Equal("c : failed: no sh\n", terminal.Complained);
        Assert.Equal("{\"a\":{\"os_name\":\"Debian\",\"os_version\":12},\"b\":{\"os_name\":\"Debian\",\"os_version\":12}}", terminal.Written.Replace("\n", "").Replace(" ", ""));
    }

    [Theory]
    [InlineData("", "run,plan,heal,rollback,check,bootstrap,ping,facts,history,show,drift,resume,inventory,vault,modules,completion")]
    [InlineData("p", "plan,ping")]
    [InlineData("--v", "--version")]
    [InlineData("run|--lis", "--list-hosts,--list-tasks,--list-tags")]
    [InlineData("run|", "")]
    [InlineData("check|--profile|", "cassandra,hadoop,hbase,kerberos,sigv4")]
    [InlineData("run|-c|", "local,smart,ssh")]
    [InlineData("run|p.yml|--output|j", "json")]
    [InlineData("run|-i|", "")]
    [InlineData("modules|de", "debug")]
    [InlineData("completion|", "bash,fish,zsh")]
    [InlineData("wat|", "")]
    public async Task Suggestions_fit_what_is_typed(string words, string expected)
    {
        var terminal = new FakeTerminal();
        await Application.RunAsync(["__suggest", .. words.Split('|')], new Surroundings(terminal, new FakeSession(), TimeProvider.System));

        Assert.Equal(expected, string.Join(',', terminal.Written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0])));
    }

    private static Diagnostic[] TwoErrors()
    {
        var source = new SourceText("site.yml", "- hosts: all\n  takss: []\n");
        return
        [
            Diagnostic.Error("RMD1005", new Span(source, 15, 5), "'takss' is not a keyword of a play", "did you mean 'tasks'?"),
            Diagnostic.Error("RMD2001", new Span(source, 9, 3), "no inventory is given"),
        ];
    }

    private static async Task<(int Code, FakeTerminal Terminal)> RunAsync(string line, FakeSession? session = null)
    {
        var terminal = new FakeTerminal();
        var code = await Application.RunAsync(line.Split(' '), new Surroundings(terminal, session ?? new FakeSession(), TimeProvider.System));
        return (code, terminal);
    }
}
