using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>
/// Scriban's operators: text joins with anything, arithmetic with null is null, <c>/</c> of whole numbers is exact, <c>&lt;&lt;</c> and
/// <c>&gt;&gt;</c> add to lists. Whole numbers have 64 bits; a result beyond them is an error.
/// </summary>
internal static class ScribanOperators
{
    public static Value Binary(BinaryOperator operation, Value left, Value right, EvaluationBudget budget)
    {
        Interpreter.Defined(left);
        Interpreter.Defined(right);
        if (operation == BinaryOperator.Concat || (operation == BinaryOperator.Add && (left is TextValue || right is TextValue)))
        {
            var (a, b) = (ScribanText.Of(left), ScribanText.Of(right));
            budget.CheckLength((double)a.Length + b.Length);
            return Value.Of(a + b);
        }

        return (left, right) switch
        {
            _ when operation is BinaryOperator.RangeInclusive or BinaryOperator.RangeExclusive => Range(operation, left, right, budget),
            (ListValue list, _) when operation == BinaryOperator.ShiftLeft => Value.Of([.. list, right]),
            (_, ListValue list) when operation == BinaryOperator.ShiftRight => Value.Of([left, .. list]),
            (TextValue or ListValue, IntValue times) when operation == BinaryOperator.Multiply => Repeat(left, times.Value, budget),
            (IntValue times, TextValue or ListValue) when operation == BinaryOperator.Multiply => Repeat(right, times.Value, budget),
            (TextValue, _) or (_, TextValue) => throw Unsupported(operation, left, right),
            (NullValue, _) or (_, NullValue) => Value.Null,
            (EmptyValue, _) or (_, EmptyValue) => EmptyValue.Instance,
            (ListValue a, ListValue b) when operation == BinaryOperator.Add => Join(a, b, budget),
            (ListValue a, ListValue b) when operation == BinaryOperator.Subtract => Value.Of(a.Where(item => !b.Contains(item))),
            (DateValue a, DateValue b) when operation == BinaryOperator.Subtract => new DurationValue(a.Moment - b.Moment),
            (DateValue a, DurationValue b) when operation is BinaryOperator.Add or BinaryOperator.Subtract => Moved(a.Moment, operation == BinaryOperator.Add ? b.Length : -b.Length),
            (DurationValue a, DateValue b) when operation == BinaryOperator.Add => Moved(b.Moment, a.Length),
            (DurationValue a, DurationValue b) when operation is BinaryOperator.Add or BinaryOperator.Subtract =>
                new DurationValue(operation == BinaryOperator.Add ? a.Length + b.Length : a.Length - b.Length),
            (IntValue a, IntValue b) => Whole(operation, a.Value, b.Value),
            (IntValue or FloatValue, IntValue or FloatValue) => Real(operation, left, right),
            _ => throw Unsupported(operation, left, right),
        };
    }

    public static Value Sign(UnaryOperator operation, Value operand) => Interpreter.Defined(operand) switch
    {
        NullValue => Value.Null,
        IntValue i when operation == UnaryOperator.Plus => i,
        IntValue { Value: not long.MinValue } i => Value.Of(-i.Value),
        FloatValue f => Value.Of(operation == UnaryOperator.Minus ? -f.Value : f.Value),
        DurationValue d => new DurationValue(operation == UnaryOperator.Minus ? -d.Length : d.Length),
        TextValue => throw new EvaluationException("a sign needs a number, not a string", null, "convert it with 'string.to_int'"),
        _ => throw new EvaluationException($"a sign needs a number, not {Kind(operand)}"),
    };

    public static bool Compare(CompareOperator operation, Value left, Value right) => operation switch
    {
        CompareOperator.Equal => AreEqual(left, right),
        CompareOperator.NotEqual => !AreEqual(left, right),
        CompareOperator.Less => Order(left, right) < 0,
        CompareOperator.LessOrEqual => Order(left, right) <= 0,
        CompareOperator.Greater => Order(left, right) > 0,
        CompareOperator.GreaterOrEqual => Order(left, right) >= 0,
        _ => throw new EvaluationException("the operator is not one of Scriban"),
    };

    /// <summary>Text compares with the text of anything; null equals null alone; <c>empty</c> equals all that holds nothing.</summary>
    public static bool AreEqual(Value left, Value right)
    {
        if (IsNull(left) || IsNull(right))
        {
            // A variable or member that does not exist may be asked for: 'x.y == null'. Compared with anything else it is an error.
            if (left is NullValue || right is NullValue)
            {
                return IsNull(left) && IsNull(right);
            }

            Interpreter.Defined(Unsure(left));
            Interpreter.Defined(Unsure(right));
            return IsNull(left) && IsNull(right);
        }

        return (left, right) switch
        {
            (EmptyValue, _) => IsEmpty(right),
            (_, EmptyValue) => IsEmpty(left),
            (TextValue, _) or (_, TextValue) => ScribanText.Of(left) == ScribanText.Of(right),
            (BoolValue a, BoolValue b) => a.Value == b.Value,
            (BoolValue, _) or (_, BoolValue) => false,
            _ => left.Equals(right),
        };
    }

    /// <summary>Less than zero, zero or more as the left comes before the right; null where one is null.</summary>
    public static int? Order(Value left, Value right)
    {
        Interpreter.Defined(left);
        Interpreter.Defined(right);
        return (left, right) switch
        {
            (NullValue, _) or (_, NullValue) => null,
            (TextValue, _) or (_, TextValue) => string.CompareOrdinal(ScribanText.Of(left), ScribanText.Of(right)),
            (IntValue a, IntValue b) => a.Value.CompareTo(b.Value),
            (IntValue or FloatValue, IntValue or FloatValue) => Number(left).CompareTo(Number(right)),
            (BoolValue a, BoolValue b) => a.Value.CompareTo(b.Value),
            (DateValue a, DateValue b) => a.Moment.CompareTo(b.Moment),
            (DurationValue a, DurationValue b) => a.Length.CompareTo(b.Length),
            _ => throw new EvaluationException($"{Kind(left)} and {Kind(right)} have no order"),
        };
    }

    /// <summary>True for null, and for lists, objects and texts that hold nothing.</summary>
    public static bool IsEmpty(Value value) => value switch
    {
        NullValue or EmptyValue or UndefinedValue => true,
        TextValue text => text.Text.Length == 0,
        ListValue list => list.Count == 0,
        DictValue dict => dict.Count == 0,
        _ => false,
    };

    /// <summary>How an error names a value's type.</summary>
    public static string Kind(Value value) => value switch
    {
        NullValue => "null",
        BoolValue => "a boolean",
        IntValue or FloatValue => "a number",
        TextValue => "a string",
        ListValue => "an array",
        FunctionValue => "a function",
        DateValue => "a date",
        DurationValue => "a timespan",
        _ => "an object",
    };

    private static bool IsNull(Value value) => value is NullValue or UndefinedValue;

    /// <summary>A member that may be missing counts as null; a variable that does not exist does not.</summary>
    private static Value Unsure(Value value) => value is UndefinedValue { IsMember: true } ? Value.Null : value;

    private static double Number(Value value) => value is IntValue i ? i.Value : ((FloatValue)value).Value;

    private static DateValue Moved(DateTimeOffset moment, TimeSpan by)
    {
        try
        {
            return new DateValue(moment + by);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new EvaluationException("the date is beyond the years 1 to 9999");
        }
    }

    private static Value Join(ListValue a, ListValue b, EvaluationBudget budget)
    {
        budget.CheckLength((double)a.Count + b.Count);
        return Value.Of([.. a, .. b]);
    }

    private static Value Repeat(Value sequence, long times, EvaluationBudget budget)
    {
        if (times < 0)
        {
            throw new EvaluationException($"nothing can be repeated {times} times");
        }

        var length = sequence is TextValue text ? text.Text.Length : ((ListValue)sequence).Count;
        budget.CheckLength((double)length * times);
        return sequence is TextValue t
            ? Value.Of(t.Text.Length == 0 ? "" : new System.Text.StringBuilder().Insert(0, t.Text, (int)times).ToString())
            : Value.Of(length == 0 ? [] : Enumerable.Repeat((ListValue)sequence, (int)times).SelectMany(items => items));
    }

    private static Value Range(BinaryOperator operation, Value left, Value right, EvaluationBudget budget)
    {
        if (left is not IntValue { Value: var from } || right is not IntValue { Value: var to })
        {
            throw new EvaluationException($"a range needs two whole numbers, not {Kind(left)} and {Kind(right)}");
        }

        var by = from <= to ? 1L : -1L;
        var count = Math.Abs((double)to - from) + (operation == BinaryOperator.RangeInclusive ? 1 : 0);
        budget.CheckLength(count);
        return new ListValue([.. Enumerable.Range(0, (int)count).Select(i => Value.Of(from + (i * by)))]) { IsRange = true };
    }

    private static Value Whole(BinaryOperator operation, long a, long b)
    {
        if (b == 0 && operation is BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo)
        {
            throw new EvaluationException("division by zero");
        }

        try
        {
            return operation switch
            {
                BinaryOperator.Add => Value.Of(checked(a + b)),
                BinaryOperator.Subtract => Value.Of(checked(a - b)),
                BinaryOperator.Multiply => Value.Of(checked(a * b)),
                BinaryOperator.Divide => b != -1 && a % b == 0 ? Value.Of(a / b) : Value.Of((double)a / b),
                BinaryOperator.FloorDivide => Value.Of(checked(a / b)),
                BinaryOperator.Modulo => Value.Of(b == -1 ? 0 : a % b),
                BinaryOperator.ShiftLeft when b is >= 0 and < 63 => Value.Of(checked(a * (1L << (int)b))),
                BinaryOperator.ShiftRight when b >= 0 => Value.Of(a >> (int)Math.Min(b, 63)),
                _ => throw new EvaluationException($"'{Symbol(operation)}' cannot be applied to {a} and {b}"),
            };
        }
        catch (OverflowException)
        {
            throw new EvaluationException("the number does not fit into 64 bits");
        }
    }

    private static Value Real(BinaryOperator operation, Value left, Value right)
    {
        var (a, b) = (Number(left), Number(right));
        return Value.Of(operation switch
        {
            BinaryOperator.Add => a + b,
            BinaryOperator.Subtract => a - b,
            BinaryOperator.Multiply => a * b,
            BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo when b == 0 => throw new EvaluationException("division by zero"),
            BinaryOperator.Divide => a / b,
            BinaryOperator.FloorDivide => Math.Round(a / b),
            BinaryOperator.Modulo => a % b,
            _ => throw Unsupported(operation, left, right),
        });
    }

    private static EvaluationException Unsupported(BinaryOperator operation, Value left, Value right)
    {
        var hint = operation is BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo && (left is TextValue || right is TextValue)
            ? "convert the string with 'string.to_int' or 'string.to_float'"
            : null;
        return new($"'{Symbol(operation)}' does not work on {Kind(left)} and {Kind(right)}", null, hint);
    }

    private static string Symbol(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.FloorDivide => "//",
        BinaryOperator.Modulo => "%",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        _ => operation.ToString(),
    };
}
