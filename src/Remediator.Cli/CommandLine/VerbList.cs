using Remediator.Cli.Verbs;

namespace Remediator.Cli.CommandLine;

/// <summary>The verbs in the order of the help. Options of a verb are made only when it is the chosen one.</summary>
internal static class VerbList
{
    public static IReadOnlyList<(string Name, Func<Verb> Make)> All { get; } =
    [
        ("run", static () => new RunVerb()),
        ("plan", static () => new PlanVerb()),
        ("heal", static () => new HealVerb()),
        ("rollback", static () => new RollbackVerb()),
        ("check", static () => new CheckVerb()),
        ("bootstrap", static () => new BootstrapVerb()),
        ("ping", static () => new PingVerb()),
        ("facts", static () => new FactsVerb()),
        ("history", static () => new HistoryVerb()),
        ("show", static () => new ShowVerb()),
        ("drift", static () => new DriftVerb()),
        ("resume", static () => new ResumeVerb()),
        ("inventory", static () => new InventoryVerb()),
        ("vault", static () => new VaultVerb()),
        ("modules", static () => new ModulesVerb()),
        ("completion", static () => new CompletionVerb()),
    ];

    public static Verb? Find(string name)
    {
        foreach (var (known, make) in All)
        {
            if (known == name)
            {
                return make();
            }
        }

        return null;
    }
}
