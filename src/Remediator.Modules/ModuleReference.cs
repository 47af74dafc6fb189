using System.Text;

namespace Remediator.Modules;

/// <summary>The reference of a module, made from its specification, so that it cannot tell anything else than what is checked.</summary>
public static class ModuleReference
{
    /// <summary>Markdown, as in docs/modules.</summary>
    public static string Markdown(ModuleSpec spec)
    {
        var text = new StringBuilder($"# {spec.Name}\n\n{spec.Summary}\n");
        if (spec.OtherNames.Count > 0)
        {
            text.Append($"\nOther names: {string.Join(", ", spec.OtherNames.Select(n => $"`{n}`"))}.\n");
        }

        if (Supported(spec).Any() || spec.TakesAnyOption)
        {
            text.Append("\n## Options\n\n| option | type | default | |\n|---|---|---|---|\n");
            foreach (var parameter in Supported(spec))
            {
                text.Append($"| `{parameter.Name}`{Aliases(parameter, "`")} | {Cell(Kind(parameter))} | {(parameter.IsRequired ? "**required**" : Cell(parameter.DefaultText ?? ""))} | {Cell(Notes(spec, parameter))} |\n");
            }

            text.Append(spec.TakesAnyOption ? "\nAny other option is taken as it is.\n" : "");
        }

        foreach (var rule in spec.Rules)
        {
            text.Append($"\n{Rule(rule)}\n");
        }

        if (Refused(spec).Any())
        {
            text.Append("\nNot supported, and refused rather than ignored:\n\n");
            foreach (var group in Refused(spec).GroupBy(p => p.Description))
            {
                text.Append($"- {string.Join(", ", group.Select(p => $"`{p.Name}`"))}: {group.Key["Not supported: ".Length..]}\n");
            }
        }

        if (spec.Returns.Count > 0)
        {
            text.Append("\n## Result\n\n| key | |\n|---|---|\n");
            foreach (var (key, description) in spec.Returns)
            {
                text.Append($"| `{key}` | {Cell(description)} |\n");
            }
        }

        if (spec.Examples.Count > 0)
        {
            text.Append("\n## Examples\n\n```yaml\n").Append(string.Join('\n', spec.Examples.Select(e => e.Yaml.TrimEnd('\n') + "\n"))).Append("```\n");
        }

        return text.ToString();
    }

    /// <summary>Plain text for a terminal, lines of at most <paramref name="width"/> columns (examples as they are).</summary>
    public static string Text(ModuleSpec spec, int width = 80)
    {
        var text = new StringBuilder();
        text.Append(spec.Name);
        text.Append(spec.OtherNames.Count > 0 ? $" ({string.Join(", ", spec.OtherNames)})" : "").Append("\n\n");
        Wrap(text, spec.Summary, "  ", width);
        if (spec.Parameters.Count > 0 || spec.TakesAnyOption)
        {
            text.Append("\nOptions (= is required)\n");
        }

        foreach (var parameter in Supported(spec))
        {
            text.Append($"\n  {(parameter.IsRequired ? "=" : "-")} {parameter.Name}{Aliases(parameter, "")}  <{Kind(parameter)}>");
            text.Append(parameter.DefaultText is { } value ? $"  default: {value}\n" : "\n");
            Wrap(text, Notes(spec, parameter), "      ", width);
        }

        text.Append(spec.TakesAnyOption ? "\n  Any other option is taken as it is.\n" : "");
        foreach (var rule in spec.Rules)
        {
            text.Append('\n');
            Wrap(text, Rule(rule), "  ", width);
        }

        if (Refused(spec).Any())
        {
            text.Append("\nNot supported\n\n");
            foreach (var parameter in Refused(spec))
            {
                Wrap(text, $"{parameter.Name}: {parameter.Description["Not supported: ".Length..]}", "  ", width);
            }
        }

        text.Append(spec.Returns.Count > 0 ? "\nResult\n\n" : "");
        foreach (var (key, description) in spec.Returns)
        {
            Wrap(text, $"{key}: {description}", "  ", width);
        }

        text.Append(spec.Examples.Count > 0 ? "\nExamples\n" : "");
        foreach (var line in spec.Examples.SelectMany(e => ("\n" + e.Yaml.TrimEnd('\n')).Split('\n')))
        {
            text.Append(line.Length > 0 ? "  " + line : "").Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<Parameter> Supported(ModuleSpec spec) => spec.Parameters.Where(p => !p.IsRefused).OrderBy(p => !p.IsRequired);

    private static IEnumerable<Parameter> Refused(ModuleSpec spec) => spec.Parameters.Where(p => p.IsRefused);

    private static string Kind(Parameter parameter) => parameter.Choices.Count > 0 ? string.Join(" | ", parameter.Choices.Select(Visible)) : parameter.TypeName;

    private static string Notes(ModuleSpec spec, Parameter parameter) =>
        parameter.Description + (parameter == spec.FreeForm ? " May stand as free text after the module's name." : "") + (parameter.IsSecret ? " Never shown." : "");

    private static string Aliases(Parameter parameter, string quote) =>
        parameter.Aliases.Count == 0 ? "" : $" ({string.Join(", ", parameter.Aliases.Select(a => quote + a + quote))})";

    private static string Rule(ParameterRule rule)
    {
        static string Names(IEnumerable<Parameter> parameters, string last)
        {
            var names = parameters.Select(p => p.Name).ToList();
            return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} {last} {names[^1]}";
        }

        return rule switch
        {
            ParameterRule.Exclusive exclusive => $"At most one of {Names(exclusive.Parameters, "and")} may be given.",
            ParameterRule.OneOf oneOf => $"At least one of {Names(oneOf.Parameters, "and")} must be given.",
            ParameterRule.RequiredIf requiredIf => $"Where {requiredIf.Parameter.Name} is {requiredIf.Value}, {Names(requiredIf.Required, "and")} must be given.",
            _ => throw new InvalidOperationException($"no text for {rule.GetType().Name}"),
        };
    }

    private static string Cell(string text) => Visible(text).Replace("|", "\\|");

    private static string Visible(string text) => text.Replace("\r", "\\r").Replace("\n", "\\n");

    private static void Wrap(StringBuilder text, string sentence, string indent, int width)
    {
        var column = 0;
        foreach (var word in sentence.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? indent : " ").Append(word);
            column += word.Length + (column == 0 ? indent.Length : 1);
        }

        text.Append('\n');
    }
}
