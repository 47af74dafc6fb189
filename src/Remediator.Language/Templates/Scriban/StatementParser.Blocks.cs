using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Statements that hold others: each ends with <c>end</c>.</summary>
internal sealed partial class StatementParser
{
    /// <summary>Ends the head of a block; an error in it does not hide those of the body.</summary>
    private void EndHead()
    {
        ExpectEnd();
        cursor.Recover();
    }

    private void ExpectEndOf(Token opener)
    {
        if (cursor.IsStopped)
        {
            return;
        }

        if (Current.IsName("end"))
        {
            cursor.Take();
            return;
        }

        if (cursor.IsAtEnd)
        {
            diagnostics.Error(ScribanCodes.UnbalancedEnd, opener.Span, $"'{opener.Text}' has no 'end'", $"the block opened at line {opener.Span.Position.Line} reaches the end of the template; add 'end' where it closes");
            return;
        }

        var stray = cursor.Take();
        cursor.Fail(ScribanCodes.UnbalancedEnd, stray.Span, $"'{stray.Text}' cannot stand here: the open block is the '{opener.Text}' of line {opener.Span.Position.Line}");
        cursor.Recover();
        ParseStatements();
        ExpectEndOf(opener);
    }

    private IfStatement ParseIf(Token opener)
    {
        var branches = new List<(Expr, IReadOnlyList<Statement>)>();
        IReadOnlyList<Statement> otherwise = [];
        var condition = ParseValue("a condition is needed after 'if'");
        EndHead();
        branches.Add((condition, ParseStatements()));
        while (Current.IsName("else"))
        {
            cursor.Take();
            if (!Current.IsName("if"))
            {
                EndHead();
                otherwise = ParseStatements();
                break;
            }

            cursor.Take();
            condition = ParseValue("a condition is needed after 'else if'");
            EndHead();
            branches.Add((condition, ParseStatements()));
        }

        ExpectEndOf(opener);
        return new IfStatement(opener.Span, branches, otherwise);
    }

    /// <summary><c>for</c>, and <c>tablerow</c>, which is a loop that writes the cells of a table.</summary>
    private ForStatement ParseFor(Token opener)
    {
        var isTable = opener.Text == "tablerow";
        Expr? columns = isTable ? new LiteralExpr(opener.Span, Value.Of(1)) : null;
        var name = Current;
        var target = "";
        if (name.Kind != TokenKind.Identifier || name.Text is "$" or "$$" || Keywords.IsStatement(name.Text))
        {
            cursor.Fail(ScribanCodes.Unexpected, name.Span, $"a variable is needed after '{opener.Text}', not {name.Shown}", "a loop reads 'for x in list'");
        }
        else
        {
            target = cursor.Take().Text;
            if (Current.IsName("in"))
            {
                cursor.Take();
            }
            else
            {
                cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"'in' is needed after '{opener.Text} {target}', not {Current.Shown}", "a loop reads 'for x in list'");
            }
        }

        var items = cursor.IsEndOfStatement
            ? cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"something to go over is needed after 'in', not {Current.Shown}")
            : expressions.ParseLoopItems();
        Expr? offset = null;
        Expr? limit = null;
        var isReversed = false;
        while (Current.Kind == TokenKind.Identifier && (Current.Text is "offset" or "limit" or "reversed" || (isTable && Current.Text == "cols")))
        {
            var parameter = cursor.Take();
            if (parameter.Text == "reversed")
            {
                isReversed = true;
                continue;
            }

            cursor.TryTake(":");
            var value = expressions.ParseOperand();
            if (parameter.Text == "cols")
            {
                columns = value;
                continue;
            }

            (offset, limit) = parameter.Text == "offset" ? (value, limit) : (offset, value);
        }

        EndHead();
        var body = ParseLoopBody();
        IReadOnlyList<Statement> otherwise = [];
        if (Current.IsName("else") && !cursor.Next.IsName("if"))
        {
            cursor.Take();
            EndHead();
            otherwise = ParseStatements();
        }

        ExpectEndOf(opener);
        return new ForStatement(opener.Span, [target], items, null, false, body, otherwise) { Offset = offset, Limit = limit, Reversed = isReversed, Columns = columns };
    }

    private List<Statement> ParseLoopBody()
    {
        loops++;
        var body = ParseStatements();
        loops--;
        return body;
    }

    private WhileStatement ParseWhile(Token opener)
    {
        var condition = ParseValue("a condition is needed after 'while'");
        EndHead();
        var body = ParseLoopBody();
        ExpectEndOf(opener);
        return new WhileStatement(opener.Span, condition, body);
    }

    private CaseStatement ParseCase(Token opener)
    {
        var subject = ParseValue("a value is needed after 'case'");
        EndHead();
        foreach (var stray in ParseStatements())
        {
            if (stray is not TextStatement text || !string.IsNullOrWhiteSpace(text.Text))
            {
                diagnostics.Error(ScribanCodes.Unexpected, stray.Span, "only 'when' can follow 'case'", $"what stands before the first 'when' of the 'case' of line {opener.Span.Position.Line} would never run");
            }
        }

        var whens = new List<(IReadOnlyList<Expr>, IReadOnlyList<Statement>)>();
        while (Current.IsName("when"))
        {
            cursor.Take();
            var values = ParseWhenValues();
            EndHead();
            whens.Add((values, ParseStatements()));
        }

        IReadOnlyList<Statement> otherwise = [];
        if (Current.IsName("else") && whens.Count > 0 && !cursor.Next.IsName("if"))
        {
            cursor.Take();
            EndHead();
            otherwise = ParseStatements();
        }

        ExpectEndOf(opener);
        return new CaseStatement(opener.Span, subject, whens, otherwise);
    }

    private List<Expr> ParseWhenValues()
    {
        if (cursor.IsEndOfStatement)
        {
            cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"a value is needed after 'when', not {Current.Shown}");
            return [];
        }

        var values = new List<Expr> { expressions.ParseWhenValue() };
        while (Current.Is(",") || Current.Is("||"))
        {
            cursor.Take();
            values.Add(expressions.ParseWhenValue());
        }

        return values;
    }

    private CaptureStatement ParseCapture(Token opener)
    {
        var target = ParseValue("a variable is needed after 'capture'");
        if (!ExpressionParser.IsPlace(target))
        {
            cursor.Fail(ScribanCodes.BadAssignment, target.Span, "only a variable, a member or an item can capture text");
        }

        EndHead();
        var body = ParseStatements();
        ExpectEndOf(opener);
        return new CaptureStatement(opener.Span, target, null, body);
    }

    private WithStatement ParseWith(Token opener)
    {
        var subject = ParseValue("an object is needed after 'with'");
        EndHead();
        var body = ParseStatements();
        ExpectEndOf(opener);
        return new WithStatement(opener.Span, [], subject, body);
    }

    private CallStatement ParseWrap(Token opener)
    {
        var isNested = Current.Is("(");
        var call = ParseValue("a function is needed after 'wrap'") switch
        {
            var inner when isNested => Refuse(inner),
            CallExpr given => given,
            var name and (NameExpr or AttributeExpr or IndexExpr) => new CallExpr(name.Span, name, []),
            var other => Refuse(other),
        };
        EndHead();
        var body = ParseLoopBody();
        ExpectEndOf(opener);
        return new CallStatement(opener.Span, [], call, body);

        CallExpr Refuse(Expr other)
        {
            cursor.Fail(ScribanCodes.Unexpected, other.Span, "'wrap' needs a function with its arguments", "such as 'wrap frame 5'");
            return new CallExpr(other.Span, other, []);
        }
    }
}
