using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;

namespace Remediator.Engine.Tests;

/// <summary>What <c>vars_prompt</c> asks, and what becomes of the answers.</summary>
public class PromptTests
{
    private const string Playbook = """
        - hosts: localhost
          gather_facts: false
          connection: local
          vars: { what: the user, given: below }
          vars_prompt:
            - { name: given, prompt: Never asked }
            - { name: user, prompt: "Name of {{ what }}", private: false }
            - { name: colour, prompt: Colour, default: red, private: "no" }
            - { name: pass, confirm: true }
            - { name: hash, prompt: Hash, encrypt: sha512_crypt, salt: abcdefgh }
            - { name: lazy, prompt: "" }
            - { name: raw, unsafe: true }
          tasks:
            - assert:
                that:
                  - given == 'outside'
                  - user == 'joe'
                  - colour == 'red'
                  - pass == 'pw'
                  - hash == 'secret' | password_hash('sha512', 'abcdefgh')
                  - lazy == 'the user'
                  - raw | length == 10
        """;

    [Fact]
    public async Task Questions_are_asked_in_order_before_the_run_and_their_answers_are_variables()
    {
        using var sample = Sample.Of(("playbook.yml", Playbook));
        var asked = new List<Question>();
        var answers = new Queue<string>(["joe", "", "pw", "wp", "pw", "pw", "secret", "{{ what }}", "{{ what }}"]);
        var (session, errors) = Load(sample, q =>
        {
            asked.Add(q);
            return answers.Dequeue();
        });

        Assert.Empty(errors);
        Assert.Equal(
            ["Name of the user: ", "Colour [red]: ", "pass: ", "confirm pass: ", "***** VALUES ENTERED DO NOT MATCH ****\npass: ", "confirm pass: ", "Hash: ", "input for lazy: ", "raw: "],
            asked.Select(q => q.Text));
        Assert.Equal([false, false, true, true, true, true, true, true, true], asked.Select(q => q.IsSecret));
        var transcript = new Transcript();
        var report = await session!.RunAsync([transcript], _ => new LocalTransport(Folders.Channels(false, false)), default);
        Assert.Equal(("", 0), (string.Concat(transcript.Reports.Where(r => r.Status != ReportStatus.Ok).Select(r => r.Message)), report.ExitCode));
    }

    [Fact]
    public void Without_a_terminal_a_question_needs_a_default_or_an_answer_on_the_command_line()
    {
        using var sample = Sample.Of(("playbook.yml", Playbook));

        var (session, errors) = Load(sample, _ => null);

        Assert.Null(session);
        Assert.Equal(["user", "pass", "hash", "lazy", "raw"], errors.Select(e => e.Message.Split('\'')[1]));
        Assert.All(errors, e => Assert.Equal("RMD2391", e.Code));
    }

    [Fact]
    public void Nothing_is_asked_where_something_is_wrong_already()
    {
        using var sample = Sample.Of(("playbook.yml", Playbook + "\n    - { coppy: { src: a, dest: b } }\n"));

        var (session, errors) = Load(sample, _ => throw new InvalidOperationException("asked"));

        Assert.Null(session);
        Assert.Equal("RMD2301", Assert.Single(errors).Code);
    }

    private static (Session? Session, IReadOnlyList<Diagnostic> Errors) Load(Sample sample, Func<Question, string?> ask)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(new RunRequest { Playbooks = [Path.Combine(sample.Folder, "playbook.yml")], ExtraVars = ["given=outside"], Ask = ask }, diagnostics);
        return (session, [.. diagnostics.Where(d => d.Severity == Severity.Error)]);
    }
}
