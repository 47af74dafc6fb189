using Remediator.Language.Templates;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Runs <c>for</c> and <c>while</c>.</summary>
internal sealed class LoopRunner(Interpreter interpreter, StatementRenderer statements)
{
    private readonly Dialect dialect = interpreter.Dialect;

    public Flow Run(ForStatement loop, Frame frame)
    {
        var source = interpreter.Expressions.Evaluate(loop.Items, frame);
        interpreter.At = loop.Items.Span;
        return Run(loop, source, frame, 0);
    }

    public Flow Run(WhileStatement loop, Frame frame)
    {
        var state = new LoopState(null);
        var inner = new Frame(frame);
        if (dialect.WhileName is { } name)
        {
            inner.Set(name, dialect.LoopVariable(state));
        }

        while (interpreter.Expressions.Holds(loop.Condition, inner))
        {
            interpreter.Budget.Step();
            var flow = statements.Run(loop.Body, inner);
            if (flow == Flow.Break)
            {
                break;
            }

            if (flow == Flow.Return)
            {
                return flow;
            }

            state.Index++;
        }

        return Flow.Next;
    }

    private Flow Run(ForStatement loop, Value source, Frame frame, int depth)
    {
        var items = Select(loop, dialect.Items(Interpreter.Known(source)), frame);
        var state = new LoopState(items, depth)
        {
            Recurse = loop.Recursive ? new FunctionValue(dialect.LoopName, arguments => Recurse(loop, arguments, frame, depth)) : null,
        };
        var variable = dialect.LoopVariable(state);
        var columns = loop.Columns is null ? 0 : Math.Max(1, Count(loop.Columns, frame));
        for (; state.Index < items.Count; state.Index++)
        {
            interpreter.Budget.Step();
            var inner = new Frame(frame);
            inner.Set(dialect.LoopName, variable);
            Bind(loop, items[state.Index], inner);
            BeginCell(state.Index, columns);
            var flow = statements.Run(loop.Body, inner);
            EndCell(state.Index, columns, state.IsLast || flow is Flow.Break or Flow.Return);
            if (flow == Flow.Break)
            {
                break;
            }

            if (flow == Flow.Return)
            {
                return flow;
            }
        }

        return items.Count == 0 ? statements.Run(loop.Otherwise, new Frame(frame)) : Flow.Next;
    }

    private void BeginCell(int index, int columns)
    {
        if (columns > 0)
        {
            statements.Write($"{(index % columns == 0 ? $"<tr class=\"row{(index / columns) + 1}\">" : "")}<td class=\"col{(index % columns) + 1}\">");
        }
    }

    private void EndCell(int index, int columns, bool isLast)
    {
        if (columns > 0)
        {
            statements.Write(isLast || (index + 1) % columns == 0 ? "</td></tr>\n" : "</td>");
        }
    }

    private Value Recurse(ForStatement loop, CallArguments arguments, Frame frame, int depth)
    {
        if (arguments.Positional.Count != 1)
        {
            throw new EvaluationException($"{dialect.LoopName}() of a recursive loop takes the items to go over");
        }

        return Value.Of(statements.Capture(() => Run(loop, arguments.Positional[0], frame, depth + 1)));
    }

    private IReadOnlyList<Value> Select(ForStatement loop, IReadOnlyList<Value> items, Frame frame)
    {
        if (loop.Filter is not null)
        {
            var kept = new List<Value>();
            foreach (var item in items)
            {
                interpreter.Budget.Step();
                var inner = new Frame(frame);
                Bind(loop, item, inner);
                if (interpreter.Expressions.Holds(loop.Filter, inner))
                {
                    kept.Add(item);
                }
            }

            items = kept;
        }

        if (loop.Offset is not null)
        {
            items = [.. items.Skip(Count(loop.Offset, frame))];
        }

        if (loop.Limit is not null)
        {
            items = [.. items.Take(Count(loop.Limit, frame))];
        }

        return loop.Reversed ? [.. items.Reverse()] : items;
    }

    private int Count(Expr expression, Frame frame)
    {
        var value = interpreter.Expressions.Evaluate(expression, frame);
        return Numbers.TryGetLong(value, out var number)
            ? (int)Math.Clamp(number, 0, int.MaxValue)
            : throw new EvaluationException($"a number of items is expected, got '{value.TypeName}'", expression.Span);
    }

    private void Bind(ForStatement loop, Value item, Frame frame)
    {
        if (loop.Targets.Count == 1)
        {
            frame.Set(loop.Targets[0], item);
            return;
        }

        interpreter.At = loop.Items.Span;
        var parts = dialect.Unpack(Interpreter.Known(item), loop.Targets.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            frame.Set(loop.Targets[i], parts[i]);
        }
    }
}
