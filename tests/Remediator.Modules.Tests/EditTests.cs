using Remediator.Shell;

namespace Remediator.Modules.Tests;

/// <summary>What edits make of a file, case by case, under every shell.</summary>
public sealed class EditTests
{
    [Theory]
    [InlineData("line: b", "a\nb\nc\n", "a\nb\nc\n")]
    [InlineData("line: b", "a\nb", "a\nb")]
    [InlineData("line: c", "a\nb", "a\nb\nc\n")]
    [InlineData("line: c", "", "c\n")]
    [InlineData("line: ''", "a\n", "a\n\n")]
    [InlineData("line: x*, regexp: ^x", "a\nx1\nx2\nb\n", "a\nx1\nx*\nb\n")]
    [InlineData("line: x, regexp: ^x, firstmatch: true", "x1\nx2\n", "x\nx2\n")]
    [InlineData("line: x, regexp: ^x", "a\n", "a\nx\n")]
    [InlineData("line: x, search_string: '.*'", "a\n.*\n", "a\nx\n")]
    [InlineData("line: x, regexp: ^b$", "a\nb", "a\nx\n")]
    [InlineData("line: x, insertafter: ^a", "a\nb\na\nc\n", "a\nb\na\nx\nc\n")]
    [InlineData("line: x, insertafter: ^a, firstmatch: true", "a\nb\na\nc\n", "a\nx\nb\na\nc\n")]
    [InlineData("line: x, insertbefore: ^b", "a\nb\n", "a\nx\nb\n")]
    [InlineData("line: x, insertbefore: BOF", "a\n", "x\na\n")]
    [InlineData("line: x, insertbefore: ^none", "a\n", "a\nx\n")]
    [InlineData("line: -n x\\, insertafter: EOF", "", "-n x\\\n")]
    [InlineData("line: a, state: absent", "a\nb\na\n", "b\n")]
    [InlineData("regexp: ^a, state: absent", "a\nab\n", "")]
    [InlineData("line: b, regexp: ^x", "a\nb\n", "a\nb\n")]
    [InlineData("line: x, regexp: '(?i)^A'", "b\na1\na2", "b\na1\nx\n")]
    [InlineData("line: x, regexp: '\\bword\\b', firstmatch: true", "words\nword 1\nword 2\n", "words\nx\nword 2\n")]
    [InlineData("line: '\\2\\1', regexp: '^(a)(b)?', backrefs: true", "ab\nac\n", "ab\na\n")]
    [InlineData("line: '\\1', regexp: '^(z)', backrefs: true", "ab\n", "ab\n")]
    [InlineData("line: x, insertafter: 'a*?b'", "ab\nc", "ab\nx\nc")]
    [InlineData("line: x, insertbefore: '(?i)B'", "a\nb", "a\nx\nb")]
    [InlineData("line: x, insertafter: '(?i)B'", "a\nb", "a\nb\nx\n")]
    [InlineData("regexp: '(?i)^A', state: absent", "a\nAb\nc", "c")]
    [InlineData("line: \"a\\nb\"", "x\n", "x\na\nb\n")]
    public void Lineinfile_makes_of_a_file_what_ansible_makes_of_it(string options, string before, string after) =>
        Verify($"- lineinfile: {{path: /srv/f, {options}}}", before, after);

    [Theory]
    [InlineData("regexp: a", "banana\n", "bnn\n")]
    [InlineData("regexp: '^(\\w+) (\\w+)$', replace: '\\2 \\g<1>'", "a b\nc d", "b a\nd c")]
    [InlineData("regexp: x, replace: y, after: '# s', before: '# e'", "x\n# s\nx\n# e\nx\n# e\n", "x\n# s\ny\n# e\nx\n# e\n")]
    [InlineData("regexp: x, replace: y, before: '# e'", "x\n# e\nx", "y\n# e\nx")]
    [InlineData("regexp: x, replace: y, after: none", "x\n", "x\n")]
    [InlineData("regexp: é, replace: e", "né", "ne")]
    public void Replace_matches_as_python_does(string options, string before, string after) => Verify($"- replace: {{path: /srv/f, {options}}}", before, after);

    [Theory]
    [InlineData("block: x", "a", "a\n# BEGIN m\nx\n# END m\n")]
    [InlineData("block: x", "# BEGIN m\ny\nz\n# END m\nb", "# BEGIN m\nx\n# END m\nb")]
    [InlineData("block: x, insertbefore: BOF", "a\n", "# BEGIN m\nx\n# END m\na\n")]
    [InlineData("block: x, insertafter: ^a", "a\nb\n", "a\n# BEGIN m\nx\n# END m\nb\n")]
    [InlineData("block: ''", "a\n# BEGIN m\ny\n# END m\nb\n", "a\nb\n")]
    [InlineData("block: y, state: absent", "a\n", "a\n")]
    public void Blockinfile_keeps_a_block_between_its_marks(string options, string before, string after) =>
        Verify($"- blockinfile: {{path: /srv/f, marker: '# {{mark}} m', {options}}}", before, after);

    [Fact]
    public void Edits_of_a_file_that_is_not_there_fail_unless_they_only_remove()
    {
        using var sandbox = new Sandbox("dash");
        sandbox.Prepare("mkdir /srv");
        IReadOnlyList<Event> Run(string yaml) => sandbox.Run(ExampleTask.Read(sandbox.Place(yaml)).Plan());

        Assert.Equal($"Destination {sandbox.Root}/srv/f does not exist !", Assert.Single(Run("- lineinfile: {path: /srv/f, line: a}").OfType<Event.Failed>()).Message);
        Assert.Contains(new Event.Done(1, Shell.TaskStatus.Ok, false, ""), Run("- lineinfile: {path: /srv/f, line: a, state: absent}"));
        Assert.Contains(new Event.Done(1, Shell.TaskStatus.Changed, true, ""), Run("- lineinfile: {path: /srv/new/f, line: a, create: true}"));
        Assert.Equal("a\n", File.ReadAllText(sandbox.Root + "/srv/new/f"));
    }

    [Theory]
    [InlineData("lineinfile: {path: /f, line: x, regexp: '(?i)(a'}", "regexp: the regular expression '(?i)(a' cannot be read: InsufficientClosingParentheses at 10")]
    [InlineData("lineinfile: {path: /f, line: x, backrefs: true}", "regexp is required with backrefs=true")]
    [InlineData("blockinfile: {path: /f, block: x, insertafter: 'a*?'}", "insertafter is matched by the host's grep, which has nothing like *?")]
    [InlineData("blockinfile: {path: /f, block: x, marker: '# m'}", "marker must be one line with {mark} in it, or the two marks could not be told apart")]
    public void What_no_host_can_do_is_refused(string yaml, string message) =>
        Assert.Equal(message, Assert.IsType<Step.Fail>(Assert.Single(ExampleTask.Read("- " + yaml).Plan())).Message);

    private static void Verify(string yaml, string before, string after)
    {
        foreach (var (name, _) in Remediator.Testing.Shells.Present)
        {
            using var sandbox = new Sandbox(name);
            var path = Directory.CreateDirectory(sandbox.Root + "/srv").FullName + "/f";
            File.WriteAllText(path, before);
            var events = sandbox.Run(ExampleTask.Read(sandbox.Place(yaml)).Plan());

            Assert.Empty(events.OfType<Event.Failed>().Select(f => f.Message));
            Assert.Equal((name, after), (name, File.ReadAllText(path)));
            Assert.Equal(before != after, Assert.Single(events.OfType<Event.Done>()).Changed);
        }
    }
}
