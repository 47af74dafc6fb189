using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Playbooks;

public sealed class FreeFormTests
{
    private static TaskItem ReadTask(string task, out DiagnosticBag diagnostics)
    {
        diagnostics = [];
        var playbook = PlaybookReader.Read(new SourceText("t.yml", $"- hosts: all\n  tasks:\n    - {task.Replace("\n", "\n      ", StringComparison.Ordinal)}\n"), diagnostics);
        return (TaskItem)playbook!.Plays.First().Tasks[0];
    }

    private static TaskItem ReadTask(string task)
    {
        var item = ReadTask(task, out var diagnostics);
        Assert.Empty(diagnostics);
        return item;
    }

    [Theory]
    [InlineData("command: ls -l", "ls -l", "{}")]
    [InlineData("command: ls creates=/x -l", "ls -l", "{creates: /x}")]
    [InlineData("command: creates=/x ls", "ls", "{creates: /x}")]
    [InlineData("command: chdir=\"/a b\" ls  'x  y'   z", "ls  'x  y'   z", "{chdir: /a b}")]
    [InlineData("ansible.builtin.command: ls a=b removes=/y", "ls a=b", "{removes: /y}")]
    [InlineData("shell: echo \"creates=/x\"", "echo \"creates=/x\"", "{}")]
    [InlineData("shell: A=1 echo $A", "A=1 echo $A", "{}")]
    [InlineData("shell: echo {{ a b }} chdir={{ c | d('e f') }}", "echo {{ a b }}", "{chdir: {{ c | d('e f') }}}")]
    [InlineData("shell: echo {% if a %}creates=/x{% endif %}", "echo {% if a %}creates=/x{% endif %}", "{}")]
    [InlineData("shell: |\n  one\n  two creates=/x\n  three", "one\n  two three", "{creates: /x}", true)]
    [InlineData("shell: |\n  echo a \\\n    b", "echo a b", "{}", true)]
    [InlineData("shell: >\n  echo a\n  b", "echo a b", "{}")]
    [InlineData("raw: uptime executable=/bin/bash", "uptime", "{executable: /bin/bash}")]
    [InlineData("script: run.sh --x creates=/y", "run.sh --x", "{creates: /y}")]
    [InlineData("meta: end_play", "end_play", "{}")]
    [InlineData("include_vars: a.yml", "a.yml", "{}")]
    [InlineData("include_vars: file=a.yml name=b", null, "{file: a.yml, name: b}")]
    [InlineData("set_fact: a=1 b='x y' c=\"{{ d }}\"", null, "{a: 1, b: x y, c: {{ d }}}")]
    [InlineData("debug: msg=\"a \\\"quoted\\\" word\"", null, "{msg: a \"quoted\" word}")]
    [InlineData("debug: msg=a\\tb\\x41\\u00e9\\q", null, "{msg: a\tbAé\\q}")]
    [InlineData("debug: msg=a=b", null, "{msg: a=b}")]
    [InlineData("debug: msg=", null, "{msg: }")]
    [InlineData("copy: >\n  src=a\n  dest=b", null, "{src: a, dest: b}")]
    [InlineData("copy: src=a dest=b\nargs: {mode: 0644, src: c}", null, "{mode: 420, src: a, dest: b}")]
    [InlineData("command:\n  cmd: ls\n  creates: /x", null, "{cmd: ls, creates: /x}")]
    [InlineData("command: ls\nargs:\n  chdir: /x", "ls", "{chdir: /x}")]
    [InlineData("action: command ls creates=/x", "ls", "{creates: /x}")]
    [InlineData("action: copy src=a dest=b", null, "{src: a, dest: b}")]
    [InlineData("action: {module: command, _raw_params: ls, chdir: /}", "ls", "{chdir: /}")]
    [InlineData("local_action: shell echo a", "echo a", "{}")]
    [InlineData("local_action:\n  module: copy\n  dest: b", null, "{dest: b}")]
    [InlineData("setup:", null, "{}")]
    public void Text_behind_a_module_is_split_as_Ansible_does(string task, string? freeForm, string arguments, bool loose = false)
    {
        var item = ReadTask(task);
        var text = item.FreeForm?.Value.ToString();
        Assert.Equal(loose ? Blanks(freeForm!) : freeForm, loose ? Blanks(text!) : text);
        Assert.Equal(arguments, item.Arguments.ToString());
        Assert.Equal(item.Arguments.Keys.Select(k => k.ToString()).Order(), item.ArgumentSpans.Keys.Order());

        static string Blanks(string value) => string.Join(' ', value.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Lines_of_a_script_stay_lines()
    {
        var item = ReadTask("shell: |\n  set -e\n\n  if true; then\n    echo  a\n  fi");
        Assert.Equal("set -e\n\nif true; then\n  echo  a\nfi", item.FreeForm!.Value.ToString());
    }

    [Fact]
    public void Templates_in_text_keep_their_places()
    {
        var item = ReadTask("copy: src={{ a }}.conf dest=/etc");
        var template = Assert.IsType<TemplateValue>(item.Arguments["src"]);
        Assert.Equal("{{ a }}.conf", template.Source);
        Assert.Equal("src={{ a }}.conf", template.Span.Text);
        Assert.IsType<TextValue>(item.Arguments["dest"]);
    }

    [Fact]
    public void Unsafe_text_is_never_a_template() => Assert.IsType<TextValue>(ReadTask("command: !unsafe 'echo {{ x }}'").FreeForm!.Value);

    [Theory]
    [InlineData("command: echo 'a", "RMD2008")]
    [InlineData("shell: echo {{ a", "RMD2008")]
    [InlineData("copy: src=a b", "RMD2008")]
    [InlineData("debug: text", "RMD2008")]
    public void Text_that_cannot_be_split_is_an_error(string task, string code)
    {
        DiagnosticBag diagnostics = [];
        PlaybookReader.Read(new SourceText("t.yml", $"- hosts: all\n  tasks:\n    - {task}\n"), diagnostics);
        Assert.Equal(code, Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData("5", 5.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("120s", 120.0)]
    [InlineData("2m", 120.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("1h30m", 5400.0)]
    [InlineData("1m 5s", 65.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5m", 90.0)]
    [InlineData("0", 0.0)]
    [InlineData("-5s", null)]
    [InlineData("5 minutes", null)]
    [InlineData("s", null)]
    [InlineData("", null)]
    [InlineData("25h", 90000.0)]
    [InlineData("2d", 172800.0)]
    public void Duration_is_seconds_or_has_units(string text, double? seconds)
    {
        var isDuration = Duration.TryParse(Value.Of(text), out var duration);
        Assert.Equal(seconds, isDuration ? duration.TotalSeconds : null);
    }
}
