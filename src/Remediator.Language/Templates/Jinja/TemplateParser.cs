using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Reads the statements of a Jinja template.</summary>
internal sealed partial class TemplateParser
{
    private static readonly string[] Statements =
    [
        "autoescape", "block", "break", "call", "continue", "do", "extends", "filter", "for", "from", "if", "import", "include", "macro", "print", "raw", "set", "with",
    ];

    private readonly TokenReader tokens;
    private readonly ExpressionParser expressions;
    private readonly HashSet<string> blocks = [];
    private int loops;
    private int hidden;

    private TemplateParser(List<JinjaToken> tokens)
    {
        this.tokens = new TokenReader(tokens);
        expressions = new ExpressionParser(this.tokens);
    }

    public static List<Statement> Parse(List<JinjaToken> tokens) => new TemplateParser(tokens).Body([], null).Body;

    /// <summary>Statements up to a tag of one of the names given (left after its name), or to the end where none is given.</summary>
    private (List<Statement> Body, string Ended) Body(string[] ends, JinjaToken? opener)
    {
        tokens.CheckDepth();
        var body = new List<Statement>();
        while (!tokens.AtEnd)
        {
            switch (tokens.Current.Kind)
            {
                case TokenKind.Data:
                    var data = tokens.Take();
                    body.Add(new TextStatement(data.Span, data.Text));
                    break;
                case TokenKind.VariableBegin:
                    var open = tokens.Take();
                    var value = expressions.Tuple();
                    var close = tokens.Expect(TokenKind.VariableEnd, "end of print statement");
                    body.Add(new OutputStatement(open.Span.To(close.Span), value));
                    break;
                default:
                    var begin = tokens.Expect(TokenKind.BlockBegin, "a statement");
                    var name = tokens.Current.Kind == TokenKind.Name ? tokens.Current : throw tokens.Unexpected("the name of a statement");
                    if (ends.Contains(name.Text))
                    {
                        tokens.Take();
                        return (body, name.Text);
                    }

                    body.Add(Statement(begin, tokens.Take(), ends));
                    break;
            }
        }

        return opener is { } unclosed
            ? throw new JinjaSyntaxException(unclosed.Span, $"'{unclosed.Text}' is never closed: expected '{ends[^1]}' before the end of the template")
            : (body, "");
    }

    private Statement Statement(JinjaToken begin, JinjaToken name, string[] ends)
    {
        var statement = name.Text switch
        {
            "if" => If(name),
            "for" => For(name),
            "set" => Set(name),
            "with" => With(name),
            "macro" => Macro(name),
            "call" => Call(name),
            "filter" => Filter(name),
            "block" => Block(name),
            "include" => Include(name),
            "import" => Import(name),
            "from" => From(name),
            "extends" => new ExtendsStatement(name.Span, expressions.Expression()),
            "do" => new DoStatement(name.Span, expressions.Tuple()),
            "print" => new OutputStatement(name.Span, expressions.Tuple()),
            "autoescape" => AutoEscape(name),
            "break" when loops > 0 => new BreakStatement(name.Span),
            "continue" when loops > 0 => new ContinueStatement(name.Span),
            "break" or "continue" => throw new JinjaSyntaxException(name.Span, $"'{name.Text}' stands outside a loop"),
            _ => throw Unknown(name, ends),
        };
        var end = tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        return statement with { Span = begin.Span.To(end.Span) };
    }

    private static JinjaSyntaxException Unknown(JinjaToken name, string[] ends)
    {
        if (name.Text is "else" or "elif" || name.Text.StartsWith("end", StringComparison.Ordinal))
        {
            return new(name.Span, ends.Length == 0
                ? $"unexpected '{name.Text}': no statement is open here"
                : $"unexpected '{name.Text}', expected one of: {string.Join(", ", ends)}");
        }

        return new(name.Span, $"unknown statement '{name.Text}'", DidYouMean.Hint(name.Text, Statements));
    }

    /// <summary>The body after an opening tag, whose end is read first, up to the tag that closes it.</summary>
    private List<Statement> Enclosed(JinjaToken opener, string end)
    {
        tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        return Body([end], opener).Body;
    }

    private Statement If(JinjaToken name)
    {
        var branches = new List<(Expr, IReadOnlyList<Statement>)>();
        List<Statement> otherwise = [];
        var ended = "elif";
        while (ended == "elif")
        {
            var condition = expressions.Tuple();
            tokens.Expect(TokenKind.BlockEnd, "end of statement block");
            (var body, ended) = Body(["elif", "else", "endif"], name);
            branches.Add((condition, body));
        }

        if (ended == "else")
        {
            otherwise = Enclosed(name, "endif");
        }

        return new IfStatement(name.Span, branches, otherwise);
    }

    private Statement For(JinjaToken name)
    {
        var prologue = new List<Statement>();
        var target = Target();
        tokens.ExpectName("in");
        var items = expressions.Tuple(withConditional: false);
        var filter = tokens.TryTakeName("if") ? expressions.Expression() : null;
        var recursive = tokens.TryTakeName("recursive");
        tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        loops++;
        var (body, ended) = Body(["else", "endfor"], name);
        loops--;
        var otherwise = ended == "else" ? Enclosed(name, "endfor") : [];
        var names = target is ListExpr list ? list.Items.Select((item, i) => LoopName(item, i, prologue)).ToList() : [LoopName(target, 0, prologue)];
        return new ForStatement(name.Span, names, items, filter, recursive, [.. prologue, .. body], otherwise);
    }

    /// <summary>A nested target such as <c>(a, (b, c))</c> becomes a name of its own that the body takes apart first.</summary>
    private string LoopName(Expr target, int index, List<Statement> prologue)
    {
        if (target is NameExpr name)
        {
            return name.Name;
        }

        var whole = $"<item {hidden++}.{index}>";
        prologue.Add(new SetStatement(target.Span, [target], new NameExpr(target.Span, whole)));
        return whole;
    }

    /// <summary>What is assigned to: a name, <c>namespace.name</c>, or several with commas between them.</summary>
    private Expr Target()
    {
        var first = OneTarget();
        if (!tokens.Current.Is(","))
        {
            return first;
        }

        var items = new List<Expr> { first };
        while (tokens.TryTake(",") && (tokens.Current.Kind == TokenKind.Name || tokens.Current.Is("(")) && !tokens.Current.IsName("in"))
        {
            items.Add(OneTarget());
        }

        return new ListExpr(first.Span.To(tokens.Previous.Span), items, IsTuple: true);
    }

    private Expr OneTarget()
    {
        tokens.CheckDepth();
        if (tokens.TryTake("("))
        {
            var inner = Target();
            tokens.Expect(")");
            return inner;
        }

        var name = tokens.ExpectName();
        Expr target = name.Text is "true" or "false" or "none" or "True" or "False" or "None"
            ? throw new JinjaSyntaxException(name.Span, $"can't assign to '{name.Text}'")
            : new NameExpr(name.Span, name.Text);
        if (tokens.TryTake("."))
        {
            var member = tokens.ExpectName();
            target = new AttributeExpr(name.Span.To(member.Span), target, member.Text);
        }

        return target;
    }

    private Statement Set(JinjaToken name)
    {
        var target = Target();
        if (tokens.TryTake("="))
        {
            return new SetStatement(name.Span, [target], expressions.Tuple());
        }

        var captured = new NameExpr(name.Span with { Length = 0 }, CaptureStatement.Captured);
        var filter = expressions.Filters(captured);
        return new CaptureStatement(name.Span, target, ReferenceEquals(filter, captured) ? null : filter, Enclosed(name, "endset"));
    }

    private Statement With(JinjaToken name)
    {
        var assignments = new List<(string, Expr)>();
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0)
            {
                tokens.Expect(",");
            }

            var target = tokens.ExpectName();
            tokens.Expect("=");
            assignments.Add((target.Text, expressions.Expression()));
        }

        return new WithStatement(name.Span, assignments, null, Enclosed(name, "endwith"));
    }

    private Statement Filter(JinjaToken name)
    {
        var captured = new NameExpr(name.Span with { Length = 0 }, CaptureStatement.Captured);
        var filter = expressions.Filters(expressions.FilterAfterBar(captured));
        return new FilterStatement(name.Span, filter, Enclosed(name, "endfilter"));
    }

    /// <summary>Nothing is escaped in configuration files, so <c>autoescape</c> only groups.</summary>
    private Statement AutoEscape(JinjaToken name)
    {
        expressions.Expression();
        return new SequenceStatement(name.Span, Enclosed(name, "endautoescape"));
    }
}
