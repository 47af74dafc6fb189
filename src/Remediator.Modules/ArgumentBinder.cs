using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules;

/// <summary>From a task's options to checked arguments: first statically (names, presence, literal types), then with rendered values.</summary>
public static class ArgumentBinder
{
    /// <summary>Finds what is wrong without rendering anything. Codes RMD2200 to RMD2205.</summary>
    /// <param name="options">Values not rendered; templates are taken on trust here.</param>
    /// <param name="spans">Places of the options, by name as written.</param>
    /// <param name="freeForm">The free-form text as written, where it is at hand: its words are checked too.</param>
    public static void Check(ModuleSpec spec, DictValue options, bool hasFreeForm, IReadOnlyDictionary<string, Span> spans, Span task, DiagnosticBag diagnostics, Value? freeForm = null)
    {
        var given = new HashSet<Parameter>();
        // What a wrong name most likely means is not missing, too: one mistake is told once.
        var meant = new HashSet<Parameter>();
        foreach (var (key, value) in options)
        {
            var name = key.ToString() ?? "";
            var span = spans.GetValueOrDefault(name, task);
            if (spec.Parameters.FirstOrDefault(p => p.Answers(name)) is not { } parameter)
            {
                if (!spec.TakesAnyOption)
                {
                    var known = spec.Parameters.SelectMany(p => p.Aliases.Prepend(p.Name)).ToList();
                    var nearest = DidYouMean.Nearest(name, known);
                    diagnostics.Error("RMD2201", span, $"'{spec.Name}' has no option '{name}'", nearest is null ? Options(known) : DidYouMean.Hint(nearest));
                    meant.UnionWith(spec.Parameters.Where(p => nearest is not null && p.Answers(nearest)));
                }

                continue;
            }

            if (!given.Add(parameter))
            {
                diagnostics.Error("RMD2202", span, $"option '{parameter.Name}' of '{spec.Name}' is given twice, once as '{name}'");
            }

            CheckLiteral(spec, parameter, value, span, diagnostics);
        }

        if (hasFreeForm && spec.FreeForm is { } target)
        {
            if (!given.Add(target))
            {
                diagnostics.Error("RMD2202", task, $"option '{target.Name}' of '{spec.Name}' is given twice, once as free text");
            }

            if (freeForm is not null)
            {
                CheckLiteral(spec, target, freeForm, task, diagnostics);
            }
        }
        else if (hasFreeForm)
        {
            diagnostics.Error("RMD2205", task, $"'{spec.Name}' takes options, not free text", "write its options as key: value below it");
        }

        given.UnionWith(meant);
        foreach (var parameter in spec.Parameters.Where(p => p.IsRequired && !given.Contains(p)))
        {
            diagnostics.Error("RMD2203", task, $"'{spec.Name}' needs the option '{parameter.Name}'", parameter.Description);
        }

        foreach (var message in Broken(spec, p => given.Contains(p), p => options.FirstOrDefault(o => p.Answers(o.Key.ToString() ?? "")).Value))
        {
            diagnostics.Error("RMD2204", task, message);
        }
    }

    /// <summary>The arguments from rendered options, or phrases that say what is wrong. An option whose value is omit is left out.</summary>
    public static (Arguments? Arguments, IReadOnlyList<string> Errors) Bind(ModuleSpec spec, DictValue options, string? freeForm, IBindingContext context)
    {
        var values = new Dictionary<Parameter, object?>();
        var rest = new DictBuilder();
        var errors = new List<string>();
        if (freeForm is not null && spec.FreeForm is { } target)
        {
            Convert(target, Value.Of(freeForm), options, values, errors, context);
        }

        foreach (var (key, value) in options)
        {
            if (value is OmitValue)
            {
                continue;
            }

            var name = key.ToString() ?? "";
            if (spec.Parameters.FirstOrDefault(p => p.Answers(name)) is { } parameter)
            {
                // An option set to nothing is as if it were not there, as in Ansible.
                if (value is not NullValue || (parameter is Parameter<Value> && !parameter.IsRefused))
                {
                    Convert(parameter, value, options, values, errors, context);
                }
            }
            else if (spec.TakesAnyOption)
            {
                rest[key] = value;
            }
            else
            {
                errors.Add($"'{spec.Name}' has no option '{name}'");
            }
        }

        errors.AddRange(spec.Parameters.Where(p => p.IsRequired && !values.ContainsKey(p)).Select(p => $"missing required arguments: {p.Name}"));
        errors.AddRange(Broken(spec, values.ContainsKey, p => values.GetValueOrDefault(p) is string text ? Value.Of(text) : null));
        return errors.Count > 0 ? (null, errors) : (new Arguments(values, rest.Build(), context.Mode), errors);
    }

    private static void Convert(Parameter parameter, Value value, DictValue options, Dictionary<Parameter, object?> values, List<string> errors, IBindingContext context)
    {
        if (parameter.OnHostWhen is { } flag && Parameter.AsText(value) is { } path && IsOnHost(parameter, flag, options))
        {
            values[parameter] = new LocalFile(path, FileContent.Empty, 0);
            return;
        }

        var (converted, error) = parameter.Convert(value, context);
        if (error is not null)
        {
            errors.Add(parameter.IsFromOutside ? error : $"option '{parameter.Name}' {error}");
        }
        else
        {
            values[parameter] = converted;
        }
    }

    private static bool IsOnHost(Parameter parameter, Parameter flag, DictValue options) =>
        options.Where(o => flag.Answers(o.Key.ToString() ?? "")).Select(o => Parameter.AsFlag(o.Value)).FirstOrDefault(f => f is not null) ?? parameter.OnHostByDefault;

    private static void CheckLiteral(ModuleSpec spec, Parameter parameter, Value value, Span span, DiagnosticBag diagnostics)
    {
        // What holds a template or is encrypted is judged when it is rendered; files and expressions need the engine.
        if (parameter.IsFromOutside || HoldsTemplate(value) || value is NullValue or OmitValue)
        {
            return;
        }

        if (parameter.Convert(value, null!).Error is { } error)
        {
            var hint = value is TextValue text && parameter.Choices.Count > 0 ? DidYouMean.Hint(text.Text, parameter.Choices) : null;
            diagnostics.Error("RMD2200", span, $"option '{parameter.Name}' of '{spec.Name}' {error}", hint);
        }
    }

    private static bool HoldsTemplate(Value value) => value switch
    {
        TemplateValue or VaultedText => true,
        ListValue list => list.Any(HoldsTemplate),
        DictValue dict => dict.Any(e => HoldsTemplate(e.Key) || HoldsTemplate(e.Value)),
        _ => false,
    };

    private static IEnumerable<string> Broken(ModuleSpec spec, Func<Parameter, bool> given, Func<Parameter, Value?> value)
    {
        foreach (var rule in spec.Rules)
        {
            switch (rule)
            {
                case ParameterRule.Exclusive exclusive when exclusive.Parameters.Count(given) > 1:
                    yield return $"parameters are mutually exclusive: {Names(exclusive.Parameters.Where(given), "|")}";
                    break;
                case ParameterRule.OneOf oneOf when !oneOf.Parameters.Any(given):
                    yield return $"one of the following is required: {Names(oneOf.Parameters, ", ")}";
                    break;
                case ParameterRule.RequiredIf requiredIf when value(requiredIf.Parameter) is { } actual && actual.Equals(requiredIf.Value) && !requiredIf.Required.All(given):
                    yield return $"{requiredIf.Parameter.Name} is {requiredIf.Value} but all of the following are missing: {Names(requiredIf.Required.Where(p => !given(p)), ", ")}";
                    break;
            }
        }
    }

    private static string Names(IEnumerable<Parameter> parameters, string separator) => string.Join(separator, parameters.Select(p => p.Name));

    private static string Options(List<string> known) =>
        known.Count == 0 ? "it takes no options" : "its options: " + string.Join(", ", known.Order(StringComparer.Ordinal).Take(40));
}
