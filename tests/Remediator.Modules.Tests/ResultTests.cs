using System.Net;
using System.Net.Sockets;
using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests;

/// <summary>What tasks give to <c>register</c>, and what they say when they fail, on a sandbox as the host.</summary>
public sealed class ResultTests
{
    public static TheoryData<string> ShellNames => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Copy_tells_where_and_whose_the_file_is(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir /srv");
        var (result, _) = Run(sandbox, "- copy: {src: a, dest: /srv, mode: '0640'}");

        Assert.Equal(Value.Of(sandbox.Root + "/srv/a"), result["dest"]);
        Assert.Equal(Value.Of("0640"), result["mode"]);
        Assert.Equal(Value.Of("file"), result["state"]);
        Assert.Equal(Value.Of(13), result["size"]);
        Assert.Equal(Value.Of(FileContent.Of("content of a\n").Sha1), result["checksum"]);
        Assert.Equal(Value.Of(Environment.UserName), result["owner"]);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Copy_keeps_a_copy_of_what_it_replaces(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir /srv && echo old >/srv/a && chmod 0600 /srv/a");
        var (result, _) = Run(sandbox, "- copy: {content: new, dest: /srv/a, backup: true}");

        Assert.Equal("old\n", File.ReadAllText(result["backup_file"]!.ToString()!));
        Assert.Equal("new", File.ReadAllText(sandbox.Root + "/srv/a"));
        Assert.Equal(Value.Of("0600"), result["mode"]);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Copy_puts_a_file_in_place_of_a_link_unless_it_follows(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir /srv && echo old >/srv/target && chmod 0600 /srv/target && ln -s target /srv/link && ln -s target /srv/followed");

        Run(sandbox, "- copy: {content: new, dest: /srv/link}");
        Assert.Null(new FileInfo(sandbox.Root + "/srv/link").LinkTarget);
        Assert.Equal("old\n", File.ReadAllText(sandbox.Root + "/srv/target"));

        Run(sandbox, "- copy: {content: new, dest: /srv/followed, follow: true}");
        Assert.Equal("target", new FileInfo(sandbox.Root + "/srv/followed").LinkTarget);
        Assert.Equal("new", File.ReadAllText(sandbox.Root + "/srv/target"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Content_that_is_a_mapping_is_written_as_json(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir /srv");
        Run(sandbox, "- copy: {content: {a: [1, true, null], ü: \"x\\ny\"}, dest: /srv/a.json}");

        // As Python's json.dumps, with which Ansible writes it.
        Assert.Equal("""{"a": [1, true, null], "\u00fc": "x\ny"}""", File.ReadAllText(sandbox.Root + "/srv/a.json"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Stat_tells_what_a_file_is(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir /srv && printf abc >/srv/a && chmod 04751 /srv/a && ln -s a /srv/link && touch -d @1000 /srv/a");

        var stat = (DictValue)Run(sandbox, "- stat: {path: /srv/a}").Result["stat"]!;
        Assert.Equal(Value.True, stat["exists"]);
        Assert.Equal(Value.True, stat["isreg"]);
        Assert.Equal(Value.False, stat["isdir"]);
        Assert.Equal(Value.True, stat["isuid"]);
        Assert.Equal(Value.True, stat["xoth"]);
        Assert.Equal(Value.False, stat["woth"]);
        Assert.Equal(Value.Of("04751"), stat["mode"]);
        Assert.Equal(Value.Of(3), stat["size"]);
        Assert.Equal(Value.Of(1000), stat["mtime"]);
        Assert.Equal(Value.Of("a9993e364706816aba3e25717850c26c9cd0d89d"), stat["checksum"]);
        Assert.Equal(Value.True, stat["executable"]);

        var link = (DictValue)Run(sandbox, "- stat: {path: /srv/link}").Result["stat"]!;
        Assert.Equal(Value.True, link["islnk"]);
        Assert.Equal(Value.Of("a"), link["lnk_target"]);
        Assert.Equal(Value.Of(new DirectoryInfo(sandbox.Root).FullName + "/srv/a"), link["lnk_source"]);

        var none = (DictValue)Run(sandbox, "- stat: {path: /srv/none}").Result["stat"]!;
        Assert.Equal("{exists: False}", none.ToString());
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Slurp_gives_the_bytes_in_base64(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir /srv && printf 'a\\000\\377' >/srv/a");

        Assert.Equal(Value.Of("YQD/"), Run(sandbox, "- slurp: {src: /srv/a}").Result["content"]);
        Assert.Equal($"file not found: {sandbox.Root}/srv/b", Failure(sandbox, "- slurp: {src: /srv/b}"));
        Assert.Equal($"source is a directory and must be a file: {sandbox.Root}/srv", Failure(sandbox, "- slurp: {src: /srv}"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Command_takes_words_as_they_are_and_shell_reads_them(string shell)
    {
        using var sandbox = new Sandbox(shell);
        Assert.Equal("a;b | $(c) " + sandbox.Root + "/root\n", Stdout(sandbox, "- command: printf '%s %s %s %s\\n' 'a;b' '|' '$(c)' $HOME"));
        Assert.Equal("2 x,y *\n", Stdout(sandbox, "- command: {argv: [printf, '%s %s %s\\n', 2, 'x,y', '*']}"));
        Assert.Equal("in\n", Stdout(sandbox, "- command: {cmd: cat, stdin: in}"));
        Assert.Equal("in", Stdout(sandbox, "- command: {cmd: cat, stdin: in, stdin_add_newline: false}"));
        Assert.Equal("it's 3\n", Stdout(sandbox, "- shell: echo \"it's $((1 + 2))\""));
        Assert.Equal("/\n", Stdout(sandbox, "- command: {cmd: pwd, chdir: /}"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Command_in_check_mode_is_skipped_unless_creates_tells_what_it_would_do(string shell)
    {
        using var sandbox = new Sandbox(shell);
        Assert.Equal(new Event.Done(1, TaskStatus.Skipped, false, ""), Done(sandbox.Run(Plan(sandbox, "- command: ls"), check: true)));
        Assert.Equal(new Event.Done(1, TaskStatus.Changed, true, ""), Done(sandbox.Run(Plan(sandbox, "- command: {cmd: ls, creates: /srv/none}"), check: true)));
        Assert.Equal(new Event.Done(1, TaskStatus.Ok, false, ""), Done(sandbox.Run(Plan(sandbox, "- command: {cmd: ls, creates: /}"), check: true)));
        Assert.Equal(new Event.Done(1, TaskStatus.Skipped, false, ""), Done(sandbox.Run(Plan(sandbox, "- wait_for: {port: 22}"), check: true)));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void File_refuses_what_would_lose_something(string shell)
    {
        using var sandbox = new Sandbox(shell);
        sandbox.Prepare("mkdir -p /srv/full/sub && echo x >/srv/file");
        var root = sandbox.Root;

        Assert.Equal($"file ({root}/srv/none) is absent, cannot continue", Failure(sandbox, "- file: {path: /srv/none, mode: '0644'}"));
        Assert.Equal($"file ({root}/srv/full) is directory, cannot continue", Failure(sandbox, "- file: {path: /srv/full, state: file}"));
        Assert.Equal($"{root}/srv/file already exists as a file", Failure(sandbox, "- file: {path: /srv/file, state: directory}"));
        Assert.Equal($"refusing to convert from file to symlink for {root}/srv/file", Failure(sandbox, "- file: {path: /srv/file, src: full, state: link}"));
        Assert.Equal($"the directory {root}/srv/full is not empty, refusing to convert it", Failure(sandbox, "- file: {path: /srv/full, src: file, state: link, force: true}"));
        Assert.StartsWith("src file does not exist", Failure(sandbox, "- file: {path: /srv/new, src: none, state: link}"));
        Assert.Equal("the root folder cannot be removed", Failure(sandbox, "- file: {path: /, state: absent}"));
        Assert.Equal($"{root}/srv/full is a folder, not a file", Failure(sandbox, "- copy: {content: x, dest: /srv/full}"));
        Assert.Equal($"Destination directory {root}/srv/none does not exist", Failure(sandbox, "- copy: {content: x, dest: /srv/none/a}"));
        Assert.Contains("wanted 'nobody-knows')", Failure(sandbox, "- file: {path: /srv/file, owner: nobody-knows}"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Wait_for_sees_a_listener_and_its_absence(string shell)
    {
        using var sandbox = new Sandbox(shell);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal(Value.Of(0), Run(sandbox, $"- wait_for: {{port: {port}, timeout: 10}}").Result["elapsed"]);
        Assert.Equal($"Timeout when waiting for 127.0.0.1:{port} to stop.", Failure(sandbox, $"- wait_for: {{port: {port}, state: stopped, timeout: 0}}"));
        Assert.Equal(Value.Of("drained"), Run(sandbox, $"- wait_for: {{port: {port}, state: drained, timeout: 10}}").Result["state"]);
        listener.Stop();
        Assert.Equal($"Timeout when waiting for 127.0.0.1:{port}", Failure(sandbox, $"- wait_for: {{port: {port}, timeout: 0}}"));
        Run(sandbox, $"- wait_for: {{port: {port}, state: stopped, timeout: 0}}");
    }

    [Fact]
    public void Assert_tells_the_first_condition_that_does_not_hold()
    {
        var steps = ExampleTask.Read("- assert: {that: [a, servers, servers > 1], fail_msg: [one, two]}").Plan();
        Assert.Contains(new Step.Report("assertion", Value.Of("servers")) { IsTold = true }, steps);
        Assert.Contains(new Step.Report("evaluated_to", Value.False), steps);
        Assert.Contains(new Step.Fail("one\ntwo"), steps);
        Assert.Equal([new Step.Report("msg", Value.Of("All assertions passed")) { IsTold = true }], ExampleTask.Read("- assert: {that: a}").Plan());
    }

    [Fact]
    public void Set_fact_makes_flags_of_words_and_refuses_names_that_are_none()
    {
        Assert.Equal([new Step.Report("ansible_facts", Value.Dict(("a", Value.True), ("b", Value.Of("x"))))], ExampleTask.Read("- set_fact: {a: 'yes', b: x}").Plan());
        Assert.StartsWith("The variable name 'a-b' is not valid", Assert.IsType<Step.Fail>(Assert.Single(ExampleTask.Read("- set_fact: {a-b: 1}").Plan())).Message);
    }

    private static IReadOnlyList<Step> Plan(Sandbox sandbox, string yaml) => ExampleTask.Read(sandbox.Place(yaml)).Plan();

    private static (DictValue Result, IReadOnlyList<Event> Events) Run(Sandbox sandbox, string yaml)
    {
        var steps = Plan(sandbox, yaml);
        var events = sandbox.Run(steps);
        Assert.Empty(events.OfType<Event.Failed>().Select(f => f.Message + Encoding.UTF8.GetString(f.Stderr)));
        return (TaskResult.Of(steps, events), events);
    }

    private static string Failure(Sandbox sandbox, string yaml) => Assert.Single(sandbox.Run(Plan(sandbox, yaml)).OfType<Event.Failed>()).Message;

    private static string Stdout(Sandbox sandbox, string yaml) => Encoding.UTF8.GetString(Assert.Single(Run(sandbox, yaml).Events.OfType<Event.Acted>()).Stdout);

    private static Event.Done Done(IReadOnlyList<Event> events) => Assert.Single(events.OfType<Event.Done>());
}
