using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AssertModule : Module
{
    private static readonly Parameter<IReadOnlyList<CheckedCondition>> Conditions = Parameter
        .Conditions("that", "A condition or a list of conditions, as in when.").Required();

    private static readonly Parameter<Value> FailMessage = Parameter.Any("fail_msg", "What to say where a condition does not hold; text or a list of texts.").WithAliases("msg");

    private static readonly Parameter<Value> SuccessMessage = Parameter.Any("success_msg", "What to say where all hold.");

    private static readonly Parameter<bool?> Quiet = Parameter.Flag("quiet", "Whether Ansible's callbacks say nothing of what holds.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("assert", "Fails where a condition does not hold.")
    {
        Parameters = [Conditions, FailMessage, SuccessMessage, Quiet],
        Returns = [("msg", "What was said."), ("assertion", "The condition that does not hold."), ("evaluated_to", "false, where a condition does not hold.")],
        Examples =
        [
            new ModuleExample("""
                - name: The offset is small
                  assert:
                    that:
                      - offset < 0.1
                      - stratum <= 10
                    success_msg: the clock is right
                """),
            new ModuleExample("""
                - name: There is a server
                  assert:
                    that: servers | length > 0
                    fail_msg: name at least one server
                """)
            {
                Fails = true,
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        if (args.Require(Conditions).FirstOrDefault(c => !c.Holds) is not { } broken)
        {
            yield return new Step.Report("msg", args.Get(SuccessMessage) ?? Value.Of("All assertions passed")) { IsTold = args.Get(Quiet) is not true };
            yield break;
        }

        yield return new Step.Report("assertion", Value.Of(broken.Text)) { IsTold = args.Get(Quiet) is not true };
        yield return new Step.Report("evaluated_to", Value.False);
        yield return new Step.Fail(args.Get(FailMessage) switch
        {
            null or NullValue => "Assertion failed",
            ListValue lines => string.Join('\n', lines),
            var message => message.ToString() ?? "",
        });
    }
}
