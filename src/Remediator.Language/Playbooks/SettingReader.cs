using System.Globalization;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads the value of a keyword after its shape; literal booleans and numbers in quotes become what they say.</summary>
internal sealed class SettingReader(DiagnosticBag diagnostics)
{
    /// <summary>Sets a keyword's value in the model; without a value or with a wrong one the model stays and a diagnostic says so.</summary>
    public TModel Apply<TModel>(TModel model, Keyword<TModel> keyword, YamlEntry entry)
    {
        if (IsEmpty(entry.Value))
        {
            diagnostics.Warn("RMD2015", entry.Key.Span, $"'{keyword.Name}' has no value");
            return model;
        }

        if (Read(keyword.Name, keyword.Shape, entry.Value) is not { } settings)
        {
            return model;
        }

        if (keyword.Choices is { } choices && settings[0].Value is TextValue text && !choices.Contains(text.Text))
        {
            diagnostics.Error("RMD2002", settings[0].Span, $"'{keyword.Name}' is {Words.OneOf(choices)}, not '{text.Text}'", DidYouMean.Hint(text.Text, choices));
            return model;
        }

        return keyword.Set(model, settings);
    }

    public static bool IsEmpty(YamlNode node) => node is YamlScalar { Style: ScalarStyle.Plain, Tag: null } scalar && YamlScalars.Resolve(scalar.Text) is NullValue;

    private IReadOnlyList<Setting>? Read(string name, Shape shape, YamlNode node)
    {
        switch (shape)
        {
            case Shape.TextOrList when name is "hosts" or "gather_subset" or "collections":
                return ReadTexts(name, node, splitCommas: false) is { Count: > 0 } texts
                    ? [node is YamlScalar ? texts[0] : new Setting(Value.Of(texts.Select(t => t.Value)), node.Span)]
                    : null;
            case Shape.TextOrList or Shape.CommaList:
                return ReadTexts(name, node, splitCommas: shape == Shape.CommaList);
            case Shape.Conditions:
                return ReadConditions(name, node);
            case Shape.Files:
                return ReadFiles(name, node);
        }

        return ReadOne(name, shape, node) is { } value ? [new Setting(value, node.Span)] : null;
    }

    private Value? ReadOne(string name, Shape shape, YamlNode node)
    {
        var value = YamlValues.ToValue(node, diagnostics);
        if (value is NullValue && !IsEmpty(node))
        {
            // What the value is could not be read, and that is told already.
            return null;
        }

        if (value is TemplateValue or VaultedText && shape is not Shape.VariableName || shape == Shape.Any)
        {
            return value;
        }

        return shape switch
        {
            Shape.Text => AsText(value) ?? Refuse(name, "text", value, node),
            Shape.Flag => AsFlag(value) ?? Refuse(name, "yes or no", value, node),
            Shape.WholeNumber => AsWhole(value) ?? Refuse(name, "a whole number", value, node),
            Shape.Number => AsNumber(value) ?? Refuse(name, "a number", value, node),
            Shape.Duration => Duration.TryParse(value, out var span) && span > TimeSpan.Zero && span <= TimeSpan.FromDays(1) ? value : RefuseDuration(name, value, node),
            Shape.VariableName => AsVariable(name, value, node),
            Shape.Dict => value as DictValue ?? Refuse(name, "a mapping", value, node),
            Shape.DictOrList => value is DictValue || value is ListValue list && list.All(i => i is DictValue or TemplateValue) ? value : Refuse(name, "a mapping or a list of mappings", value, node),
            Shape.List => value as ListValue ?? Refuse(name, "a list", value, node),
            Shape.Batches => AsBatches(value) ?? Refuse(name, "a whole number, a percentage or a list of those", value, node),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };
    }

    private Value? Refuse(string name, string wanted, Value value, YamlNode node)
    {
        var shown = value is ListValue or DictValue ? Words.KindOf(value) : $"'{(node as YamlScalar)?.Text}'";
        diagnostics.Error("RMD2002", Words.FirstLine(node.Span), $"'{name}' takes {wanted}, not {shown}");
        return null;
    }

    private Value? RefuseDuration(string name, Value value, YamlNode node)
    {
        var shown = value is ListValue or DictValue ? Words.KindOf(value) : $"'{(node as YamlScalar)?.Text}'";
        diagnostics.Error("RMD2011", Words.FirstLine(node.Span), $"'{name}' takes a duration above zero and at most a day, not {shown}", "write seconds such as 90, or 120s, 2m, 1h");
        return null;
    }

    private static Value? AsText(Value value) => value switch
    {
        TextValue => value,
        ListValue or DictValue => null,
        _ => Value.Of(value.ToString()!),
    };

    /// <summary>The literals that Ansible's boolean conversion knows.</summary>
    private static Value? AsFlag(Value value) => value switch
    {
        BoolValue => value,
        IntValue { Value: 0 or 1 } whole => Value.Of(whole.Value == 1),
        TextValue text => text.Text.Trim().ToLowerInvariant() switch
        {
            "y" or "yes" or "on" or "1" or "true" or "t" => Value.True,
            "n" or "no" or "off" or "0" or "false" or "f" => Value.False,
            _ => null,
        },
        _ => null,
    };

    private static Value? AsWhole(Value value) => value switch
    {
        IntValue => value,
        TextValue text when long.TryParse(text.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var whole) => Value.Of(whole),
        _ => null,
    };

    private static Value? AsNumber(Value value) => value switch
    {
        IntValue or FloatValue => value,
        TextValue text when AsWhole(text) is { } whole => whole,
        TextValue text when double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Value.Of(number),
        _ => null,
    };

    private static Value? AsBatches(Value value) => value switch
    {
        ListValue list when list.Count > 0 && list.All(i => i is not ListValue && AsBatches(i) is not null) => value,
        TemplateValue => value,
        TextValue text when text.Text.Trim().EndsWith('%') && AsNumber(Value.Of(text.Text.Trim()[..^1])) is not null => value,
        _ => AsWhole(value),
    };

    private Value? AsVariable(string name, Value value, YamlNode node)
    {
        if (value is TemplateValue && name is "loop_var" or "index_var")
        {
            return value;
        }

        if (AsText(value) is not TextValue text || value is TemplateValue)
        {
            return Refuse(name, "the name of a variable", value, node);
        }

        if (VariableName.IsValid(text.Text))
        {
            return text;
        }

        diagnostics.Error("RMD2009", node.Span, $"Invalid variable name in '{name}' specified: '{text.Text}'", $"letters, digits and '_' can, such as '{VariableName.Suggest(text.Text)}'");
        return null;
    }

    private List<Setting>? ReadTexts(string name, YamlNode node, bool splitCommas)
    {
        var settings = new List<Setting>();
        foreach (var item in node is YamlSequence sequence ? sequence.Items : [node])
        {
            if (item is not YamlScalar scalar || IsEmpty(item))
            {
                diagnostics.Error("RMD2002", Words.FirstLine(item.Span), $"'{name}' takes text or a list of texts, not {Words.KindOf(item)}");
                return null;
            }

            var value = YamlValues.ToValue(scalar, diagnostics);
            if (value is TextValue text && splitCommas && text.Text.Contains(',', StringComparison.Ordinal))
            {
                settings.AddRange(Words.SplitCommas(scalar).Select(p => new Setting(Value.Of(p.Text), p.Span)));
            }
            else
            {
                settings.Add(new Setting(value is TemplateValue ? value : AsText(value)!, item.Span));
            }
        }

        return settings;
    }

    private List<Setting>? ReadConditions(string name, YamlNode node)
    {
        var settings = new List<Setting>();
        foreach (var item in node is YamlSequence sequence ? sequence.Items : [node])
        {
            var value = item is YamlScalar && !IsEmpty(item) ? YamlValues.ToValue(item, diagnostics) : null;
            if (value is null)
            {
                var hint = item is YamlMapping { Span: var span } && span.Text.StartsWith('{') ? "put an expression that starts with '{' in quotes" : null;
                diagnostics.Error("RMD2002", Words.FirstLine(item.Span), $"'{name}' takes an expression or a list of expressions, not {Words.KindOf(item)}", hint);
                return null;
            }

            if (value is not NullValue)
            {
                settings.Add(new Setting(value, item.Span));
            }
        }

        return settings;
    }

    private List<Setting>? ReadFiles(string name, YamlNode node)
    {
        var settings = new List<Setting>();
        foreach (var item in node is YamlSequence sequence ? sequence.Items : [node])
        {
            if (ReadTexts(name, item, splitCommas: false) is not { } texts)
            {
                return null;
            }

            settings.Add(item is YamlScalar ? texts[0] : new Setting(Value.Of(texts.Select(t => t.Value)), item.Span));
        }

        return settings;
    }
}
