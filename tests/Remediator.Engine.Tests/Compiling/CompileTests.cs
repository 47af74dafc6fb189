using Remediator.Engine.Compiling;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Engine.Tests.Compiling;

/// <summary>What scripts look like, what is refused and where, and that the documentation says so.</summary>
public sealed class CompileTests
{
    private const string Marked = "<!-- made from the code: CompileReference -->\n";

    [Theory]
    [InlineData("blocks")]
    [InlineData("facts-by-case")]
    [InlineData("handlers-and-topics")]
    [InlineData("results-of-commands")]
    public void Script_reads_as_the_playbook_does(string name)
    {
        using var sample = Sample.Copy("Cases", name);

        var text = sample.Neutral(Text(sample, new CompileRequest { Version = "1.0", Command = "remediator bootstrap playbook.yml" }));

        // The prelude is in front of it, and has tests of its own.
        Golden.Verify(text[..text.IndexOf("\n# What tasks are made of", StringComparison.Ordinal)] + "\n…\n" + text[text.IndexOf("\nrmd_main() {", StringComparison.Ordinal)..], $"Goldens/{name}.sh.txt");
    }

    [Fact]
    public void Script_is_the_same_each_time_and_clean()
    {
        using var sample = Sample.Copy("Cases", "includes-and-roles");
        var request = new CompileRequest { Platform = Platform.Find("debian-12") };

        var text = Text(sample, request);

        Assert.Equal(text, Text(sample, request));
        if (Shells.Has("shellcheck"))
        {
            var path = Path.Combine(sample.Folder, "script.sh");
            File.WriteAllText(path, text);
            var (code, said, _) = Shells.Run(["sh"], $"shellcheck -s sh {Sh.Quote(path)}");
            Assert.True(code == 0, System.Text.Encoding.UTF8.GetString(said));
        }
    }

    [Theory]
    [InlineData("RMD3001", "- copy: {dest: /x, content: \"{{ ansible_hostname }}\"}", "ansible_hostname")]
    [InlineData("RMD3001", "- copy: {dest: /x, content: \"{{ ansible_facts['default_ipv4']['address'] }}\"}", "default_ipv4")]
    [InlineData("RMD3001", "- {command: hostname, register: r}\n    - copy: {dest: /x, content: \"{{ r.stdout }}\"}", "stdout")]
    [InlineData("RMD3001", "- {command: hostname, register: r}\n    - command: echo {{ item }}\n      loop: \"{{ r.stdout_lines }}\"", "stdout_lines")]
    [InlineData("RMD3001", "- getent: {database: passwd}\n    - {command: id, when: getent_passwd is defined}", "getent_passwd")]
    [InlineData("RMD3001", "- getent: {database: passwd}\n    - {command: id, when: \"'x' in ansible_facts.getent_passwd\"}", "getent_passwd")]
    [InlineData("RMD3001", "- package_facts:\n    - {command: id, when: \"'x' in ansible_facts.packages\"}", "packages")]
    [InlineData("RMD3001", "- {find: {paths: /x}, register: r}\n    - {command: id, when: r.matched > 0}", "matched")]
    [InlineData("RMD3001", "- debug: {msg: \"{{ inventory_hostname }}\"}", "inventory_hostname")]
    [InlineData("RMD3003", "- replace: {path: /x, regexp: '(?<=a)b', replace: c}", "- replace")]
    [InlineData("RMD3003", "- replace: {path: /x, regexp: 'a\\s', replace: c}", "- replace")]
    [InlineData("RMD3003", "- fetch: {src: /x, dest: /tmp/y}", "- fetch")]
    [InlineData("RMD3004", "- {command: id, delegate_to: other}", "other")]
    [InlineData("RMD3005", "- {command: id, become: true, become_user: hadoop}", "- {command")]
    [InlineData("RMD3006", "- {command: sleep 9, async: 9, poll: 0}", "- {command")]
    [InlineData("RMD3007", "- add_host: {name: x}", "- add_host")]
    [InlineData("RMD3007", "- reboot:", "- reboot")]
    [InlineData("RMD3008", "- {command: id, register: r, changed_when: \"'a' in r.stdout | regex_replace('x', 'y')\"}", "\"'a' in r")]
    [InlineData("RMD3009", "- {command: id, no_log: true}", "- {command")]
    [InlineData("RMD3010", "- fail: {msg: never}", "- fail")]
    [InlineData("RMD3013", "- {command: id, loop: [1, 2], loop_control: {pause: 1}}", "- {command")]
    public void What_cannot_be_compiled_is_told_at_its_place(string code, string tasks, string at)
    {
        using var sample = Sample.Of(("playbook.yml", $"- hosts: all\n  tasks:\n    {tasks}\n"));
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(sample.Request() with { Inventories = ["localhost,"] }, diagnostics);
        Assert.True(session is not null, string.Concat(diagnostics.Select(DiagnosticText.Render)));

        Assert.Null(session.Compile(new CompileRequest(), diagnostics));

        var error = Assert.Single(diagnostics, d => d.Severity == Severity.Error);
        Assert.Equal(code, error.Code);
        Assert.True(("- " + error.Span.Text).StartsWith(at, StringComparison.Ordinal) || error.Span.Text.StartsWith(at, StringComparison.Ordinal), $"it stands at '{error.Span.Text}'");
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void Facts_that_are_given_are_written_into_the_script()
    {
        using var sample = Sample.Of(("playbook.yml", "- hosts: all\n  tasks:\n    - copy: {dest: /x, content: \"{{ ansible_hostname }} {{ ansible_facts.os_family }}\\n\"}\n"));

        var text = Text(sample, new CompileRequest { Facts = Value.Dict(("hostname", Value.Of("node7")), ("os_family", Value.Of("Debian"))) });

        Assert.Contains("node7 Debian", text);
    }

    [Fact]
    public void Hosts_whose_scripts_would_differ_are_refused()
    {
        using var sample = Sample.Of(
            ("playbook.yml", "- hosts: all\n  tasks:\n    - copy: {dest: /x, content: \"{{ rack }}\"}\n"),
            ("inventory.ini", "a rack=1\nb rack=2\nc rack=2\n"));
        var diagnostics = new DiagnosticBag();

        var session = Session.Load(sample.Request(), diagnostics);
        Assert.True(session is not null, string.Concat(diagnostics.Select(DiagnosticText.Render)));
        Assert.Null(session.Compile(new CompileRequest(), diagnostics));

        Assert.Equal("RMD3012", Assert.Single(diagnostics).Code);
        var others = new DiagnosticBag();
        Assert.NotNull(Session.Load(sample.Request() with { Limit = "b,c" }, others)!.Compile(new CompileRequest(), others));
    }

    [Fact]
    public void Documentation_names_what_compiles_as_the_code_does()
    {
        const string path = "../../../docs/bootstrap.md";
        var text = Golden.Read(path);
        var from = text.IndexOf(Marked, StringComparison.Ordinal) + Marked.Length;

        Golden.Verify(text[..from] + CompileReference.Text() + text[text.IndexOf("<!-- end -->", from, StringComparison.Ordinal)..], path);
    }

    [Fact]
    public void Modules_that_are_said_not_to_compile_are_those_whose_examples_ask_the_controller()
    {
        var asking = ModuleCatalog.All.Where(m => m.Spec.Examples.Count > 0 && m.Spec.Examples.All(e => AsksController(e.Yaml))).Select(m => m.Spec.Name);
        var said = CompileReference.Text().Split('\n').Single(l => l.StartsWith("Modules that do not compile: ", StringComparison.Ordinal)).Split('`').Where((_, i) => i % 2 == 1);

        Assert.True(asking.ToHashSet().SetEquals(said), string.Join(", ", asking));
    }

    /// <summary>RMD3003, 3006 and 3007 are of the module; what else is wrong with an example is of its values.</summary>
    private static bool AsksController(string example)
    {
        using var sample = Sample.Of(("playbook.yml", "- hosts: all\n  tasks:\n    " + example.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal) + "\n"));
        var diagnostics = new DiagnosticBag();
        Session.Load(sample.Request() with { Inventories = ["localhost,"] }, diagnostics)?.Compile(new CompileRequest { AllowsSecrets = true }, diagnostics);
        return diagnostics.Any(d => d.Code is "RMD3003" or "RMD3006" or "RMD3007");
    }

    private static string Text(Sample sample, CompileRequest request)
    {
        var diagnostics = new DiagnosticBag();
        var script = Session.Load(sample.Request() with { Inventories = ["localhost,"] }, diagnostics)?.Compile(request, diagnostics);
        Assert.True(script is not null, string.Concat(diagnostics.Select(DiagnosticText.Render)));
        return script.Text;
    }
}
