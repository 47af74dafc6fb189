using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Functions, and the statements without a body.</summary>
internal sealed partial class StatementParser
{
    /// <summary>A function without parentheses takes what it is given: one parameter for all arguments.</summary>
    private static readonly MacroParameter[] AnyArguments = [new("$", null, IsRest: true)];

    private MacroStatement ParseFunction(Token opener)
    {
        var name = Current;
        if (name.Kind != TokenKind.Identifier || name.Text is "$" or "$$" || Keywords.IsStatement(name.Text))
        {
            cursor.Fail(ScribanCodes.Unexpected, name.Span, $"a name is needed after 'func', not {name.Shown}");
        }
        else
        {
            cursor.Take();
        }

        var parameters = ParseParameters();
        EndHead();
        var body = ParseBody();
        ExpectEndOf(opener);
        return new MacroStatement(opener.Span.To(name.Span), name.Text, parameters, body);
    }

    /// <summary><c>do … end</c>; <c>do</c> is the present token.</summary>
    private LambdaExpr ParseLambda(Token opener)
    {
        cursor.Take();
        var open = cursor.EnterBody();
        var parameters = ParseParameters();
        EndHead();
        var body = ParseBody();
        ExpectEndOf(opener);
        cursor.LeaveBody(open);
        return new LambdaExpr(opener.Span, parameters, body);
    }

    private List<Statement> ParseBody()
    {
        var outer = (indent, loops);
        loops = 0;
        var body = ParseStatements();
        (indent, loops) = outer;
        return body;
    }

    private IReadOnlyList<MacroParameter> ParseParameters()
    {
        var open = Current;
        if (!cursor.TryTake("("))
        {
            return AnyArguments;
        }

        cursor.OpenBracket();
        var parameters = new List<MacroParameter>();
        while (!Current.Is(")"))
        {
            if (ParseParameter(parameters) is not { } parameter)
            {
                break;
            }

            parameters.Add(parameter);
            if (!cursor.TryTake(","))
            {
                break;
            }
        }

        cursor.Close(")", open);
        cursor.CloseBracket();
        return parameters;
    }

    private MacroParameter? ParseParameter(List<MacroParameter> before)
    {
        var name = Current;
        if (name.Kind != TokenKind.Identifier || name.Text.StartsWith('$'))
        {
            cursor.Fail(ScribanCodes.BadParameter, name.Span, $"a parameter name is needed here, not {name.Shown}");
            return null;
        }

        cursor.Take();
        var hasRest = before.Exists(p => p.IsRest);
        if (before.Exists(p => p.Name == name.Text))
        {
            cursor.Fail(ScribanCodes.BadParameter, name.Span, $"the parameter '{name.Text}' stands twice");
        }
        else if (cursor.TryTake("="))
        {
            var value = expressions.Parse();
            if (hasRest)
            {
                cursor.Fail(ScribanCodes.BadParameter, name.Span, "no parameter can follow the one with '...'");
            }
            else if (value is not LiteralExpr and not UnaryExpr { Operand: LiteralExpr })
            {
                cursor.Fail(ScribanCodes.BadParameter, value.Span, "the default of a parameter is a plain number, string, true, false or null");
            }

            return new MacroParameter(name.Text, value);
        }
        else if (cursor.TryTake("..."))
        {
            if (hasRest)
            {
                cursor.Fail(ScribanCodes.BadParameter, name.Span, "no parameter can follow the one with '...'");
            }

            return new MacroParameter(name.Text, null, IsRest: true);
        }
        else if (hasRest || before.Exists(p => p.Default is not null))
        {
            cursor.Fail(ScribanCodes.BadParameter, name.Span, "a parameter that must be given cannot follow one that need not");
        }

        return new MacroParameter(name.Text);
    }

    private ReturnStatement ParseReturn(Token opener)
    {
        var value = cursor.IsEndOfStatement ? null : expressions.Parse();
        return new ReturnStatement(opener.Span, value);
    }

    private ImportMembersStatement ParseImport(Token opener)
    {
        var source = ParseValue("an object is needed after 'import'");
        return new ImportMembersStatement(opener.Span.To(source.Span), source);
    }

    private ReadOnlyStatement ParseReadOnly(Token opener)
    {
        var name = Current;
        if (name.Kind != TokenKind.Identifier)
        {
            cursor.Fail(ScribanCodes.Unexpected, name.Span, $"a variable is needed after 'readonly', not {name.Shown}");
        }
        else
        {
            cursor.Take();
        }

        return new ReadOnlyStatement(opener.Span.To(name.Span), name.Text);
    }
}
