using System.CommandLine;
using System.IO.Enumeration;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Cli.Verbs;

/// <summary>Prints what is known of hosts.</summary>
internal sealed class FactsVerb : HostVerb
{
    private readonly Option<string[]> filter = Flags.Texts("--filter", "GLOB", "Only facts whose name fits, such as 'ansible_dist*'. May be given several times.");

    public override string Name => "facts";

    public override string Summary => "Print what is known of hosts, as JSON.";

    public override string Description =>
        "Gathers facts as a play does and prints them as one JSON object with a key per host. Hosts that cannot be asked are told on stderr.";

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator facts web1 -i hosts.ini", "all facts of a host"),
        ("remediator facts -i hosts.ini --filter 'ansible_distribution*' | jq -r 'to_entries[] | \"\\(.key) \\(.value.ansible_distribution)\"'", "the distributions of all hosts"),
    ];

    protected override IReadOnlyList<OptionGroup> OwnGroups => [new OptionGroup("Facts", filter)];

    protected override SourceText Playbook(string pattern) => MadePlaybooks.Facts(pattern);

    protected override HostAnswers Answers(ParseResult parsed, Surroundings around, LineWriter lines) =>
        new Facts(parsed.GetValue(filter) ?? [], around, lines);

    private sealed class Facts(IReadOnlyList<string> globs, Surroundings around, LineWriter lines) : HostAnswers(around, lines)
    {
        private readonly SortedDictionary<string, DictValue> byHost = new(StringComparer.Ordinal);

        public override void End()
        {
            var all = new DictBuilder();
            foreach (var (host, facts) in byHost)
            {
                all[host] = facts;
            }

            Around.Terminal.Out.WriteLine(JsonDocuments.Indented(all.Build()));
            base.End();
        }

        protected override void Answered(TaskReport report)
        {
            if (report.Result["ansible_facts"] is DictValue facts)
            {
                byHost[report.Host] = Chosen(facts);
            }
        }

        private DictValue Chosen(DictValue facts)
        {
            var chosen = new DictBuilder();
            foreach (var (key, value) in facts.Where(f => globs.Count == 0 || globs.Any(g => FileSystemName.MatchesSimpleExpression(g, f.Key.ToString()))))
            {
                chosen[key] = value;
            }

            return chosen.Build();
        }
    }
}
