using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class DebugModule : Module
{
    private static readonly Parameter<Value> Message = Parameter.Any("msg", "What to print.").WithDefault(Value.Of("Hello world!"), "Hello world!");

    private static readonly Parameter<(string Text, Value Value)?> Variable = Parameter.Expression("var", "An expression to print, without braces.");

    private static readonly Parameter<long?> Verbosity = Parameter.Number("verbosity", "Print only from this number of -v on.").WithDefault(0, "0");

    public override ModuleSpec Spec { get; } = new("debug", "Prints a message or a value.")
    {
        Parameters = [Message, Variable, Verbosity],
        Rules = [new ParameterRule.Exclusive(Message, Variable)],
        Examples = [new ModuleExample("- name: Say it\n  debug:\n    msg: the clock is right\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        if (args.Get(Verbosity) > args.Mode.Verbosity)
        {
            yield return new Step.Report("skipped_reason", Value.Of("Verbosity threshold not met."));
            yield return new Step.Report("skipped", Value.True);
        }
        else if (args.Get(Variable) is { } variable)
        {
            yield return new Step.Report(variable.Text, variable.Value) { IsShownOnly = true, IsTold = true };
        }
        else
        {
            yield return new Step.Report("msg", args.Require(Message)) { IsTold = true };
        }
    }
}
