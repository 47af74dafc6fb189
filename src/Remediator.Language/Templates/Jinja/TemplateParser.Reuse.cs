using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja;

/// <summary>The statements by which templates use parts of themselves and of others.</summary>
internal sealed partial class TemplateParser
{
    private Statement Macro(JinjaToken name)
    {
        var called = tokens.ExpectName();
        var parameters = Parameters();
        return new MacroStatement(name.Span, called.Text, parameters, Isolated(name, "endmacro"));
    }

    private Statement Call(JinjaToken name)
    {
        var parameters = tokens.Current.Is("(") ? Parameters() : [];
        if (expressions.Expression() is not CallExpr call)
        {
            throw new JinjaSyntaxException(name.Span, "expected call");
        }

        return new CallStatement(name.Span, parameters, call, Isolated(name, "endcall"));
    }

    private List<MacroParameter> Parameters()
    {
        tokens.Expect("(");
        var parameters = new List<MacroParameter>();
        while (!tokens.Current.Is(")"))
        {
            if (parameters.Count > 0)
            {
                tokens.Expect(",");
            }

            var name = tokens.ExpectName();
            if (parameters.Exists(p => p.Name == name.Text))
            {
                throw new JinjaSyntaxException(name.Span, $"the parameter '{name.Text}' is declared twice");
            }

            var byDefault = tokens.TryTake("=") ? expressions.Expression() : null;
            if (byDefault is null && parameters.Exists(p => p.Default is not null))
            {
                throw new JinjaSyntaxException(name.Span, "non-default argument follows default argument");
            }

            parameters.Add(new(name.Text, byDefault));
        }

        tokens.Expect(")");
        return parameters;
    }

    /// <summary>A body in which a loop around it cannot be left.</summary>
    private List<Statement> Isolated(JinjaToken opener, string end)
    {
        var outer = loops;
        loops = 0;
        var body = Enclosed(opener, end);
        loops = outer;
        return body;
    }

    private Statement Block(JinjaToken name)
    {
        var block = tokens.ExpectName();
        if (!blocks.Add(block.Text))
        {
            throw new JinjaSyntaxException(block.Span, $"block '{block.Text}' defined twice");
        }

        var scoped = tokens.TryTakeName("scoped");
        var required = tokens.TryTakeName("required");
        scoped |= tokens.TryTakeName("scoped");
        var body = Isolated(name, "endblock");
        if (tokens.Current.Kind == TokenKind.Name)
        {
            tokens.ExpectName(block.Text);
        }

        return new BlockStatement(name.Span, block.Text, scoped, required, body);
    }

    private Statement Include(JinjaToken name)
    {
        var template = expressions.Expression();
        var ignoreMissing = tokens.Current.IsName("ignore") && tokens.Following.IsName("missing");
        if (ignoreMissing)
        {
            tokens.Take();
            tokens.Take();
        }

        return new IncludeStatement(name.Span, template, ignoreMissing, Context(byDefault: true));
    }

    private Statement Import(JinjaToken name)
    {
        var template = expressions.Expression();
        tokens.ExpectName("as");
        var alias = tokens.ExpectName().Text;
        return new ImportStatement(name.Span, template, alias, [], Context(byDefault: false));
    }

    private Statement From(JinjaToken name)
    {
        var template = expressions.Expression();
        tokens.ExpectName("import");
        var names = new List<(string, string)>();
        while (tokens.Current.Kind == TokenKind.Name && !AtContext())
        {
            var wanted = tokens.Take();
            if (wanted.Text.StartsWith('_'))
            {
                throw new JinjaSyntaxException(wanted.Span, "names starting with an underline can not be imported");
            }

            names.Add((wanted.Text, tokens.TryTakeName("as") ? tokens.ExpectName().Text : wanted.Text));
            if (!tokens.TryTake(","))
            {
                break;
            }
        }

        return names.Count == 0
            ? throw tokens.Unexpected("a name to import")
            : new ImportStatement(name.Span, template, null, names, Context(byDefault: false));
    }

    private bool AtContext() => (tokens.Current.IsName("with") || tokens.Current.IsName("without")) && tokens.Following.IsName("context");

    private bool Context(bool byDefault)
    {
        if (!AtContext())
        {
            return byDefault;
        }

        var with = tokens.Take().Text == "with";
        tokens.Take();
        return with;
    }
}
