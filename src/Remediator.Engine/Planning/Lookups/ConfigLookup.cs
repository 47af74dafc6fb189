using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>
/// The <c>config</c> lookup. There is no ansible.cfg here: the settings that it knows are those whose value the engine itself
/// has, under Ansible's names.
/// </summary>
internal static class ConfigLookup
{
    private static readonly Dictionary<string, Value> Settings = new()
    {
        ["DEFAULT_BECOME_METHOD"] = Value.Of("sudo"),
        ["DEFAULT_BECOME_USER"] = Value.Of("root"),
        ["DEFAULT_HASH_BEHAVIOUR"] = Value.Of("replace"),
        ["DEFAULT_JINJA2_NATIVE"] = Value.False,
        ["DEFAULT_UNDEFINED_VAR_BEHAVIOR"] = Value.True,
        ["DEFAULT_ALLOW_UNSAFE_LOOKUPS"] = Value.False,
        ["INVENTORY_UNPARSED_IS_FAILED"] = Value.True,
    };

    public static IEnumerable<Value> Run(LookupCall call)
    {
        var missing = call.Text("on_missing", "error");
        if (call["on_missing"] is { } given and not TextValue || missing is not ("error" or "warn" or "skip"))
        {
            throw new EvaluationException($"\"on_missing\" must be a string and one of \"error\", \"warn\" or \"skip\", not {missing}");
        }

        if (call["plugin_type"] is null != call["plugin_name"] is null)
        {
            throw new EvaluationException("Both plugin_type and plugin_name are required, cannot use one without the other");
        }

        foreach (var term in call.Terms)
        {
            if (term is not TextValue { Text: var name })
            {
                throw new EvaluationException($"Invalid setting identifier, \"{PythonText.Str(term)}\" is not a string, its a {term.TypeName}");
            }

            if (call["plugin_name"] is null && Settings.TryGetValue(name, out var value))
            {
                yield return value;
            }
            else if (missing == "error")
            {
                throw new EvaluationException($"Unable to find setting {name}", hint: "settings known here: " + string.Join(", ", Settings.Keys));
            }
        }
    }
}
