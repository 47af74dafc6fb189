using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Engine.Tests.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Cli.Tests.Personas;

public sealed class PlaybookPersonaTests : IDisposable
{
    private readonly string playbook = Path.GetTempFileName();
    private readonly FakeTerminal terminal = new() { Secret = "typed" };

    public void Dispose() => File.Delete(playbook);

    [Fact]
    public async Task Flags_make_the_request()
    {
        var session = new FakeSession();

        var code = await Run(session, $"{playbook} -i a, -i b, --tags x,y --skip-tags=z -l web -vv -CD -f 3 -u me -bK --become-user app -c local -T 7 --start-at-task T --force-handlers --flush-cache -M /m1:/m2 -e k=v --private-key id");

        Assert.Equal(0, code);
        var request = session.Request!;
        Assert.Equal([playbook], request.Playbooks);
        Assert.Equal(["a,", "b,"], request.Inventories);
        Assert.Equal(["x", "y"], request.Tags);
        Assert.Equal(["z"], request.SkipTags);
        Assert.Equal(("web", 2, 3, "me", "app"), (request.Limit, request.Verbosity, request.Forks, request.User, request.BecomeUser));
        Assert.Equal("typed", request.BecomePassword?.Reveal);
        Assert.Equal((ConnectionKind.Local, TimeSpan.FromSeconds(7)), (request.Connection, request.ConnectTimeout));
        Assert.Equal("T", request.StartAtTask);
        Assert.Equal(["/m1", "/m2"], request.ModulePath.Take(2));
        Assert.True(request is { Check: true, Diff: true, Become: true, ForceHandlers: true, FlushCache: true, Lenient: true });
    }

    [Theory]
    [InlineData("", 2, "error: the following arguments are required: playbook")]
    [InlineData("PLAYBOOK --nope", 2, "ansible-playbook: error: unrecognized arguments: --nope")]
    [InlineData("/no/such.yml", 1, "ERROR! the playbook: /no/such.yml could not be found")]
    [InlineData("PLAYBOOK -k", 5, "passwords for logins are not taken")]
    [InlineData("PLAYBOOK --step", 5, "--step is not offered")]
    public async Task What_cannot_be_is_refused_with_ansibles_code(string line, int code, string message)
    {
        var session = new FakeSession();

        Assert.Equal(code, await Run(session, line.Replace("PLAYBOOK", playbook)));
        Assert.Contains(message, terminal.Complained);
        Assert.False(session.HasRun);
    }

    [Theory]
    [InlineData(HostOutcome.Ok, 0)]
    [InlineData(HostOutcome.Drifted, 0)]
    [InlineData(HostOutcome.Failed, 2)]
    [InlineData(HostOutcome.Unreachable, 4)]
    public async Task Outcomes_have_ansibles_codes(HostOutcome outcome, int code)
    {
        var session = new FakeSession { Tape = new Tape().Run().Finish(new HostRecap("h", outcome)) };

        Assert.Equal(code, await Run(session, playbook));
        Assert.DoesNotContain("OUTCOME", terminal.Written);
    }

    [Fact]
    public async Task What_cannot_be_loaded_is_shown_as_ansible_shows_it()
    {
        var text = new SourceText("<playbook>", "- hosts: all\n  taks: []\n");
        var session = new FakeSession { Diagnostics = [Diagnostic.Error("RMD2001", new Span(text, 15, 4), "'taks' is not a valid attribute for a Play")] };

        Assert.Equal(4, await Run(session, $"{playbook} -i a,"));
        Assert.Equal(
            """
            ERROR! 'taks' is not a valid attribute for a Play

            The error appears to be in '<playbook>': line 2, column 3, but may
            be elsewhere in the file depending on the exact syntax problem.

            The offending line appears to be:

            - hosts: all
              taks: []
              ^ here

            """, terminal.Complained);
    }

    private Task<int> Run(FakeSession session, string line) =>
        Application.RunAsync(["ansible-playbook", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)], new Surroundings(terminal, session, TimeProvider.System));
}
