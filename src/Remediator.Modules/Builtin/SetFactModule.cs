using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class SetFactModule : Module
{
    private static readonly Parameter<bool?> Cacheable = Parameter.Flag("cacheable", "Makes them facts, too, which a cache of facts keeps beyond the run.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("set_fact", "Sets variables of the host for the rest of the run; its options are their names.")
    {
        Parameters = [Cacheable],
        TakesAnyOption = true,
        Returns = [("ansible_facts", "The variables.")],
        Examples = [new ModuleExample("- name: Remember the file\n  set_fact:\n    chrony_conf: /etc/chrony/chrony.conf\n    strict: true\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        if (args.Rest.Count == 0)
        {
            yield return new Step.Fail("No key/value pairs provided, at least one is required for this action to succeed");
            yield break;
        }

        var facts = new DictBuilder();
        foreach (var (key, value) in args.Rest)
        {
            var name = key.ToString() ?? "";
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c)))
            {
                yield return new Step.Fail($"The variable name '{name}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.");
                yield break;
            }

            facts[name] = args.Mode.IsNative ? value : WithFlags(value);
        }

        yield return new Step.Report("ansible_facts", facts.Build()) { IsCacheable = args.Get(Cacheable) == true };
    }

    /// <summary>Words for true and false become booleans, as in Ansible without native types: a template can only give text.</summary>
    private static Value WithFlags(Value value) => value switch
    {
        TextValue text when text.Text.ToLowerInvariant() is "true" or "yes" => Value.True,
        TextValue text when text.Text.ToLowerInvariant() is "false" or "no" => Value.False,
        _ => value,
    };
}
