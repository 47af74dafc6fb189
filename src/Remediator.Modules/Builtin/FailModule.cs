using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class FailModule : Module
{
    private static readonly Parameter<string> Message = Parameter.Text("msg", "Why.").WithDefault("Failed as requested from task");

    public override ModuleSpec Spec { get; } = new("fail", "Fails, with a message.")
    {
        Parameters = [Message],
        Examples = [new ModuleExample("- name: Stop here\n  fail:\n    msg: this distribution has no chrony\n") { Fails = true }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return new Step.Fail(args.Require(Message));
    }
}
