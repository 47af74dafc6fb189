using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Gives the value of an expression in a frame.</summary>
internal sealed class ExpressionEvaluator(Interpreter interpreter)
{
    private readonly Dialect dialect = interpreter.Dialect;

    /// <summary>The value. A function that is merely named is called where the dialect says so.</summary>
    public Value Evaluate(Expr expression, Frame frame)
    {
        var value = EvaluateUncalled(expression, frame);
        return value is FunctionValue && dialect.CallsBareFunctions && expression is (NameExpr or AttributeExpr or IndexExpr)
            ? Call(expression, value, CallArguments.None, frame)
            : value;
    }

    public bool Holds(Expr condition, Frame frame)
    {
        var value = Evaluate(condition, frame);
        interpreter.At = condition.Span;
        return dialect.IsTrue(value);
    }

    public CallArguments EvaluateArguments(IReadOnlyList<Argument> arguments, Frame frame)
    {
        if (arguments.Count == 0)
        {
            return CallArguments.None with { Caller = interpreter };
        }

        var positional = new List<Value>(arguments.Count);
        Dictionary<string, Value>? named = null;
        foreach (var argument in arguments)
        {
            var value = Evaluate(argument.Value, frame);
            if (argument.Name is { } name)
            {
                if (!(named ??= new(StringComparer.Ordinal)).TryAdd(name, value))
                {
                    named[name] = dialect.Repeated(named[name], value) ?? throw new EvaluationException($"keyword argument repeated: {name}", argument.Value.Span);
                }
            }
            else if (argument.Spread == ArgumentSpread.List)
            {
                positional.AddRange(dialect.Items(value));
            }
            else if (argument.Spread == ArgumentSpread.Dict)
            {
                if (value is not DictValue dict)
                {
                    throw new EvaluationException($"argument after ** must be a mapping, not {value.TypeName}", argument.Value.Span);
                }

                foreach (var (key, entry) in dict)
                {
                    (named ??= new(StringComparer.Ordinal))[PythonText.Str(key)] = entry;
                }
            }
            else
            {
                positional.Add(value);
            }
        }

        return new CallArguments(positional, named ?? CallArguments.None.Named) { Caller = interpreter };
    }

    private Value EvaluateUncalled(Expr expression, Frame frame)
    {
        EvaluationBudget.CheckStack();
        switch (expression)
        {
            case LiteralExpr literal:
                return literal.Value;
            case NameExpr name:
                return Name(name, frame);
            case AttributeExpr attribute:
                return Attribute(attribute, frame);
            case IndexExpr index:
                return Index(index, frame);
            case SliceExpr slice:
                return Slice(slice, frame);
            case CallExpr call:
                return Call(call, frame);
            case FilterExpr filter:
            {
                var input = Evaluate(filter.Input, frame);
                var arguments = EvaluateArguments(filter.Arguments, frame);
                Mark(filter, frame);
                interpreter.Budget.Step();
                return interpreter.Filter(filter.Name, input, arguments);
            }

            case TestExpr test:
            {
                var input = Evaluate(test.Input, frame);
                var arguments = EvaluateArguments(test.Arguments, frame);
                Mark(test, frame);
                interpreter.Budget.Step();
                return Value.Of(interpreter.Test(test.Name, input, arguments) != test.Negated);
            }

            case UnaryExpr unary:
            {
                var operand = Evaluate(unary.Operand, frame);
                interpreter.At = unary.Span;
                return dialect.Unary(unary.Operator, operand);
            }

            case BinaryExpr binary:
                return Binary(binary, frame);
            case CompareExpr compare:
                return Compare(compare, frame);
            case ConditionalExpr conditional:
                return Holds(conditional.Condition, frame) ? Evaluate(conditional.Then, frame)
                    : conditional.Otherwise is not null ? Evaluate(conditional.Otherwise, frame)
                    : new UndefinedValue("the inline if-expression evaluated to false and no else section was defined") { IsSilent = true };
            case ListExpr list:
                return new ListValue([.. list.Items.Select(item => Evaluate(item, frame))], list.IsTuple);
            case DictExpr dict:
                return Dict(dict, frame);
            case AssignExpr assign:
                Assign(assign.Target, Evaluate(assign.Value, frame), frame);
                return Value.Null;
            case IncrementExpr increment:
                return Increment(increment, frame);
            case FunctionReferenceExpr reference:
                return EvaluateUncalled(reference.Target, frame);
            case LambdaExpr lambda:
                return interpreter.Statements.Function("<function>", lambda.Parameters, lambda.Body, frame);
            default:
                throw new EvaluationException($"an expression of the kind {expression.GetType().Name} cannot be evaluated", expression.Span);
        }
    }

    private void Mark(Expr expression, Frame frame)
    {
        interpreter.At = expression.Span;
        interpreter.Scope = frame;
    }

    private Value Name(NameExpr name, Frame frame)
    {
        interpreter.At = name.Span;
        if (dialect.Special(name.Name, frame) is { } special)
        {
            return special;
        }

        if (frame.TryGet(name.Name, out var value))
        {
            return Interpreter.Known(value);
        }

        return dialect.Global(name.Name)
            ?? interpreter.Undefined($"'{name.Name}' is undefined", () => dialect.HintFor(name.Name, frame.Names.Concat(dialect.GlobalNames).Distinct()));
    }

    private Value Attribute(AttributeExpr attribute, Frame frame)
    {
        var target = Evaluate(attribute.Target, frame);
        interpreter.At = attribute.Span;
        if (attribute.Safe && dialect.IsNothing(target))
        {
            return Value.Null;
        }

        var value = Interpreter.Known(dialect.Attribute(target, attribute.Name, interpreter));
        return attribute.Safe && value is UndefinedValue ? Value.Null : value;
    }

    private Value Index(IndexExpr index, Frame frame)
    {
        var target = Evaluate(index.Target, frame);
        if (index.Safe && dialect.IsNothing(target))
        {
            return Value.Null;
        }

        var key = Evaluate(index.Index, frame);
        interpreter.At = index.Span;
        return Interpreter.Known(dialect.Index(target, key, interpreter));
    }

    private Value Slice(SliceExpr slice, Frame frame)
    {
        var target = Evaluate(slice.Target, frame);
        var start = slice.Start is null ? null : Evaluate(slice.Start, frame);
        var stop = slice.Stop is null ? null : Evaluate(slice.Stop, frame);
        var step = slice.Step is null ? null : Evaluate(slice.Step, frame);
        interpreter.At = slice.Span;
        return dialect.Slice(target, start, stop, step);
    }

    private Value Call(CallExpr call, Frame frame)
    {
        if (call.Callee is not AttributeExpr method || !PythonMutation.IsMutator(method.Name))
        {
            var callee = EvaluateUncalled(call.Callee, frame);
            return Call(call, callee, EvaluateArguments(call.Arguments, frame), frame);
        }

        var target = Evaluate(method.Target, frame);
        var arguments = EvaluateArguments(call.Arguments, frame);
        Mark(call, frame);
        if (PythonMutation.TryRun(target, method.Name, arguments, out var changed, out var result))
        {
            if (!ReferenceEquals(changed, target) && IsPlace(method.Target))
            {
                Replace(method.Target, changed, frame);
            }

            return result;
        }

        return Call(call, Interpreter.Known(dialect.Attribute(target, method.Name, interpreter)), arguments, frame);
    }

    private Value Call(Expr call, Value callee, CallArguments arguments, Frame frame)
    {
        Mark(call, frame);
        return interpreter.Invoke(callee, arguments);
    }

    private Value Binary(BinaryExpr binary, Frame frame)
    {
        var left = Evaluate(binary.Left, frame);
        interpreter.At = binary.Left.Span;
        switch (binary.Operator)
        {
            case BinaryOperator.And:
                return !dialect.IsTrue(left) ? Logic(left) : Right();
            case BinaryOperator.Or:
                return dialect.IsTrue(left) ? Logic(left) : Right();
            case BinaryOperator.Coalesce:
                return dialect.IsNothing(left) ? Evaluate(binary.Right, frame) : left;
        }

        var right = Evaluate(binary.Right, frame);
        interpreter.At = binary.Span;
        return dialect.Binary(binary.Operator, left, right, interpreter.Budget);

        Value Logic(Value value) => dialect.LogicGivesOperand ? value : Value.Of(dialect.IsTrue(value));

        Value Right() => Logic(Evaluate(binary.Right, frame));
    }

    private Value Compare(CompareExpr compare, Frame frame)
    {
        var left = Evaluate(compare.First, frame);
        foreach (var (operation, operand) in compare.Links)
        {
            var right = Evaluate(operand, frame);
            interpreter.At = compare.Span;
            if (!dialect.Compare(operation, left, right))
            {
                return Value.False;
            }

            left = right;
        }

        return Value.True;
    }

    private Value Dict(DictExpr dict, Frame frame)
    {
        var builder = new DictBuilder();
        foreach (var (key, value) in dict.Entries)
        {
            builder[PythonAccess.Key(Evaluate(key, frame))] = Evaluate(value, frame);
        }

        return builder.Build();
    }

    /// <summary>Sets a variable, or an entry of one: values do not change, so the changed copy is put where the old one was.</summary>
    public void Assign(Expr target, Value value, Frame frame)
    {
        interpreter.At = target.Span;
        switch (target)
        {
            case NameExpr name when dialect.AssignsOuterNames:
                frame.Assign(name.Name, value);
                break;
            case NameExpr name:
                frame.Set(name.Name, value);
                break;
            case AttributeExpr attribute when Evaluate(attribute.Target, frame) is NamespaceValue space:
                space.Set(attribute.Name, value);
                break;
            case AttributeExpr or IndexExpr when dialect.AssignsOuterNames:
                Replace(target, value, frame);
                break;
            case ListExpr list:
                var parts = dialect.Unpack(value, list.Items.Count);
                for (var i = 0; i < parts.Count; i++)
                {
                    Assign(list.Items[i], parts[i], frame);
                }

                break;
            default:
                throw new EvaluationException("cannot assign attribute on non-namespace object", target.Span);
        }
    }

    private Value Increment(IncrementExpr increment, Frame frame)
    {
        var before = Interpreter.Defined(Evaluate(increment.Target, frame));
        interpreter.At = increment.Span;
        var after = dialect.Binary(BinaryOperator.Add, before, Value.Of((long)increment.Step), interpreter.Budget);
        Assign(increment.Target, after, frame);
        return increment.IsAfter ? before : after;
    }

    private static bool IsPlace(Expr expression) => expression switch
    {
        NameExpr => true,
        AttributeExpr attribute => IsPlace(attribute.Target),
        IndexExpr index => IsPlace(index.Target),
        _ => false,
    };

    private void Replace(Expr place, Value value, Frame frame)
    {
        switch (place)
        {
            case NameExpr name:
                frame.Assign(name.Name, value);
                break;
            case AttributeExpr attribute:
                ReplaceEntry(attribute.Target, Value.Of(attribute.Name), value, frame);
                break;
            case IndexExpr index:
                ReplaceEntry(index.Target, Evaluate(index.Index, frame), value, frame);
                break;
            default:
                throw new EvaluationException("this expression cannot be assigned to", place.Span);
        }
    }

    private void ReplaceEntry(Expr target, Value key, Value value, Frame frame)
    {
        if (target is NameExpr scope && dialect.NamesScope(scope.Name))
        {
            frame.Assign(dialect.ToText(key), value);
            return;
        }

        var container = EvaluateUncalled(target, frame);
        if (container is NamespaceValue space)
        {
            space.Set(PythonText.Str(key), value);
            return;
        }

        interpreter.At = target.Span;
        Replace(target, dialect.With(container, key, value), frame);
    }
}
