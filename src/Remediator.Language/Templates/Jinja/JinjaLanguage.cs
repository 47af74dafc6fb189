using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Jinja;

/// <summary>
/// Jinja2 as Ansible sets it up: <c>trim_blocks</c> on, <c>lstrip_blocks</c> off, newlines at the end kept, and a first line
/// <c>#jinja2: key:value, …</c> that changes these. The extensions <c>do</c> and <c>loopcontrols</c> are always there.
/// </summary>
public sealed class JinjaLanguage : ITemplateLanguage
{
    private const string Header = "#jinja2:";

    private JinjaLanguage()
    {
    }

    public static JinjaLanguage Instance { get; } = new();

    public static Dialect Dialect => JinjaDialect.Instance;

    public string Name => "Jinja2";

    public Template? Parse(SourceText source, DiagnosticBag diagnostics) => Parse(source, JinjaSyntax.Default, diagnostics);

    /// <summary>A template with options such as <c>variable_start_string</c> set from outside; a <c>#jinja2:</c> header wins over them.</summary>
    /// <exception cref="EvaluationException">There is no such option, or it cannot have that value.</exception>
    public static Template? Parse(SourceText source, IEnumerable<(string Option, string Text)> options, DiagnosticBag diagnostics)
    {
        var syntax = JinjaSyntax.Default;
        foreach (var (option, text) in options)
        {
            syntax = syntax.With(option, $"'{text}'") ?? throw new EvaluationException($"'{text}' cannot be the {option} of a template");
        }

        return Parse(source, syntax, diagnostics);
    }

    /// <summary>A bare expression, as in <c>when:</c>; null where <paramref name="diagnostics"/> got an error.</summary>
    public static Expr? ParseExpression(SourceText source, DiagnosticBag diagnostics) => ParseExpression(source, JinjaSyntax.Default, diagnostics);

    /// <summary>Text of a playbook that holds template syntax.</summary>
    internal static Template? ParseEmbedded(SourceText source, DiagnosticBag diagnostics) => Parse(source, JinjaSyntax.Embedded, diagnostics);

    internal static Expr? ParseExpression(SourceText source, JinjaSyntax syntax, DiagnosticBag diagnostics)
    {
        try
        {
            var tokens = new TokenReader(JinjaLexer.Expression(source, syntax));
            var expression = new ExpressionParser(tokens).Tuple();
            return tokens.AtEnd ? expression : throw tokens.Unexpected("end of expression");
        }
        catch (JinjaSyntaxException error)
        {
            diagnostics.Add(error.Diagnostic);
            return null;
        }
    }

    private static Template? Parse(SourceText source, JinjaSyntax syntax, DiagnosticBag diagnostics)
    {
        try
        {
            var start = 0;
            if (source.Content.StartsWith(Header, StringComparison.Ordinal))
            {
                syntax = ReadHeader(source, syntax, out start);
            }

            return new Template(source, TemplateParser.Parse(JinjaLexer.Template(source, start, syntax)), Dialect);
        }
        catch (JinjaSyntaxException error)
        {
            diagnostics.Add(error.Diagnostic);
            return null;
        }
    }

    private static JinjaSyntax ReadHeader(SourceText source, JinjaSyntax syntax, out int start)
    {
        var newline = source.Content.IndexOf('\n');
        start = newline < 0 ? source.Content.Length : newline + 1;
        var at = Header.Length;
        foreach (var pair in source.Content[at..start].TrimEnd('\n', '\r').Split(','))
        {
            var span = new Span(source, at, pair.Length);
            at += pair.Length + 1;
            var parts = pair.Split(':', 2);
            if (parts.Length != 2)
            {
                throw new JinjaSyntaxException(span, $"failed to parse jinja2 override '{pair.Trim()}'", "write it as key: value");
            }

            syntax = syntax.With(parts[0].Trim(), parts[1].Trim()) ?? throw new JinjaSyntaxException(
                span, $"'{parts[0].Trim()}: {parts[1].Trim()}' is not an option of a Jinja template", DidYouMean.Hint(parts[0].Trim(), JinjaSyntax.Options));
        }

        return syntax;
    }
}
