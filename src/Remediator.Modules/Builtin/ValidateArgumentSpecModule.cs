using Remediator.Language.Values;
using Remediator.Modules.RoleArguments;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class ValidateArgumentSpecModule : Module
{
    private static readonly Parameter<ArgumentSpec> Options = Parameter.ArgumentSpec("argument_spec", "What each argument has to be, as under options in a role's meta/argument_specs.yml.").Required();

    private static readonly Parameter<DictValue> Provided = Parameter.Dict("provided_arguments", "Arguments beside the variables that have the spec's names.").WithDefault(DictValue.Empty, "none");

    private static readonly Parameter<DictValue> Context = Parameter.Dict("validate_args_context", "Comes back with the result, to say what was checked.").WithDefault(DictValue.Empty, "none");

    public override ModuleSpec Spec { get; } = new("validate_argument_spec", "Checks variables against an argument spec; a role that has one is checked so before its tasks.")
    {
        Parameters = [Options, Provided, Context],
        Returns =
        [
            ("argument_errors", "What is wrong, where something is."),
            ("argument_spec_data", "The spec, where something is wrong."),
            ("validate_args_context", "As it was given."),
        ],
        Examples =
        [
            new ModuleExample("""
                - name: The port is a number
                  validate_argument_spec:
                    argument_spec:
                      port: {type: int, required: true}
                    provided_arguments:
                      port: 123
                """),
            new ModuleExample("""
                - name: The mode is one of two
                  validate_argument_spec:
                    argument_spec:
                      mode: {choices: [server, client]}
                    provided_arguments:
                      mode: both
                """)
            {
                Fails = true,
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var spec = args.Require(Options);
        var given = spec.Variables.ToBuilder();
        foreach (var (name, value) in args.Require(Provided))
        {
            given[name] = value;
        }

        yield return new Step.Report("validate_args_context", args.Require(Context));
        var errors = ArgumentSpecCheck.Run(spec.Spec, given.Build());
        if (errors.Count == 0)
        {
            yield return new Step.Report("msg", Value.Of("The arg spec validation passed"));
            yield break;
        }

        yield return new Step.Report("argument_spec_data", spec.Spec);
        yield return new Step.Report("argument_errors", Value.OfTexts(errors));
        yield return new Step.Fail("Validation of arguments failed:\n" + string.Join('\n', errors));
    }
}
