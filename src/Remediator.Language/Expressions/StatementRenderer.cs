using System.Text;
using Remediator.Language.Templates;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>How a list of statements ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}

/// <summary>Runs statements and writes their text.</summary>
internal sealed class StatementRenderer
{
    private readonly Interpreter interpreter;
    private readonly Dialect dialect;
    private readonly LoopRunner loops;
    private readonly Inheritance inheritance;
    private StringBuilder output = new();

    public StatementRenderer(Interpreter interpreter)
    {
        this.interpreter = interpreter;
        dialect = interpreter.Dialect;
        loops = new LoopRunner(interpreter, this);
        inheritance = new Inheritance(interpreter, this);
    }

    /// <summary>The value of the last <c>ret</c>.</summary>
    public Value? Returned { get; private set; }

    public string Render(Template template, Frame frame) => Capture(() => inheritance.Run(template, frame));

    /// <summary>The text that an action writes.</summary>
    public string Capture(Action write)
    {
        var outer = output;
        output = new StringBuilder();
        try
        {
            write();
            return output.ToString();
        }
        finally
        {
            output = outer;
        }
    }

    public void Write(string text)
    {
        interpreter.Budget.Write(text.Length);
        output.Append(text);
    }

    /// <summary>Writes a text whose lines, but for the one that stands already, get an indent.</summary>
    private void Write(string text, string indent)
    {
        if (indent.Length == 0)
        {
            Write(text);
            return;
        }

        var isAtLineStart = output.Length > 0 && output[^1] == '\n';
        for (var start = 0; start < text.Length;)
        {
            var lineEnd = text.IndexOf('\n', start);
            var end = lineEnd < 0 ? text.Length : lineEnd + 1;
            Write(isAtLineStart ? indent + text[start..end] : text[start..end]);
            isAtLineStart = true;
            start = end;
        }
    }

    public Flow Run(IReadOnlyList<Statement> body, Frame frame)
    {
        foreach (var statement in body)
        {
            if (Run(statement, frame) is var flow and not Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    /// <summary>A macro or function over the names of the frame in which it is defined.</summary>
    public FunctionValue Function(string name, IReadOnlyList<MacroParameter> parameters, IReadOnlyList<Statement> body, Frame frame) =>
        dialect.Function(interpreter, name, parameters, body, frame);

    /// <summary>Runs a function's body: its returned value, else its text.</summary>
    public Value RunFunction(IReadOnlyList<Statement> body, Frame frame)
    {
        Value? returned = null;
        var text = Capture(() =>
        {
            if (Run(body, frame) == Flow.Return)
            {
                returned = Returned;
            }
        });
        return returned ?? Value.Of(text);
    }

    private Flow Run(Statement statement, Frame frame)
    {
        interpreter.Budget.Step();
        EvaluationBudget.CheckStack();
        interpreter.At = statement.Span;
        switch (statement)
        {
            case TextStatement text:
                Write(text.Text);
                return Flow.Next;
            case OutputStatement show:
                var shown = interpreter.Expressions.Evaluate(show.Value, frame);
                interpreter.At = show.Value.Span;
                Write(dialect.ToText(Interpreter.Known(shown)), show.Indent);
                return Flow.Next;
            case DoStatement act:
                interpreter.Expressions.Evaluate(act.Value, frame);
                return Flow.Next;
            case IfStatement choice:
                return Run(Branch(choice, frame), frame);
            case ForStatement loop:
                return loops.Run(loop, frame);
            case WhileStatement loop:
                return loops.Run(loop, frame);
            case BreakStatement:
                return Flow.Break;
            case ContinueStatement:
                return Flow.Continue;
            case ReturnStatement leave:
                Returned = leave.Value is null ? null : interpreter.Expressions.Evaluate(leave.Value, frame);
                return Flow.Return;
            case SetStatement set:
                Set(set, frame);
                return Flow.Next;
            case CaptureStatement capture:
                interpreter.Expressions.Assign(capture.Target, Filtered(capture.Filter, capture.Body, frame), frame);
                return Flow.Next;
            case FilterStatement filter:
                Write(dialect.ToText(Filtered(filter.Filter, filter.Body, frame)));
                return Flow.Next;
            case WithStatement with:
                return With(with, frame);
            case CaseStatement choice:
                return Case(choice, frame);
            case MacroStatement macro:
                frame.Set(macro.Name, Function(macro.Name, macro.Parameters, macro.Body, frame));
                return Flow.Next;
            case CallStatement call:
                Call(call, frame);
                return Flow.Next;
            case ImportMembersStatement import:
                Import(import, frame);
                return Flow.Next;
            case ReadOnlyStatement lockName:
                frame.Lock(lockName.Name);
                return Flow.Next;
            case SequenceStatement sequence:
                return Run(sequence.Body, frame);
            default:
                inheritance.Run(statement, frame);
                return Flow.Next;
        }
    }

    private IReadOnlyList<Statement> Branch(IfStatement choice, Frame frame)
    {
        foreach (var (condition, body) in choice.Branches)
        {
            if (interpreter.Expressions.Holds(condition, frame))
            {
                return body;
            }
        }

        return choice.Otherwise;
    }

    private void Set(SetStatement set, Frame frame)
    {
        var value = interpreter.Expressions.Evaluate(set.Value, frame);
        if (set.Targets.Count == 1)
        {
            interpreter.Expressions.Assign(set.Targets[0], value, frame);
            return;
        }

        interpreter.At = set.Value.Span;
        var parts = dialect.Unpack(value, set.Targets.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            interpreter.Expressions.Assign(set.Targets[i], parts[i], frame);
        }
    }

    /// <summary>The body's text through a filter; the body has a scope of its own.</summary>
    private Value Filtered(Expr? filter, IReadOnlyList<Statement> body, Frame frame)
    {
        var captured = Value.Of(Capture(() => Run(body, new Frame(frame))));
        if (filter is null)
        {
            return captured;
        }

        var inner = new Frame(frame);
        inner.Set(CaptureStatement.Captured, captured);
        return interpreter.Expressions.Evaluate(filter, inner);
    }

    private Flow With(WithStatement with, Frame frame)
    {
        var inner = new Frame(frame) { TakesAssignments = with.Object is not null };
        foreach (var (name, value) in with.Assignments)
        {
            inner.Set(name, interpreter.Expressions.Evaluate(value, frame));
        }

        if (with.Object is null)
        {
            return Run(with.Body, inner);
        }

        if (interpreter.Expressions.Evaluate(with.Object, frame) is not DictValue dict)
        {
            throw new EvaluationException("with needs an object", with.Object.Span);
        }

        foreach (var (key, value) in dict)
        {
            inner.Set(PythonText.Str(key), value);
        }

        var flow = Run(with.Body, inner);
        var changed = dict.ToBuilder();
        foreach (var (name, value) in inner.Own)
        {
            changed[name] = value;
        }

        if (with.Object is NameExpr or AttributeExpr or IndexExpr)
        {
            interpreter.Expressions.Assign(with.Object, changed.Build(), frame);
        }

        return flow;
    }

    private Flow Case(CaseStatement choice, Frame frame)
    {
        var subject = interpreter.Expressions.Evaluate(choice.Subject, frame);
        foreach (var (values, body) in choice.Whens)
        {
            foreach (var value in values)
            {
                if (dialect.Compare(CompareOperator.Equal, subject, interpreter.Expressions.Evaluate(value, frame)))
                {
                    return Run(body, frame);
                }
            }
        }

        return Run(choice.Otherwise, frame);
    }

    private void Import(ImportMembersStatement import, Frame frame)
    {
        var source = Interpreter.Defined(interpreter.Expressions.Evaluate(import.Object, frame));
        if (source is not DictValue dict)
        {
            throw new EvaluationException($"import needs an object, not '{source.TypeName}'", import.Object.Span);
        }

        foreach (var (key, value) in dict)
        {
            var name = dialect.ToText(key);
            if (!frame.IsLocked(name))
            {
                frame.Assign(name, value);
            }
        }
    }

    private void Call(CallStatement call, Frame frame)
    {
        var callee = interpreter.Expressions.Evaluate(new FunctionReferenceExpr(call.Call.Callee.Span, call.Call.Callee), frame);
        var arguments = interpreter.Expressions.EvaluateArguments(call.Call.Arguments, frame);
        var named = new Dictionary<string, Value>(arguments.Named) { [Macro.Caller] = Function(Macro.Caller, call.Parameters, call.Body, frame) };
        interpreter.At = call.Call.Span;
        Write(dialect.ToText(interpreter.Invoke(callee, arguments with { Named = named })));
    }
}
