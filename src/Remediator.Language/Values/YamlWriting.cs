using System.Text;
using Remediator.Language.Expressions;

namespace Remediator.Language.Values;

/// <summary>Writes values as YAML with PyYAML's layout, so that rendered files stay the same byte for byte. Repeated values are written again, not aliased.</summary>
public sealed record YamlWriting
{
    /// <summary>Blanks of one level, 1 to 9.</summary>
    public int Indent { get; init; } = 2;

    /// <summary>Collections in braces: always, never, or (null) those that hold only scalars.</summary>
    public bool? FlowStyle { get; init; }

    public bool SortKeys { get; init; } = true;

    /// <summary>Columns after which a line is folded at a blank.</summary>
    public int Width { get; init; } = 80;

    public bool ExplicitStart { get; init; }

    public bool ExplicitEnd { get; init; }

    public string Write(Value value) => new Emitter(this).Document(value);

    private sealed class Emitter(YamlWriting options)
    {
        private readonly YamlOutput output = new(options.Width);

        public string Document(Value value)
        {
            if (options.ExplicitStart)
            {
                output.Indicator("---", needsBlank: true);
            }

            if (IsScalar(value))
            {
                Scalar(value, options.Indent, inFlow: false, isKey: false);
            }
            else
            {
                Collection(value, null, inMapping: false, inFlow: false);
            }

            return output.End(options.ExplicitEnd ? "...\n" : "");
        }

        private static bool IsScalar(Value value) => value is not (ListValue or DictValue);

        private bool UsesFlow(Value value, IReadOnlyList<KeyValuePair<Value, Value>>? entries) => options.FlowStyle
            ?? (value is ListValue list ? list.All(IsScalar) : entries!.All(e => IsScalar(e.Key) && IsScalar(e.Value)));

        private void Node(Value value, int indent, bool inMapping, bool inFlow)
        {
            if (IsScalar(value))
            {
                Scalar(value, indent + options.Indent, inFlow, isKey: false);
            }
            else
            {
                Collection(value, indent, inMapping, inFlow);
            }
        }

        private void Collection(Value value, int? outer, bool inMapping, bool inFlow)
        {
            EvaluationBudget.CheckStack();
            var entries = value is DictValue dict ? Entries(dict) : null;
            var isEmpty = value is ListValue { Count: 0 } || entries is { Count: 0 };
            if (inFlow || isEmpty || UsesFlow(value, entries))
            {
                Flow(value, entries, outer is { } o ? o + options.Indent : options.Indent);
            }
            else if (entries is not null)
            {
                BlockMapping(entries, outer is { } o ? o + options.Indent : 0);
            }
            else
            {
                var indentless = inMapping && !output.AtIndention;
                BlockSequence((ListValue)value, outer is not { } o ? 0 : indentless ? o : o + options.Indent);
            }
        }

        private List<KeyValuePair<Value, Value>> Entries(DictValue dict)
        {
            var entries = dict.ToList();
            if (options.SortKeys && entries.All(e => e.Key is TextValue))
            {
                entries.Sort((a, b) => PythonOperators.Order(a.Key, b.Key) ?? 0);
            }

            return entries;
        }

        private void BlockSequence(ListValue list, int indent)
        {
            foreach (var item in list)
            {
                output.LineTo(indent);
                output.Indicator("-", needsBlank: true, isIndention: true);
                Node(item, indent, inMapping: false, inFlow: false);
            }
        }

        private void BlockMapping(List<KeyValuePair<Value, Value>> entries, int indent)
        {
            foreach (var (key, value) in entries)
            {
                output.LineTo(indent);
                if (IsSimpleKey(key))
                {
                    Scalar(key, indent + options.Indent, inFlow: false, isKey: true);
                    output.Indicator(":", needsBlank: false);
                }
                else
                {
                    output.Indicator("?", needsBlank: true, isIndention: true);
                    Node(key, indent, inMapping: true, inFlow: false);
                    output.LineTo(indent);
                    output.Indicator(":", needsBlank: true, isIndention: true);
                }

                Node(value, indent, inMapping: true, inFlow: false);
            }
        }

        private void Flow(Value value, List<KeyValuePair<Value, Value>>? entries, int indent)
        {
            output.Indicator(entries is null ? "[" : "{", needsBlank: true, isWhitespace: true);
            var count = entries?.Count ?? ((ListValue)value).Count;
            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    output.Indicator(",", needsBlank: false);
                }

                if (output.Column > options.Width)
                {
                    output.LineTo(indent);
                }

                if (entries is null)
                {
                    Node(((ListValue)value)[i], indent, inMapping: false, inFlow: true);
                    continue;
                }

                var simple = IsSimpleKey(entries[i].Key);
                if (!simple)
                {
                    output.Indicator("?", needsBlank: true);
                }

                Node(entries[i].Key, indent, inMapping: true, inFlow: true);
                output.Indicator(":", needsBlank: !simple);
                Node(entries[i].Value, indent, inMapping: true, inFlow: true);
            }

            output.Indicator(entries is null ? "]" : "}", needsBlank: false);
        }

        private static bool IsSimpleKey(Value key) => IsScalar(key) && YamlPlainText.Text(key) is var text && text.Length < 128 && !text.Contains('\n');

        private void Scalar(Value value, int indent, bool inFlow, bool isKey)
        {
            var text = YamlPlainText.Text(value);
            var style = value is TextValue or OmitValue ? YamlPlainText.StyleOf(text, inFlow, isKey) : YamlScalarStyle.Plain;
            switch (style)
            {
                case YamlScalarStyle.Plain:
                    output.Plain(text, indent, !isKey);
                    break;
                case YamlScalarStyle.Single:
                    output.SingleQuoted(text, indent, !isKey);
                    break;
                default:
                    output.DoubleQuoted(text, indent, !isKey);
                    break;
            }
        }
    }
}
