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
    [InlineData("option: k, value: 2", "k=1\n[a]\nk=1\n", "k = 2\n[a]\nk=1\n")]
    [InlineData("section: a, option: k, value: 2", "[a]\n;k = 7\nj=1\n\n[b]\nk=1", "[a]\nk = 2\nj=1\n\n[b]\nk=1\n")]
    [InlineData("section: a, option: k, value: 2, no_extra_spaces: true", "[a]\nj=1\n\n[b]\n", "[a]\nj=1\nk=2\n\n[b]\n")]
    [InlineData("section: c, option: k, values: ['1'\\, '2']", "[a]\n", "[a]\n[c]\nk = 1\nk = 2\n")]
    [InlineData("section: a, option: k, values: ['1'\\, '2'], exclusive: false", "[a]\nk = 3\nk = 1\n", "[a]\nk = 3\nk = 1\nk = 2\n")]
    [InlineData("section: a, option: k, value: '1'", "[a]\nk = 3\nk = 1\nk=1\n", "[a]\nk = 1\n")]
    [InlineData("section: a, option: k, allow_no_value: true", "[a]\n# k\n", "[a]\nk\n")]
    [InlineData("section: a, option: k, state: absent", "[a]\nk=1\nk = 2\n# k = 3\n", "[a]\n# k = 3\n")]
    [InlineData("section: a, option: k, value: '2', exclusive: false, state: absent", "[a]\nk=1\nk = 2\n", "[a]\nk=1\n")]
    [InlineData("section: a, state: absent", "[a]\nk=1\n[b]\n", "[b]\n")]
    [InlineData("section: c", "[a]", "[a]\n[c]\n")]
    [InlineData("section: a, option: p, value: a\\\\tb&\\1", "[a]\n", "[a]\np = a\\\\tb&\\1\n")]
    [InlineData("section: a, option: n, value: '01'", "[a]\nn = 1\n", "[a]\nn = 01\n")]
    public void Ini_file_changes_the_lines_that_are_meant(string options, string before, string after) =>
        Verify($"- ini_file: {{path: /srv/f, {options.Replace("\\,", ",", StringComparison.Ordinal)}}}", before, after);

    [Theory]
    [InlineData("name: a, job: x", "1 2 3 4 5 root x\n", "1 2 3 4 5 root x\n#Ansible: a\n* * * * * root x\n")]
    [InlineData("name: a, job: x", "#Ansible: a\n1 1 1 1 1 root y\n# c", "#Ansible: a\n* * * * * root x\n# c\n")]
    [InlineData("name: a, job: x", "* * * * * root x", "#Ansible: a\n* * * * * root x\n")]
    [InlineData("name: a, state: absent", "#Ansible: a\n* * * * * root x\n# c\n", "# c\n")]
    [InlineData("name: A, env: true, job: '1'", "B=2", "A=\"1\"\nB=2\n")]
    [InlineData("name: A, env: true, job: '1', insertafter: B", "B=2\nC=3\n", "B=2\nA=\"1\"\nC=3\n")]
    [InlineData("name: A, env: true, state: absent", "A=1\nB=2\nA=3\n", "B=2\n")]
    public void Cron_keeps_a_job_or_a_variable(string options, string before, string after) => Verify($"- cron: {{cron_file: /srv/f, user: root, {options}}}", before, after);

    [Theory]
    [InlineData("key: ssh-rsa AAA1 me", "ssh-rsa AAA2 other", "ssh-rsa AAA2 other\nssh-rsa AAA1 me\n")]
    [InlineData("key: ssh-rsa AAA1 me", "from=\"a b\" ssh-rsa  AAA1 me\n# c\n", "ssh-rsa AAA1 me\n# c\n")]
    [InlineData("key: ssh-rsa AAA1 me, exclusive: true", "# c\nno-pty ssh-rsa AAA2\n", "# c\nssh-rsa AAA1 me\n")]
    [InlineData("key: ssh-rsa AAA1 me, state: absent", "no-pty ssh-rsa AAA1\nssh-rsa AAA2\n", "ssh-rsa AAA2\n")]
    public void Authorized_key_is_told_by_the_key_itself(string options, string before, string after) =>
        Verify($"- authorized_key: {{path: /srv/f, user: {Environment.UserName}, manage_dir: false, {options}}}", before, after, "chmod 0600 /srv/f");

    [Theory]
    [InlineData("key: gate ssh-rsa AAA1", "GATE,10.0.0.1 ssh-rsa AAA2\ngate ssh-dss AAA3\n", "gate ssh-dss AAA3\ngate ssh-rsa AAA1\n")]
    [InlineData("key: gate ssh-rsa AAA1, hash_host: true", "gate ssh-rsa AAA1\n", "|1|lizazu8P2eZRzfu/F67L3nm9ICM=|CLs4ht4ZaqmJyKJiupyjLhrhwl0= ssh-rsa AAA1\n")]
    [InlineData("state: absent", "gate ssh-rsa AAA1\n|1|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|Dau6wOM84J1xJA4sIKoTcZv9FTo= ssh-rsa AAA1\nother ssh-rsa AAA2", "other ssh-rsa AAA2\n")]
    public void Known_host_is_told_by_its_name_hashed_or_not(string options, string before, string after) => Verify($"- known_hosts: {{path: /srv/f, name: gate, {options}}}", before, after);

    [Theory]
    [InlineData("value: '1'", "# a.b=2\na.b = 1\n", "# a.b=2\na.b = 1\n")]
    [InlineData("value: '1'", "a.b = 2\na.b=1\nc=1", "a.b=1\nc=1\n")]
    [InlineData("state: absent", "a.b = 2\n;a.b=1\n", ";a.b=1\n")]
    public void Sysctl_keeps_one_line_for_a_name(string options, string before, string after) => Verify($"- sysctl: {{sysctl_file: /srv/f, name: a.b, reload: false, {options}}}", before, after);

    [Theory]
    [InlineData("description: A, baseurl: b", "[x]\nname = X\n\n[a]\nname = Old\nenabled = 0\n[y]\n", "[x]\nname = X\n\n[a]\nbaseurl = b\nname = A\n\n[y]\n")]
    [InlineData("description: A, baseurl: b", "[a]\nbaseurl = b\nname = A\n\n", "[a]\nbaseurl = b\nname = A\n\n")]
    [InlineData("state: absent", "[a]\nname = Old\n[y]", "[y]\n")]
    public void Yum_repository_keeps_its_section(string options, string before, string after) => Verify($"- yum_repository: {{reposdir: /srv, file: f, name: a, {options}}}", before, after, "mv /srv/f /srv/f.repo", "f.repo");

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

    /// <param name="prepare">A command after the old content was written.</param>
    private static void Verify(string yaml, string before, string after, string prepare = "true", string file = "f")
    {
        foreach (var (name, _) in Remediator.Testing.Shells.Present)
        {
            using var sandbox = new Sandbox(name);
            var path = Directory.CreateDirectory(sandbox.Root + "/srv").FullName + "/f";
            File.WriteAllText(path, before);
            sandbox.Prepare(prepare);
            var events = sandbox.Run(ExampleTask.Read(sandbox.Place(yaml)).Plan());

            Assert.Empty(events.OfType<Event.Failed>().Select(f => f.Message));
            Assert.Equal((name, after), (name, File.ReadAllText(sandbox.Root + "/srv/" + file)));
            Assert.Equal(before != after, Assert.Single(events.OfType<Event.Done>()).Changed);
        }
    }
}
