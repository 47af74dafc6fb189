using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates;

/// <summary>
/// The types that ansible-core 2.14 gives the results of templates: all is text, but text that reads as a list, a dict, True or
/// False becomes one, and a variable alone keeps being a number, a boolean or nothing.
/// </summary>
public static class NativeText
{
    /// <summary>Filters whose text stays text, whatever it looks like.</summary>
    private static readonly HashSet<string> TextFilters = ["string", "to_json", "to_nice_json", "to_yaml", "to_nice_yaml", "ppretty", "json"];

    /// <summary>The value of a template that is nothing but an expression.</summary>
    public static Value Of(Value value, Expr expression, string source)
    {
        if (value is UndefinedValue { IsSilent: true })
        {
            return Pad(Value.Of(""), source);
        }

        if (value is AskedValue { StaysText: true } && !source.EndsWith('\n'))
        {
            return value;
        }

        value = value is LateValue ? Interpreter.Whole(value) : value;
        Interpreter.DefinedThroughout(value);
        switch (value)
        {
            case TextValue text when GivesText(expression):
                return text;
            case TextValue text:
                return Pad(Convert(text.Text), source);
            case BoolValue or DictValue or ListValue { IsTuple: false } or OmitValue:
                return value;
            case IntValue or FloatValue or NullValue when expression is NameExpr && IsNameAlone(source):
                return value;
            case NullValue:
                return Pad(Value.Of(""), source);
            default:
                return Pad(Value.Of(PythonText.Str(value)), source);
        }
    }

    /// <summary>The same where native types are asked for: all but text stays as it is.</summary>
    public static Value Kept(Value value, Expr expression)
    {
        if (value is UndefinedValue { IsSilent: true })
        {
            return Value.Null;
        }

        value = value is LateValue ? Interpreter.Whole(value) : value;
        Interpreter.DefinedThroughout(value);
        return value is not TextValue text || text is VaultedText or KeptText ? value
            : GivesText(expression) ? new KeptText(text.Text)
            : OfLiteral(text.Text);
    }

    /// <summary>Text, or what it stands for where it is a literal of Python; text in quotes stays text with its quotes.</summary>
    public static Value OfLiteral(string text)
    {
        if (text.Length == 0 || text[0] is ' ' or '\t' || !(char.IsAsciiDigit(text[0]) || "[{(-+.TFN".Contains(text[0])))
        {
            return Value.Of(text);
        }

        var expression = JinjaLanguage.ParseExpression(new SourceText("<literal>", text), new DiagnosticBag());
        return expression is not (null or NameExpr) && Literal(expression) is { } value and not TextValue ? value : Value.Of(text);
    }

    /// <summary>Text, or the list, dict or boolean that it reads as.</summary>
    public static Value Convert(string text)
    {
        switch (text)
        {
            case "True":
                return Value.True;
            case "False":
                return Value.False;
        }

        if (text.Length == 0 || text[0] is not ('{' or '['))
        {
            return Value.Of(text);
        }

        var expression = JinjaLanguage.ParseExpression(new SourceText("<literal>", text), new DiagnosticBag());
        return expression is ListExpr { IsTuple: false } or DictExpr && Literal(expression) is { } value ? value : Value.Of(text);
    }

    /// <summary>Newlines at the end of a template are kept.</summary>
    private static Value Pad(Value value, string source)
    {
        if (value is not TextValue { Text: var text } || !source.EndsWith('\n'))
        {
            return value;
        }

        var missing = source.Length - source.TrimEnd('\n').Length - (text.Length - text.TrimEnd('\n').Length);
        return missing > 0 ? Value.Of(text + new string('\n', missing)) : value;
    }

    /// <summary>Braces around a name and blanks, no more: only that keeps a number one.</summary>
    private static bool IsNameAlone(string source) =>
        source.StartsWith("{{", StringComparison.Ordinal) && source.EndsWith("}}", StringComparison.Ordinal) && source[2..^2].Trim().All(c => char.IsLetterOrDigit(c) || c == '_');

    private static bool GivesText(Expr expression) => expression switch
    {
        FilterExpr filter => TextFilters.Contains(FilterCatalog.Short(filter.Name)),
        // A template's text that was asked for as text.
        CallExpr { Callee: NameExpr { Name: "lookup" }, Arguments: [{ Value: LiteralExpr { Value: TextValue { Text: "template" or "ansible.builtin.template" } } }, ..] } call =>
            call.Arguments.Any(a => a is { Name: "convert_data", Value: LiteralExpr { Value: BoolValue { Value: false } } }),
        ConditionalExpr choice => GivesText(choice.Then) && (choice.Otherwise is null || GivesText(choice.Otherwise)),
        _ => false,
    };

    /// <summary>The value of an expression of literals only, as Python writes them or JSON does; null where there is anything else.</summary>
    private static Value? Literal(Expr expression)
    {
        EvaluationBudget.CheckStack();
        switch (expression)
        {
            case LiteralExpr literal:
                // Jinja reads none as a literal, Python does not.
                return literal.Value is NullValue && literal.Span.Text != "None" ? null : literal.Value;
            case NameExpr { Name: "null" }:
                return Value.Null;
            case UnaryExpr { Operator: UnaryOperator.Minus, Operand: LiteralExpr { Value: IntValue number } }:
                return Value.Of(-number.Value);
            case UnaryExpr { Operator: UnaryOperator.Minus, Operand: LiteralExpr { Value: FloatValue number } }:
                return Value.Of(-number.Value);
            case ListExpr list:
            {
                var items = list.Items.Select(Literal).ToList();
                return items.Contains(null) ? null : new ListValue([.. items.OfType<Value>()], list.IsTuple);
            }

            case DictExpr dict:
            {
                var builder = new DictBuilder();
                foreach (var (key, value) in dict.Entries)
                {
                    if (Literal(key) is not { } k || k is DictValue or ListValue { IsTuple: false } || Literal(value) is not { } v)
                    {
                        return null;
                    }

                    builder[k] = v;
                }

                return builder.Build();
            }

            default:
                return null;
        }
    }
}
