using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Inventories;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>Lookups of names: variables, the environment of the controller, hosts.</summary>
internal static class VariableLookups
{
    /// <summary>The environment of the controller; <c>default</c> where a name is not set, else empty text.</summary>
    public static IEnumerable<Value> Env(LookupCall call) => call.TextTerms.Select(term =>
        Environment.GetEnvironmentVariable(term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "") is { } value ? Value.Of(value)
        : call.Arguments.Named.TryGetValue("default", out var otherwise) ? otherwise is UndefinedValue undefined ? throw Interpreter.Refuse(undefined) : otherwise
        : Value.Of(""));

    public static IEnumerable<Value> Values(LookupCall call)
    {
        foreach (var term in call.Terms)
        {
            if (term is not TextValue { Text: var name })
            {
                throw new EvaluationException($"Invalid setting identifier, \"{PythonText.Str(term)}\" is not a string, its a {term.TypeName}");
            }

            yield return Variable(name, call);
        }
    }

    /// <summary>Names of variables in which each expression is found.</summary>
    public static IEnumerable<Value> Names(LookupCall call)
    {
        foreach (var term in call.Terms)
        {
            if (term is not TextValue { Text: var pattern })
            {
                throw new EvaluationException($"Invalid setting identifier, \"{PythonText.Str(term)}\" is not a string, it is a {term.TypeName}");
            }

            var regex = PythonRegex.Compile(pattern, ignoreCase: false, multiline: false, call.TimeLeft);
            foreach (var name in call.Scope.Names.Distinct().Where(n => regex.Search(n) is not null))
            {
                yield return Value.Of(name);
            }
        }
    }

    /// <summary>The hosts of a pattern, of those that <c>groups</c> names; none where the pattern names nothing.</summary>
    public static IEnumerable<Value> HostNames(LookupCall call)
    {
        var builder = new InventoryBuilder();
        if (call.Scope.TryGet("groups", out var groups) && groups is DictValue byName)
        {
            foreach (var (group, hosts) in byName)
            {
                builder.AddGroup(PythonText.Str(group));
                foreach (var host in PythonAccess.Items(hosts))
                {
                    builder.AddHost(PythonText.Str(host), PythonText.Str(group));
                }
            }
        }

        DiagnosticBag diagnostics = [];
        var matched = HostPattern.Parse(call.TextTerms.Select(t => (t, new SourceText("<pattern>", t).Whole)), diagnostics).Match(builder.Build(diagnostics), diagnostics);
        return matched.Select(Value.Of);
    }

    private static Value Variable(string name, LookupCall call)
    {
        if (call.Scope.TryGet(name, out var value) && value is not UndefinedValue)
        {
            return value;
        }

        return call["default"] ?? throw new EvaluationException($"No variable found with this name: {name}", hint: DidYouMean.Hint(name, call.Scope.Names)) { IsUndefined = true };
    }
}
