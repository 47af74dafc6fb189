using System.Collections.Concurrent;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;

namespace Remediator.Language.Templates;

/// <summary>
/// Template or expression text that stands in a playbook, parsed once for each text. The spans of its tree point into the text
/// alone; <see cref="Place(Span, Span)"/> finds them in the file.
/// </summary>
public sealed class EmbeddedText
{
    private const string SourceName = "<template>";
    private const int MostCached = 20_000;
    private static readonly ConcurrentDictionary<(string Text, bool IsExpression), EmbeddedText> Cache = new();

    private EmbeddedText(SourceText source, Template? template, Expr? expression, IReadOnlyList<Diagnostic> diagnostics)
    {
        Source = source;
        Template = template;
        Expression = expression;
        Diagnostics = diagnostics;
    }

    public SourceText Source { get; }

    /// <summary>The parsed template; null for an expression, or where it does not parse.</summary>
    public Template? Template { get; }

    /// <summary>The bare expression, or that of a template which is nothing but <c>{{ expression }}</c>; else null.</summary>
    public Expr? Expression { get; }

    /// <summary>What is wrong with the syntax; spans point into <see cref="Source"/>.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Whether text holds template syntax at all.</summary>
    public static bool IsTemplate(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("{#", StringComparison.Ordinal);

    public static EmbeddedText OfTemplate(string text) => Get(text, isExpression: false);

    public static EmbeddedText OfExpression(string text) => Get(text, isExpression: true);

    /// <summary>
    /// Where a span of an embedded text stands in the file. YAML's quoting and folding may have changed the text: it is found
    /// verbatim, else by its line, else the whole scalar is meant. A span of another source stays as it is.
    /// </summary>
    public Span Place(Span span, Span outer) => ReferenceEquals(span.Source, Source) ? Find(span, outer) : span;

    public Diagnostic Place(Diagnostic diagnostic, Span outer) => diagnostic with { Span = Place(diagnostic.Span, outer) };

    private static Span Find(Span span, Span outer)
    {
        var (text, written) = (span.Source.Content, outer.Text);
        var verbatim = written.IndexOf(text, StringComparison.Ordinal);
        if (verbatim >= 0)
        {
            return outer.Slice(verbatim + span.Start, span.Length);
        }

        var (line, column) = span.Position;
        var whole = span.Source.LineAt(line);
        var trimmed = whole.Trim();
        var found = trimmed.Length > 0 ? written.IndexOf(trimmed, StringComparison.Ordinal) : -1;
        var inLine = column - 1 - (whole.Length - whole.TrimStart().Length);
        return found < 0 || inLine < 0 || inLine > trimmed.Length ? outer : outer.Slice(found + inLine, Math.Min(span.Length, Math.Max(0, trimmed.Length - inLine)));
    }

    private static EmbeddedText Get(string text, bool isExpression)
    {
        if (Cache.TryGetValue((text, isExpression), out var known))
        {
            return known;
        }

        if (Cache.Count > MostCached)
        {
            Cache.Clear();
        }

        return Cache[(text, isExpression)] = Parse(text, isExpression);
    }

    private static EmbeddedText Parse(string text, bool isExpression)
    {
        var source = new SourceText(SourceName, text);
        var diagnostics = new DiagnosticBag();
        if (isExpression)
        {
            return new(source, null, JinjaLanguage.ParseExpression(source, diagnostics), [.. diagnostics]);
        }

        var template = JinjaLanguage.ParseEmbedded(source, diagnostics);
        return new(source, template, template is { Body: [OutputStatement single] } ? single.Value : null, [.. diagnostics]);
    }
}
