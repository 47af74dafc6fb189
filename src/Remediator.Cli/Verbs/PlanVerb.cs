namespace Remediator.Cli.Verbs;

/// <summary>Says what a run would change.</summary>
internal sealed class PlanVerb : RunVerb
{
    public override string Name => "plan";

    public override string Summary => "Say what a run would change, and how, changing nothing.";

    public override string Description =>
        """
        Asks the hosts what a run would change and shows the differences. It is 'run --check --diff': the same playbooks, the same text sent to the hosts, with nothing written there.

        The exit code is 0 where nothing would change and 2 where something would.
        """;

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator plan site.yml -i hosts.ini", "what has drifted"),
        ("remediator plan site.yml -i hosts.ini -l web1 -t chrony", "one host, some tasks"),
        ("remediator plan site.yml -i hosts.ini > plan.txt || test $? -eq 2", "in a pipeline where drift is no failure"),
    ];

    protected override bool IsPlan => true;
}
