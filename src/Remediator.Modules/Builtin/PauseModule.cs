using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class PauseModule : Module
{
    private static readonly Parameter<double?> Seconds = Parameter.Real("seconds", "How long.");

    private static readonly Parameter<double?> Minutes = Parameter.Real("minutes", "How long.");

    private static readonly Parameter<string> Prompt = Parameter.Text("prompt", "Why; shown with the result. A question that waits for an answer is not supported.");

    public override ModuleSpec Spec { get; } = new("pause", "Waits for a time. Skipped in check mode, where there is nothing to wait for.")
    {
        Parameters = [Seconds, Minutes, Prompt, Parameter.Flag("echo", "Has no effect: nothing is typed.")],
        Rules = [new ParameterRule.Exclusive(Seconds, Minutes)],
        Returns = [("delta", "Seconds that were waited."), ("stdout", "Says so.")],
        Examples = [new ModuleExample("- name: Give chrony a moment\n  pause:\n    seconds: 1\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        if (args.Get(Seconds) is not { } seconds)
        {
            if (args.Get(Minutes) is not { } minutes)
            {
                yield return new Step.Fail("a pause needs seconds or minutes: there may be nobody to press a key");
                yield break;
            }

            seconds = minutes * 60;
        }

        // Whole seconds are what every sleep takes; Ansible cuts and waits for at least one, too.
        var whole = (int)Math.Clamp(seconds, 1, 86400 * 366.0);
        yield return new Step.Act(Sh.Of($"sleep {whole}")) { Changes = false, IsSkippedInCheck = true };
        yield return new Step.Report("delta", Value.Of((long)whole));
        yield return new Step.Report("stdout", Value.Of($"Paused for {whole} seconds"));
        if (args.Get(Prompt) is { } prompt)
        {
            yield return new Step.Report("msg", Value.Of(prompt));
        }
    }
}
