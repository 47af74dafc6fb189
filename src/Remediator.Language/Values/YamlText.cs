using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Remediator.Language.Values;

/// <summary>Reads YAML text into values by the rules of YAML 1.1 that PyYAML follows; dates stay text.</summary>
public static partial class YamlText
{
    /// <summary>Nodes that aliases may stand for before a document is refused.</summary>
    private const int MostNodes = 1_000_000;

    /// <summary>The documents of a text; <see cref="EvaluationException"/> where it is not YAML.</summary>
    public static IReadOnlyList<Value> Parse(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            var documents = new List<Value>();
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                documents.Add(new Reader(parser).Read());
                parser.Consume<DocumentEnd>();
            }

            return documents;
        }
        catch (YamlException error)
        {
            throw new EvaluationException($"the text is not YAML: {error.Message} (line {error.Start.Line}, column {error.Start.Column})");
        }
    }

    /// <summary>What a plain scalar without a tag means.</summary>
    public static Value Scalar(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return Value.Null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return Value.True;
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return Value.False;
        }

        return IntPattern().IsMatch(text) && Int(text) is { } whole ? Value.Of(whole) : FloatPattern().IsMatch(text) ? Value.Of(Float(text)) : Value.Of(text);
    }

    /// <summary>True where a plain scalar would not be read back as text.</summary>
    internal static bool IsAmbiguous(string text) => Scalar(text) is not TextValue || text is "=" or "<<" || IntPattern().IsMatch(text) || TimePattern().IsMatch(text);

    private static long? Int(string text)
    {
        var digits = text.Replace("_", "");
        var sign = digits[0] == '-' ? -1 : 1;
        digits = digits.TrimStart('+', '-');
        try
        {
            return sign * (digits switch
            {
                _ when digits.StartsWith("0x", StringComparison.Ordinal) => Convert.ToInt64(digits[2..], 16),
                _ when digits.StartsWith("0b", StringComparison.Ordinal) => Convert.ToInt64(digits[2..], 2),
                _ when digits.Contains(':') => digits.Split(':').Aggregate(0L, (sum, part) => checked((sum * 60) + long.Parse(part, CultureInfo.InvariantCulture))),
                ['0', _, ..] => Convert.ToInt64(digits, 8),
                _ => long.Parse(digits, CultureInfo.InvariantCulture),
            });
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            return null;
        }
    }

    private static double Float(string text)
    {
        var digits = text.Replace("_", "").ToLowerInvariant();
        return digits.TrimStart('+', '-') switch
        {
            ".inf" => digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            ".nan" => double.NaN,
            var sexagesimal when sexagesimal.Contains(':') => (digits[0] == '-' ? -1 : 1) * sexagesimal.Split(':').Aggregate(0.0, (sum, part) => (sum * 60) + double.Parse(part, CultureInfo.InvariantCulture)),
            _ => double.Parse(digits, CultureInfo.InvariantCulture),
        };
    }

    [GeneratedRegex(@"\A(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z")]
    private static partial Regex IntPattern();

    [GeneratedRegex(@"\A(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex FloatPattern();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)?\z")]
    private static partial Regex TimePattern();

    private sealed class Reader(Parser parser)
    {
        private readonly Dictionary<string, (Value Value, int Nodes)> anchors = [];
        private int nodes;

        public Value Read()
        {
            EvaluationBudget.CheckStack();
            if (++nodes > MostNodes)
            {
                throw new EvaluationException($"the YAML text stands for more than {MostNodes} nodes");
            }

            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                var (named, count) = anchors.TryGetValue(alias.Value.Value, out var known) ? known : throw new EvaluationException($"found undefined alias '{alias.Value.Value}'");
                nodes += count;
                return named;
            }

            var anchor = ((NodeEvent)parser.Current!).Anchor;
            var before = nodes;
            var value = parser.TryConsume<Scalar>(out var scalar) ? Read(scalar) : parser.TryConsume<SequenceStart>(out _) ? Sequence() : Mapping();
            if (!anchor.IsEmpty)
            {
                anchors[anchor.Value] = (value, nodes - before);
            }

            return value;
        }

        private static Value Read(Scalar scalar)
        {
            var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
            return tag is "tag:yaml.org,2002:str" or "!" || (scalar.Style != ScalarStyle.Plain && tag.Length == 0) ? Value.Of(scalar.Value) : Scalar(scalar.Value);
        }

        private ListValue Sequence()
        {
            var items = new List<Value>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Read());
            }

            return new ListValue(items);
        }

        private DictValue Mapping()
        {
            parser.Consume<MappingStart>();
            var builder = new DictBuilder();
            var merged = new List<Value>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var isMerge = parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
                var key = PythonAccess.Key(Read());
                var value = Read();
                if (isMerge)
                {
                    merged.AddRange(value is ListValue list ? list : [value]);
                }
                else
                {
                    builder[key] = value;
                }
            }

            foreach (var (key, value) in merged.OfType<DictValue>().SelectMany(dict => dict))
            {
                if (!builder.TryGet(key, out _))
                {
                    builder[key] = value;
                }
            }

            return builder.Build();
        }
    }
}
