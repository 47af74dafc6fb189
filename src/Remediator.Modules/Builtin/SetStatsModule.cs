using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class SetStatsModule : Module
{
    private static readonly Parameter<Value> Data = Parameter.Any("data", "Names and values.");

    private static readonly Parameter<Value> PerHost = Parameter.Any("per_host", "The values are the host's own rather than the run's.").WithDefault(Value.False, "false");

    private static readonly Parameter<Value> Aggregate = Parameter.Any("aggregate", "A value is added to what stands under its name; else it takes its place.").WithDefault(Value.True, "true");

    public override ModuleSpec Spec { get; } = new("set_stats", "Keeps values that are shown at the end of the run: the JSON event run_ended has them, text has them where ANSIBLE_SHOW_CUSTOM_STATS is set.")
    {
        Parameters = [Data, PerHost, Aggregate],
        Returns = [("ansible_stats", "data, per_host and aggregate.")],
        Examples = [new ModuleExample("- name: Count what was found\n  set_stats:\n    data:\n      found: 3\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        if ((args.Get(Data) ?? DictValue.Empty) is not DictValue data)
        {
            yield return new Step.Fail("The 'data' option needs to be a dictionary/hash");
            yield break;
        }

        if (data.Keys.Select(k => k.ToString() ?? "").FirstOrDefault(k => !VariableName.IsValid(k)) is { } wrong)
        {
            yield return new Step.Fail($"The variable name '{wrong}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.");
            yield break;
        }

        yield return new Step.Report("ansible_stats", Value.Dict(("data", data), ("per_host", IsTrue(args.Require(PerHost))), ("aggregate", IsTrue(args.Require(Aggregate)))));
    }

    /// <summary>As Ansible takes it here: what is no word for true or false is false.</summary>
    private static Value IsTrue(Value flag) => Value.Of(Parameter.AsFlag(flag) == true);
}
