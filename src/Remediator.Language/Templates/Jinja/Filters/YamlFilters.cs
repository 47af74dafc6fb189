using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters that read and write YAML.</summary>
internal static class YamlFilters
{
    private const string Options = "indent? default_flow_style? sort_keys? width? explicit_start? explicit_end? allow_unicode? default_style? line_break?";

    public static readonly NamedFunction[] All =
    [
        new("to_yaml", Options, c => Write(c, new())),
        new("to_nice_yaml", Options, c => Write(c, new() { Indent = 4, FlowStyle = false })),
        new("from_yaml", "", c => c.Input is TextValue text ? YamlText.Parse(text.Text) is [var first, ..] ? first : Value.Null : c.Input),
        new("from_yaml_all", "", c => c.Input is TextValue text ? new ListValue(YamlText.Parse(text.Text)) : c.Input),
    ];

    private static Value Write(FunctionCall call, YamlWriting writing) => Value.Of((writing with
    {
        Indent = (int)Math.Clamp(call.NumberAt(0, writing.Indent), 1, 9),
        FlowStyle = call[1] is null ? writing.FlowStyle : call.Has(1) ? call.FlagAt(1) : null,
        SortKeys = call.FlagAt(2, true),
        Width = call.Has(3) && call[3] is FloatValue ? int.MaxValue : (int)Math.Clamp(call.NumberAt(3, writing.Width), 1, int.MaxValue),
        ExplicitStart = call.FlagAt(4),
        ExplicitEnd = call.FlagAt(5),
    }).Write(Interpreter.DefinedThroughout(call.Input)));
}
