using System.Text;
using BenchmarkDotNet.Attributes;
using Remediator.Engine;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Micro;

/// <summary>The stages of a run over a play of 100 tasks: text to model, loading, templates, planning with script writing, and script writing alone.</summary>
[MemoryDiagnoser]
public class Stages
{
    private const int Tasks = 100;

    private static readonly Lazy<string> Folder = new(Written);

    private readonly SourceText playbook = new("site.yml", PlaybookText());
    private readonly Template template = JinjaLanguage.Instance.Parse(new SourceText("x.j2", TemplateText()), [])!;
    private readonly ScriptTask[] scripts = [.. Enumerable.Range(1, Tasks).Select(i => new ScriptTask(i, $"task {i}", [new Step.Act(Sh.Of($"exec /bin/true")) { HasOutput = true }]))];
    private readonly RunRequest request = new() { Playbooks = [Path.Combine(Folder.Value, "site.yml")], Inventories = [Path.Combine(Folder.Value, "hosts.ini")] };
    private Session session = null!;

    [GlobalSetup]
    public void Load() => session = Loaded();

    [Benchmark(Description = "parse a playbook of 100 tasks")]
    public Playbook? Parse() => PlaybookReader.Read(playbook, []);

    [Benchmark(Description = "load it: parse, bind, check")]
    public Session Loaded() => Session.Load(request, []) ?? throw new InvalidOperationException("it has errors");

    [Benchmark(Description = "parse and render a template of 200 lines")]
    public string Render()
    {
        var parsed = JinjaLanguage.Instance.Parse(new SourceText("x.j2", TemplateText()), [])!;
        return Rendered(parsed);
    }

    [Benchmark(Description = "render it alone")]
    public string RenderAlone() => Rendered(template);

    [Benchmark(Description = "plan and write 100 tasks for 10 hosts that answer at once")]
    public Task<RunReport> Plan() => session.RunAsync([], _ => new Echo(), CancellationToken.None);

    [Benchmark(Description = "write a segment of 100 tasks")]
    public string Write() => ScriptWriter.WriteSegment(1, scripts, new HashSet<string>());

    private static string Rendered(Template template)
    {
        var renderer = new Renderer(Nowhere.Instance, EvaluationLimits.Default);
        return renderer.RenderTemplate(template, new VariableScope(renderer, [Layer.Of(("servers", Value.OfTexts(Enumerable.Range(0, 100).Select(i => $"10.0.0.{i}"))), ("role", Value.Of("client")))])).Value;
    }

    private static string Written()
    {
        var folder = Directory.CreateTempSubdirectory("remediator-micro-").FullName;
        File.WriteAllText(Path.Combine(folder, "site.yml"), PlaybookText());
        File.WriteAllText(Path.Combine(folder, "hosts.ini"), string.Concat(Enumerable.Range(1, 10).Select(i => $"h{i}\n")));
        return folder;
    }

    private static string PlaybookText()
    {
        var text = new StringBuilder("- hosts: all\n  gather_facts: false\n  vars: {folder: /srv/app}\n  tasks:\n");
        for (var i = 0; i < Tasks / 4; i++)
        {
            text.Append(null, $"    - name: Folder {i}\n      file: {{path: \"{{{{ folder }}}}/{i}\", state: directory, mode: \"0755\"}}\n")
                .Append(null, $"    - name: File {i}\n      copy: {{content: \"number = {i}\\n\", dest: \"{{{{ folder }}}}/{i}/conf\"}}\n")
                .Append(null, $"    - name: Line {i}\n      lineinfile: {{path: /etc/app.conf, line: \"n{i}={{{{ inventory_hostname }}}}\"}}\n      when: inventory_hostname is match('h')\n")
                .Append(null, $"    - name: Command {i}\n      command: echo {i}\n      changed_when: false\n");
        }

        return text.ToString();
    }

    private static string TemplateText() =>
        string.Concat(Enumerable.Range(0, 98).Select(i => $"# part {i}\n{{% if role == 'client' and servers | length > {i} %}}server {{{{ servers[{i}] | default('none') }}}} iburst{{% endif %}}\n"))
        + "{% for s in servers %}allow {{ s | upper }}\n{% endfor %}";

    /// <summary>The templates ask for nothing beside their variables.</summary>
    private sealed class Nowhere : IOutside
    {
        public static Nowhere Instance { get; } = new();

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => [];

        public SourceText? FindTemplate(string name, SourceText from) => null;
    }

    /// <summary>Hosts without shells: all tasks of a segment have run well.</summary>
    private sealed class Echo : ITransport
    {
        public Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation) => Task.FromResult(Opening.Of(new Channel()));

        private sealed class Channel : IChannel
        {
            public Event.Hello Hello { get; } = new(1, 0, "root", "/root", "");

            public ISet<string> Sent { get; } = new HashSet<string>();

            public async IAsyncEnumerable<ChannelEvent> RunAsync(string segment, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
            {
                await Task.Yield();
                foreach (var line in segment.Split('\n'))
                {
                    if (line.StartsWith("rmd_run ", StringComparison.Ordinal) && int.TryParse(line.Split(' ')[1], out var id))
                    {
                        yield return new ChannelEvent.Said(new Event.Started(id));
                        yield return new ChannelEvent.Said(new Event.Done(id, Shell.TaskStatus.Ok, false, ""));
                    }
                }

                yield return new ChannelEvent.Ended();
            }

            public Task AnswerAsync(string line, CancellationToken cancellation) => Task.CompletedTask;

            public ValueTask AbortAsync() => ValueTask.CompletedTask;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
