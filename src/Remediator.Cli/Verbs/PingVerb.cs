using System.CommandLine;
using System.Globalization;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Cli.Verbs;

/// <summary>Tells which hosts can be reached, and as whom.</summary>
internal sealed class PingVerb : HostVerb
{
    public override string Name => "ping";

    public override string Summary => "Tell which hosts can be reached, and as whom.";

    public override string Description =>
        "Goes the whole way to each host that a run would go: ssh, a shell, sudo where it is asked for. Prints who the tasks would run as and how long an answer took.";

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator ping -i hosts.ini", "all hosts"),
        ("remediator ping 'web*' -i hosts.ini -b", "some hosts, with sudo"),
    ];

    protected override SourceText Playbook(string pattern) => MadePlaybooks.Ping(pattern);

    protected override HostAnswers Answers(ParseResult parsed, Surroundings around, LineWriter lines) => new Pongs(around, lines);

    private sealed class Pongs(Surroundings around, LineWriter lines) : HostAnswers(around, lines)
    {
        protected override void Answered(TaskReport report)
        {
            var user = report.Result["stdout"] is TextValue text ? $" as {text.Text.Trim()}" : "";
            var seconds = report.Duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            Say([new TextLine(Tone.Ok, $"{report.Host} : reachable{user} in {seconds} s")]);
        }

        /// <summary>A host that cannot be reached is an answer too.</summary>
        protected override void Failed(TaskReport report) => Say(Trouble(report));

        private void Say(IEnumerable<TextLine> said)
        {
            Around.Terminal.Out.Write(Lines.Write(said));
            Around.Terminal.Out.Flush();
        }
    }
}
