using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using YamlDotNet.Core.Events;
using Style = YamlDotNet.Core.ScalarStyle;

namespace Remediator.Language.Yaml;

/// <summary>Builds nodes from the parser's events: spans, anchors, merge keys, duplicate keys and budgets.</summary>
internal sealed class YamlComposer(SourceText source, DiagnosticBag diagnostics, YamlBudget budget, int shift)
{
    private readonly List<YamlNode> documents = [];
    private readonly Stack<Frame> open = new();
    private readonly Dictionary<string, Anchored> anchors = new(StringComparer.Ordinal);
    private YamlNode? root;
    private int lastEnd;
    private int nodes;
    private long expanded;

    public IReadOnlyList<YamlNode> Documents => documents;

    /// <summary>Where the innermost open collection starts, for errors that have no place of their own.</summary>
    public Span OpenCollection => new(source, open.TryPeek(out var frame) ? frame.Start : lastEnd, 1);

    /// <summary>False where a budget is used up and reading has to end.</summary>
    public bool Take(ParsingEvent parsed)
    {
        switch (parsed)
        {
            case DocumentStart:
                lastEnd = IndexOf(parsed.End.Index);
                root = null;
                anchors.Clear();
                break;
            case DocumentEnd:
                if (root is not null)
                {
                    documents.Add(root);
                }

                break;
            case Scalar scalar:
                return Attach(ScalarOf(scalar), scalar.Anchor.IsEmpty ? null : scalar.Anchor.Value, weight: 1, height: 0);
            case AnchorAlias alias:
                return Resolve(alias);
            case SequenceStart start:
                return Open(start, isMapping: false, start.Style == SequenceStyle.Flow);
            case MappingStart start:
                return Open(start, isMapping: true, start.Style == MappingStyle.Flow);
            case SequenceEnd or MappingEnd:
                return Close();
        }

        return true;
    }

    private int IndexOf(long index) => (int)Math.Min(index + shift, source.Content.Length);

    private YamlScalar ScalarOf(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            Style.SingleQuoted => ScalarStyle.SingleQuoted,
            Style.DoubleQuoted => ScalarStyle.DoubleQuoted,
            Style.Literal => ScalarStyle.Literal,
            Style.Folded => ScalarStyle.Folded,
            _ => ScalarStyle.Plain,
        };
        var start = SkipProperties(IndexOf(scalar.Start.Index), scalar);
        var end = IndexOf(scalar.End.Index);
        if (style == ScalarStyle.Plain && scalar.Value.Length == 0)
        {
            // The parser puts a missing value where the next token starts; it belongs right behind its colon or dash.
            start = end = open.Count > 0 ? BehindIndicator(lastEnd) : lastEnd;
        }
        else if (style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            while (end > start && char.IsWhiteSpace(source.Content[end - 1]))
            {
                end--;
            }
        }

        lastEnd = Math.Max(lastEnd, end);
        return new YamlScalar(new Span(source, start, Math.Max(0, end - start)), TagOf(scalar), scalar.Value, style);
    }

    private int BehindIndicator(int index)
    {
        var text = source.Content;
        for (var at = index; at < text.Length; at++)
        {
            if (text[at] == '#')
            {
                at = text.IndexOf('\n', at) is var line and >= 0 ? line : text.Length;
            }
            else if (!char.IsWhiteSpace(text[at]))
            {
                return text[at] is ':' or '-' or '?' ? at + 1 : index;
            }
        }

        return index;
    }

    /// <summary>A node's span starts behind its tag and anchor.</summary>
    private int SkipProperties(int start, NodeEvent node)
    {
        if (node.Tag.IsEmpty && node.Anchor.IsEmpty)
        {
            return start;
        }

        var text = source.Content;
        var at = start;
        while (at < text.Length && text[at] is '!' or '&')
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (',' or ']' or '}'))
            {
                at++;
            }

            lastEnd = Math.Max(lastEnd, at);
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        return at;
    }

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.IsNonSpecific ? "!" : node.Tag.Value;

    private bool Open(NodeEvent node, bool isMapping, bool isFlow)
    {
        var start = SkipProperties(IndexOf(node.Start.Index), node);
        if (open.Count >= budget.MaxDepth)
        {
            diagnostics.Error("RMD1002", new Span(source, start, 1), $"collections are nested deeper than {budget.MaxDepth}");
            return false;
        }

        lastEnd = Math.Max(lastEnd, isFlow ? start + 1 : start);
        open.Push(new Frame(isMapping, isFlow, start, TagOf(node), node.Anchor.IsEmpty ? null : node.Anchor.Value));
        if (open.Peek().Anchor is { } anchor)
        {
            anchors[anchor] = Anchored.Unfinished;
        }

        return true;
    }

    private bool Close()
    {
        var frame = open.Pop();
        var end = lastEnd;
        if (frame.IsFlow)
        {
            end = EndOfFlow(frame, end);
        }

        lastEnd = Math.Max(lastEnd, end);
        var span = new Span(source, frame.Start, Math.Max(0, end - frame.Start));
        YamlNode node;
        if (frame.IsMapping)
        {
            if (MappingEntries.RefuseBareTemplate(frame.Items, span, diagnostics) is { } template)
            {
                return Attach(template, frame.Anchor, weight: 1, height: 0);
            }

            var (entries, merged) = MappingEntries.Build(frame.Items, diagnostics);
            expanded += merged;
            if (expanded > budget.MaxExpandedNodes)
            {
                return OverExpansion(span);
            }

            node = new YamlMapping(span, frame.Tag, entries);
        }
        else
        {
            node = new YamlSequence(span, frame.Tag, frame.Items);
        }

        return Attach(node, frame.Anchor, frame.Weight, frame.Height);
    }

    /// <summary>The end event of a flow collection is marked at its bracket; only comments and blanks stand between it and the last item.</summary>
    private int EndOfFlow(Frame frame, int from)
    {
        var text = source.Content;
        var bracket = frame.IsMapping ? '}' : ']';
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == bracket)
            {
                return at + 1;
            }

            if (text[at] == '#')
            {
                at = text.IndexOf('\n', at) is var line and >= 0 ? line : text.Length;
            }
        }

        return from;
    }

    private bool Attach(YamlNode node, string? anchor, long weight, int height)
    {
        if (++nodes > budget.MaxNodes)
        {
            diagnostics.Error("RMD1002", node.Span, $"the text has more than {budget.MaxNodes} nodes");
            return false;
        }

        if (anchor is not null)
        {
            anchors[anchor] = new Anchored(node, weight, height);
        }

        Place(node, weight, height);
        return true;
    }

    private void Place(YamlNode node, long weight, int height)
    {
        if (open.TryPeek(out var parent))
        {
            parent.Items.Add(node);
            parent.Weight += weight;
            parent.Height = Math.Max(parent.Height, height + 1);
        }
        else
        {
            root ??= node;
        }
    }

    private bool Resolve(AnchorAlias alias)
    {
        var start = IndexOf(alias.Start.Index);
        var span = new Span(source, start, IndexOf(alias.End.Index) - start);
        lastEnd = span.End;
        var name = alias.Value.Value;
        if (!anchors.TryGetValue(name, out var anchored))
        {
            diagnostics.Error("RMD1004", span, $"no anchor '&{name}' stands before this alias",
                DidYouMean.Hint(name, anchors.Keys) ?? $"for text that starts with '*', write quotes: \"*{name}\"");
            Place(new YamlScalar(span, null, "*" + name, ScalarStyle.DoubleQuoted), 1, 0);
            return true;
        }

        if (anchored.Node is not { } node)
        {
            diagnostics.Error("RMD1004", span, $"the alias '*{name}' stands inside the collection that it names");
            return false;
        }

        expanded += anchored.Weight;
        if (expanded > budget.MaxExpandedNodes)
        {
            return OverExpansion(span);
        }

        if (open.Count + anchored.Height > budget.MaxDepth)
        {
            diagnostics.Error("RMD1002", span, $"collections are nested deeper than {budget.MaxDepth}, through aliases");
            return false;
        }

        Place(node, anchored.Weight, anchored.Height);
        return true;
    }

    private bool OverExpansion(Span span)
    {
        diagnostics.Error("RMD1002", span, $"aliases and merge keys expand to more than {budget.MaxExpandedNodes} nodes");
        return false;
    }

    private sealed record Anchored(YamlNode? Node, long Weight, int Height)
    {
        public static Anchored Unfinished { get; } = new(null, 0, 0);
    }

    private sealed class Frame(bool isMapping, bool isFlow, int start, string? tag, string? anchor)
    {
        public bool IsMapping { get; } = isMapping;

        public bool IsFlow { get; } = isFlow;

        public int Start { get; } = start;

        public string? Tag { get; } = tag;

        public string? Anchor { get; } = anchor;

        /// <summary>Items of a sequence, or keys and values in turn.</summary>
        public List<YamlNode> Items { get; } = [];

        /// <summary>Nodes in this collection, what aliases name counted each time.</summary>
        public long Weight { get; set; } = 1;

        public int Height { get; set; } = 1;
    }
}
