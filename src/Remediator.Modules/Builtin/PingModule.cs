using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class PingModule : Module
{
    private static readonly Parameter<string> Data = Parameter.Text("data", "What to answer; crash fails.").WithDefault("pong");

    public override ModuleSpec Spec { get; } = new("ping", "Asks whether a shell of the host answers.")
    {
        Parameters = [Data],
        Returns = [("ping", "The data.")],
        Examples = [new ModuleExample("- name: Are you there\n  ping:\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return args.Require(Data) is "crash"
            ? new Step.Fail("boom")
            : new Step.Capture("ping", Sh.Of($"printf %s {args.Require(Data)}"), captured => Value.Of(captured.Text));
    }
}
