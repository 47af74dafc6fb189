using System.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Python's operators over values. Whole numbers have 64 bits; a result beyond them is an error.</summary>
public static class PythonOperators
{
    /// <summary>Python's <c>bool()</c>; an error for an undefined value.</summary>
    public static bool IsTrue(Value value) => value switch
    {
        NullValue => false,
        BoolValue b => b.Value,
        IntValue i => i.Value != 0,
        FloatValue f => f.Value != 0,
        TextValue t => t.Text.Length > 0,
        ListValue l => l.Count > 0,
        DictValue d => d.Count > 0,
        UndefinedValue undefined => undefined.IsSilent ? false : throw Interpreter.Refuse(undefined),
        AskedValue asked => asked.IsTrue(),
        LateValue late => throw new LateValueException(late.Name),
        _ => true,
    };

    public static Value Sign(UnaryOperator operation, Value operand) => Interpreter.Defined(operand) switch
    {
        FloatValue f => operation == UnaryOperator.Minus ? Value.Of(-f.Value) : f,
        _ when Numbers.TryGetLong(operand, out var number) => Value.Of(operation == UnaryOperator.Minus ? Checked(() => checked(-number)) : number),
        _ => throw new EvaluationException($"bad operand type for unary {(operation == UnaryOperator.Minus ? '-' : '+')}: '{operand.TypeName}'"),
    };

    public static Value Binary(BinaryOperator operation, Value left, Value right, EvaluationBudget budget)
    {
        if (operation == BinaryOperator.Concat)
        {
            return Concat(PythonText.Str(left), PythonText.Str(right), budget);
        }

        Interpreter.Defined(left);
        Interpreter.Defined(right);
        return operation switch
        {
            BinaryOperator.Add => Add(left, right, budget),
            BinaryOperator.Multiply when left is TextValue or ListValue => Repeat(left, right, budget),
            BinaryOperator.Multiply when right is TextValue or ListValue => Repeat(right, left, budget),
            BinaryOperator.Modulo when left is TextValue format => Value.Of(PythonFormat.Percent(format.Text, right, budget)),
            BinaryOperator.Subtract when left is DateValue a && right is DateValue b => new DurationValue(a.Moment - b.Moment),
            BinaryOperator.Subtract when left is DateValue a && right is DurationValue b => Moved(a, -b.Length),
            BinaryOperator.RangeInclusive or BinaryOperator.RangeExclusive => Range(operation, left, right, budget),
            _ => Arithmetic(operation, left, right),
        };
    }

    public static bool Compare(CompareOperator operation, Value left, Value right)
    {
        // The missing else of an inline if equals nothing but itself; Jinja has no other undefined value that may be compared.
        if (operation is CompareOperator.Equal or CompareOperator.NotEqual && (left is UndefinedValue { IsSilent: true } || right is UndefinedValue { IsSilent: true }))
        {
            return left.Equals(right) == (operation == CompareOperator.Equal);
        }

        Interpreter.Defined(left);
        Interpreter.Defined(right);
        return operation switch
        {
            CompareOperator.Equal => left.Equals(right),
            CompareOperator.NotEqual => !left.Equals(right),
            CompareOperator.In => Contains(right, left),
            CompareOperator.NotIn => !Contains(right, left),
            CompareOperator.Less => Order(left, right, "<") is < 0,
            CompareOperator.LessOrEqual => Order(left, right, "<=") is <= 0,
            CompareOperator.Greater => Order(left, right, ">") is > 0,
            _ => Order(left, right, ">=") is >= 0,
        };
    }

    /// <summary>Negative, zero or positive as Python orders the two; null where neither holds (NaN); an error where Python has no order.</summary>
    public static int? Order(Value left, Value right, string sign = "<")
    {
        if (left is TextValue a && right is TextValue b)
        {
            return CompareCodePoints(a.Text, b.Text);
        }

        if (Numbers.TryGetLong(left, out var m) && Numbers.TryGetLong(right, out var n))
        {
            return m.CompareTo(n);
        }

        if (Numbers.TryGetDouble(left, out var x) && Numbers.TryGetDouble(right, out var y))
        {
            return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        }

        if (left is ListValue p && right is ListValue q && p.IsTuple == q.IsTuple)
        {
            for (var i = 0; i < Math.Min(p.Count, q.Count); i++)
            {
                if (!p[i].Equals(q[i]))
                {
                    return Order(p[i], q[i], sign);
                }
            }

            return p.Count.CompareTo(q.Count);
        }

        return (left, right) switch
        {
            (DateValue s, DateValue t) => s.Moment.CompareTo(t.Moment),
            (DurationValue s, DurationValue t) => s.Length.CompareTo(t.Length),
            (UndefinedValue u, _) => throw Interpreter.Refuse(u),
            (_, UndefinedValue u) => throw Interpreter.Refuse(u),
            _ => throw new EvaluationException($"'{sign}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'"),
        };
    }

    /// <summary>Python's stable <c>sorted()</c>.</summary>
    public static List<Value> Sort(IEnumerable<Value> items, bool reverse = false, Func<Value, Value>? key = null)
    {
        var keyed = items.Select((item, index) => (Key: key is null ? item : key(item), Item: item, Index: index)).ToList();
        foreach (var entry in keyed)
        {
            Interpreter.Defined(entry.Key);
        }

        try
        {
            keyed.Sort((a, b) => (reverse ? Order(b.Key, a.Key) : Order(a.Key, b.Key)) is { } order and not 0 ? order : a.Index.CompareTo(b.Index));
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is EvaluationException error)
        {
            throw error;
        }

        return [.. keyed.Select(entry => entry.Item)];
    }

    /// <summary><c>item in container</c>.</summary>
    public static bool Contains(Value container, Value item) => container switch
    {
        ListValue list => list.Contains(item),
        DictValue dict => dict.TryGet(PythonAccess.Key(item), out _),
        TextValue text when item is TextValue part => text.Text.Contains(part.Text, StringComparison.Ordinal),
        TextValue => throw new EvaluationException($"'in <string>' requires string as left operand, not {item.TypeName}"),
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        _ => throw new EvaluationException($"argument of type '{container.TypeName}' is not iterable"),
    };

    private static Value Add(Value left, Value right, EvaluationBudget budget)
    {
        switch (left, right)
        {
            case (TextValue a, TextValue b):
                return Concat(a.Text, b.Text, budget);
            case (ListValue a, ListValue b) when a.IsTuple == b.IsTuple:
                budget.CheckLength((double)a.Count + b.Count);
                return new ListValue([.. a, .. b], a.IsTuple);
            case (TextValue, _):
                throw new EvaluationException($"can only concatenate str (not \"{right.TypeName}\") to str", null, "use ~ to join values as text");
            case (ListValue, _):
                throw new EvaluationException($"can only concatenate {left.TypeName} (not \"{right.TypeName}\") to {left.TypeName}");
            case (DateValue a, DurationValue b):
                return Moved(a, b.Length);
            default:
                return Arithmetic(BinaryOperator.Add, left, right);
        }
    }

    private static DateValue Moved(DateValue date, TimeSpan by)
    {
        try
        {
            return new DateValue(date.Moment + by);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new EvaluationException("date value out of range");
        }
    }

    private static Value Concat(string left, string right, EvaluationBudget budget)
    {
        budget.CheckLength((double)left.Length + right.Length);
        return Value.Of(left + right);
    }

    private static Value Repeat(Value sequence, Value times, EvaluationBudget budget)
    {
        if (!Numbers.TryGetLong(times, out var count))
        {
            throw new EvaluationException($"can't multiply sequence by non-int of type '{times.TypeName}'");
        }

        count = Math.Max(0, count);
        if (sequence is TextValue text)
        {
            budget.CheckLength((double)text.Text.Length * count);
            return Value.Of(text.Text.Length == 0 ? "" : new StringBuilder().Insert(0, text.Text, (int)count).ToString());
        }

        var list = (ListValue)sequence;
        budget.CheckLength((double)list.Count * count);
        return new ListValue(list.Count == 0 ? [] : [.. Enumerable.Repeat(list, (int)count).SelectMany(items => items)], list.IsTuple);
    }

    private static Value Range(BinaryOperator operation, Value left, Value right, EvaluationBudget budget)
    {
        if (!Numbers.TryGetLong(left, out var from) || !Numbers.TryGetLong(right, out var to))
        {
            throw new EvaluationException($"a range needs two integers, got '{left.TypeName}' and '{right.TypeName}'");
        }

        var count = Math.Abs((double)to - from) + (operation == BinaryOperator.RangeInclusive ? 1 : 0);
        budget.CheckLength(count);
        var by = from <= to ? 1L : -1L;
        return Value.Of(Enumerable.Range(0, (int)count).Select(i => Value.Of(from + (i * by))));
    }

    private static Value Arithmetic(BinaryOperator operation, Value left, Value right)
    {
        if (Numbers.TryGetLong(left, out var m) && Numbers.TryGetLong(right, out var n))
        {
            return Whole(operation, m, n);
        }

        if (Numbers.TryGetDouble(left, out var x) && Numbers.TryGetDouble(right, out var y) && operation is not (BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight))
        {
            return Real(operation, x, y);
        }

        throw new EvaluationException($"unsupported operand type(s) for {Sign(operation)}: '{left.TypeName}' and '{right.TypeName}'");
    }

    private static Value Whole(BinaryOperator operation, long m, long n)
    {
        if (n == 0 && operation is (BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo))
        {
            throw new EvaluationException(operation == BinaryOperator.Divide ? "division by zero" : "integer division or modulo by zero");
        }

        return operation switch
        {
            BinaryOperator.Add => Value.Of(Checked(() => checked(m + n))),
            BinaryOperator.Subtract => Value.Of(Checked(() => checked(m - n))),
            BinaryOperator.Multiply => Value.Of(Checked(() => checked(m * n))),
            BinaryOperator.Divide => Value.Of((double)m / n),
            BinaryOperator.FloorDivide => Value.Of(Checked(() => checked((m / n) - (m % n != 0 && (m < 0) != (n < 0) ? 1 : 0)))),
            BinaryOperator.Modulo => Value.Of(n == -1 ? 0 : ((m % n) + n) % n),
            BinaryOperator.Power => n < 0 ? Value.Of(Math.Pow(m, n)) : Value.Of(Checked(() => Power(m, n))),
            BinaryOperator.ShiftLeft when n is >= 0 and < 63 => Value.Of(Checked(() => checked(m * (1L << (int)n)))),
            BinaryOperator.ShiftRight when n >= 0 => Value.Of(m >> (int)Math.Min(n, 63)),
            _ => throw new EvaluationException($"{Sign(operation)} cannot be applied to {m} and {n}"),
        };
    }

    private static Value Real(BinaryOperator operation, double x, double y)
    {
        if (y == 0 && operation is (BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo))
        {
            throw new EvaluationException(operation == BinaryOperator.Divide ? "float division by zero" : "float modulo");
        }

        return Value.Of(operation switch
        {
            BinaryOperator.Add => x + y,
            BinaryOperator.Subtract => x - y,
            BinaryOperator.Multiply => x * y,
            BinaryOperator.Divide => x / y,
            BinaryOperator.FloorDivide => Math.Floor(x / y),
            BinaryOperator.Modulo => x % y != 0 && (x < 0) != (y < 0) ? (x % y) + y : x % y,
            _ => Math.Pow(x, y),
        });
    }

    private static long Power(long m, long n)
    {
        var result = 1L;
        for (var square = m; n > 0; n >>= 1)
        {
            if ((n & 1) == 1)
            {
                result = checked(result * square);
            }

            if (n > 1)
            {
                square = checked(square * square);
            }
        }

        return result;
    }

    private static long Checked(Func<long> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw new EvaluationException("the number does not fit into 64 bits");
        }
    }

    private static string Sign(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.FloorDivide => "//",
        BinaryOperator.Modulo => "%",
        BinaryOperator.Power => "** or pow()",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        _ => operation.ToString(),
    };

    /// <summary>Python orders text by code point, .NET's ordinal order by UTF-16 unit; they differ only where surrogates meet U+E000 and above.</summary>
    private static int CompareCodePoints(string a, string b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
            {
                return char.IsSurrogate(a[i]) == char.IsSurrogate(b[i]) ? a[i].CompareTo(b[i]) : char.IsSurrogate(a[i]) ? 1 : -1;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
