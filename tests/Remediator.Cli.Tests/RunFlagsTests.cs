using Remediator.Cli.Engine;
using Remediator.Engine.Running;

namespace Remediator.Cli.Tests;

public sealed class RunFlagsTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "p.yml", "playbooks=p.yml" },
        { "a.yml b.yml -i hosts", "playbooks=a.yml,b.yml inventories=hosts" },
        { "-i hosts -i more --inventory-file third --inventory=fourth p.yml", "playbooks=p.yml inventories=hosts,more,third,fourth" },
        { "p.yml -i localhost, -c local", "playbooks=p.yml inventories=localhost, connection=Local" },
        { "p.yml -ilocalhost,", "playbooks=p.yml inventories=localhost," },
        { "p.yml -l web*:!web3", "playbooks=p.yml limit=web*:!web3" },
        { "p.yml --limit @retry", "playbooks=p.yml limit=@retry" },
        { "p.yml -t a,b -t c --tags d", "playbooks=p.yml tags=a,b,c,d" },
        { "p.yml --skip-tags a, --skip-tags=b", "playbooks=p.yml skip=a,b" },
        { "p.yml -e x=1 -e @vars.yml --extra-vars {\"a\":1}", "playbooks=p.yml extra=x=1|@vars.yml|{\"a\":1}" },
        { "p.yml -e@vars.yml -ex=1", "playbooks=p.yml extra=@vars.yml|x=1" },
        { "p.yml -CD", "playbooks=p.yml check diff" },
        { "-C --diff p.yml", "playbooks=p.yml check diff" },
        { "p.yml -f 7", "playbooks=p.yml forks=7" },
        { "p.yml -f7", "playbooks=p.yml forks=7" },
        { "p.yml --forks=3 -u admin", "playbooks=p.yml forks=3 user=admin" },
        { "p.yml -b --become-user app --become-method sudo", "playbooks=p.yml become become-user=app" },
        { "p.yml -bK", "playbooks=p.yml become password=typed" },
        { "p.yml -K", "playbooks=p.yml password=typed" },
        { "p.yml -K --list-hosts", "playbooks=p.yml" },
        { "p.yml -c smart", "playbooks=p.yml connection=Ssh" },
        { "p.yml -T 2.5 --task-timeout 60", "playbooks=p.yml timeout=2.5 task-timeout=60" },
        { "p.yml -v", "playbooks=p.yml verbosity=1" },
        { "p.yml -vvv", "playbooks=p.yml verbosity=3" },
        { "-v p.yml -v --verbose", "playbooks=p.yml verbosity=3" },
        { "p.yml --private-key k", "playbooks=p.yml key=k" },
        { "p.yml --key-file k", "playbooks=p.yml key=k" },
        { "p.yml --ssh-common-args=-C", "playbooks=p.yml args=-C" },
        { "p.yml --force-handlers --flush-cache --color", "playbooks=p.yml force-handlers" },
        { "p.yml -- -odd.yml", "playbooks=p.yml,-odd.yml" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_with_flags_makes_the_request(string line, string expected)
    {
        var session = new FakeSession();
        var terminal = new FakeTerminal { Secret = "typed" };

        var code = await Application.RunAsync(["run", .. line.Split(' ')], new Surroundings(terminal, session, TimeProvider.System));

        Assert.Equal("", terminal.Complained);
        Assert.Equal(0, code);
        Assert.Equal(expected, Describe(session.Request!));
    }

    [Fact]
    public async Task Run_with_an_argument_of_words_keeps_them_together()
    {
        var session = new FakeSession();
        await Application.RunAsync(["run", "p.yml", "--ssh-common-args", "-o ProxyJump=b -C"], new Surroundings(new FakeTerminal(), session, TimeProvider.System));

        Assert.Equal("-o ProxyJump=b -C", session.Request!.SshCommonArgs);
    }

    [Fact]
    public async Task Plan_is_check_and_diff()
    {
        var session = new FakeSession();
        await Application.RunAsync(["plan", "p.yml"], new Surroundings(new FakeTerminal(), session, TimeProvider.System));

        Assert.Equal("playbooks=p.yml check diff", Describe(session.Request!));
    }

    [Theory]
    [InlineData("run", "no PLAYBOOK is given", null)]
    [InlineData("run p.yml --chek", "unknown option '--chek'", "did you mean '--check'?")]
    [InlineData("run p.yml --inventroy=x", "unknown option '--inventroy'", "did you mean '--inventory'?")]
    [InlineData("run --chek", "unknown option '--chek'", "did you mean '--check'?")]
    [InlineData("run p.yml -Z", "unknown option '-Z'", null)]
    [InlineData("run p.yml -Cx", "unknown option '-Cx'", null)]
    [InlineData("plan p.yml --check", "unknown option '--check'", null)]
    [InlineData("run p.yml -f", "--forks needs NUMBER", null)]
    [InlineData("run p.yml -f x", "--forks takes a whole number from 1 on, not 'x'", null)]
    [InlineData("run p.yml -f 0", "--forks takes a whole number from 1 on, not '0'", null)]
    [InlineData("run p.yml -T -1", "--timeout takes seconds above 0, at most 86400, not '-1'", null)]
    [InlineData("run p.yml -c docker", "--connection takes ssh or local or smart, not 'docker'", null)]
    [InlineData("run p.yml --output jsno", "--output takes text or json, not 'jsno' (did you mean 'json'?)", null)]
    [InlineData("run p.yml --become-method su", "--become-method takes sudo, not 'su'", null)]
    [InlineData("run p.yml -l a -l b", "--limit is given more than once", null)]
    [InlineData("run p.yml -K", "--ask-become-pass needs a terminal to ask on", "--become-password-file takes the password from a file")]
    [InlineData("run p.yml -K --become-password-file x", "--ask-become-pass and --become-password-file exclude each other", null)]
    [InlineData("run p.yml --become-password-file /nonexistent/x", "the password file '/nonexistent/x' cannot be read: ", null)]
    [InlineData("rnu p.yml", "unknown verb 'rnu'", "did you mean 'run'?")]
    [InlineData("--verison", "unknown option '--verison'", "did you mean '--version'?")]
    [InlineData("ping a b", "unexpected word 'b'", null)]
    [InlineData("inventory --list --host a", "one of --list, --graph and --host is needed", null)]
    [InlineData("modules sevrice", "unknown module 'sevrice'", "did you mean 'service'?")]
    [InlineData("modules debgu", "unknown module 'debgu'", "did you mean 'debug'?")]
    [InlineData("completion tcsh", "no completion for 'tcsh'; there is one for bash, zsh, fish", null)]
    public async Task Words_that_do_not_fit_are_told_with_code_1(string line, string message, string? hint)
    {
        var session = new FakeSession();
        var terminal = new FakeTerminal();

        var code = await Application.RunAsync(line.Split(' '), new Surroundings(terminal, session, TimeProvider.System));

        Assert.Equal(1, code);
        Assert.Equal("", terminal.Written);
        Assert.Null(session.Request);
        var lines = terminal.Complained.Split('\n');
        Assert.StartsWith(message, lines[0][(lines[0].IndexOf(':') + 2)..]);
        Assert.Equal(hint, lines.FirstOrDefault(l => l.StartsWith("  hint: ", StringComparison.Ordinal))?[8..]);
        Assert.Contains("--help'", terminal.Complained);
        Assert.Equal(hint is null ? 3 : 4, lines.Length);
    }

    [Fact]
    public async Task Several_wrong_words_are_told_at_once()
    {
        var terminal = new FakeTerminal();
        await Application.RunAsync(["run", "p.yml", "--chek", "-f", "x", "--wat"], new Surroundings(terminal, new FakeSession(), TimeProvider.System));

        Assert.Contains("--chek", terminal.Complained);
        Assert.Contains("--wat", terminal.Complained);
        Assert.Contains("--forks takes", terminal.Complained);
    }

    [Fact]
    public async Task Become_password_comes_from_the_first_line_of_a_file_and_is_never_shown()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "s3cret\nmore\n");
        var session = new FakeSession();
        var terminal = new FakeTerminal();

        await Application.RunAsync(["run", "p.yml", "--become-pass-file", file], new Surroundings(terminal, session, TimeProvider.System));

        File.Delete(file);
        Assert.Equal("s3cret", session.Request!.BecomePassword!.Reveal);
        Assert.DoesNotContain("s3cret", session.Request.ToString() + terminal.Written + terminal.Complained);
    }

    private static string Describe(RunRequest request)
    {
        var defaults = new RunRequest();
        var words = new List<string>();
        void Add(string name, object? value, object? byDefault = null)
        {
            if (!Equals(value, byDefault))
            {
                words.Add(value is true ? name : $"{name}={value}");
            }
        }

        Add("playbooks", string.Join(',', request.Playbooks), "");
        Add("inventories", string.Join(',', request.Inventories), "");
        Add("limit", request.Limit);
        Add("tags", string.Join(',', request.Tags), "");
        Add("skip", string.Join(',', request.SkipTags), "");
        Add("extra", string.Join('|', request.ExtraVars), "");
        Add("check", request.Check, false);
        Add("diff", request.Diff, false);
        Add("forks", request.Forks, defaults.Forks);
        Add("user", request.User);
        Add("become", request.Become, false);
        Add("become-user", request.BecomeUser);
        Add("password", request.BecomePassword?.Reveal);
        Add("connection", request.Connection);
        Add("timeout", request.ConnectTimeout?.TotalSeconds);
        Add("task-timeout", request.TaskTimeout?.TotalSeconds);
        Add("verbosity", request.Verbosity, 0);
        Add("key", request.PrivateKeyFile);
        Add("args", request.SshCommonArgs);
        Add("force-handlers", request.ForceHandlers, false);
        return string.Join(' ', words);
    }
}
