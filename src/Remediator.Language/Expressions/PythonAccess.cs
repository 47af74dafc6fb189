using System.Text;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Attributes, subscripts, slices and iteration as Jinja has them over Python's values.</summary>
public static class PythonAccess
{
    /// <summary><c>target.name</c>: Python's attribute first (a method), then the entry of that name.</summary>
    public static Value Attribute(Value target, string name, Interpreter interpreter)
    {
        switch (target)
        {
            case UndefinedValue:
                // As in Ansible: going on from an undefined value keeps the first failure, so that default() sees it.
                return target;
            case AskedValue asked:
                return asked.Member(Value.Of(name)) ?? Attribute(asked.Known(), name, interpreter);
            case ObjectValue thing:
                return thing.TryGetMember(name, out var member) ? member : Missing(target, name, thing.MemberNames, interpreter);
            case DictValue dict:
                return Method(target, name, interpreter) ?? Entry(dict, Value.Of(name), interpreter);
            default:
                return PythonMethods.Member(target, name) ?? Method(target, name, interpreter) ?? Missing(target, name, PythonMethods.NamesOf(target), interpreter);
        }
    }

    /// <summary><c>target[index]</c>: the entry or item first, then the attribute of that name.</summary>
    public static Value Index(Value target, Value index, Interpreter interpreter)
    {
        Interpreter.Defined(index);
        switch (target)
        {
            case UndefinedValue:
                return target;
            case AskedValue asked:
                return asked.Member(Interpreter.Whole(index)) ?? Index(asked.Known(), index, interpreter);
            case DictValue dict when index is AskedValue asked:
                return asked.Among(dict.Keys) is { } known ? Index(target, known, interpreter) : Missing(target, asked.Name, [], interpreter);
            case var _ when index is AskedValue asked:
                return Index(target, asked.Known(), interpreter);
            case DictValue dict:
                return dict.TryGet(Key(index), out var value) ? value
                    : index is TextValue name && Method(target, name.Text, interpreter) is { } method ? method
                    : Entry(dict, index, interpreter);
            case ListValue list when Numbers.TryGetLong(index, out var place):
                place = place < 0 ? place + list.Count : place;
                return place >= 0 && place < list.Count ? list[(int)place] : interpreter.Dialect.Undefined($"{Describe(target)} has no element {PythonText.Str(index)}", null);
            case TextValue text when Numbers.TryGetLong(index, out var place):
                var characters = Characters(text.Text);
                place = place < 0 ? place + characters.Count : place;
                return place >= 0 && place < characters.Count ? characters[(int)place] : interpreter.Dialect.Undefined($"{Describe(target)} has no element {PythonText.Str(index)}", null);
            default:
                return index is TextValue attribute ? Attribute(target, attribute.Text, interpreter)
                    : interpreter.Dialect.Undefined($"{Describe(target)} has no element {PythonText.Repr(index)}", null);
        }
    }

    /// <summary>Follows a path such as <c>a.b.0</c>, as <c>map(attribute='a.b')</c> does.</summary>
    public static Value Path(Value target, Value path, Interpreter interpreter)
    {
        if (path is not TextValue text)
        {
            return Interpreter.Known(Index(target, path, interpreter));
        }

        var value = target;
        foreach (var part in text.Text.Split('.'))
        {
            var key = part.Length > 0 && part.All(char.IsAsciiDigit) && long.TryParse(part, out var number) ? Value.Of(number) : Value.Of(part);
            value = Interpreter.Known(Index(value, key, interpreter));
        }

        return value;
    }

    public static Value Slice(Value target, Value? start, Value? stop, Value? step)
    {
        var items = target switch
        {
            UndefinedValue undefined => throw Interpreter.Refuse(undefined),
            ListValue list => (IReadOnlyList<Value>)list,
            TextValue text => Characters(text.Text),
            _ => throw new EvaluationException($"'{target.TypeName}' object is not subscriptable"),
        };
        var by = Bound(step) ?? 1;
        if (by == 0)
        {
            throw new EvaluationException("slice step cannot be zero");
        }

        var count = items.Count;
        by = Math.Clamp(by, -count - 1L, count + 1L);
        var (low, high) = by > 0 ? (0L, count) : (-1L, count - 1L);
        var from = Clamp(Bound(start), by > 0 ? low : high);
        var to = Clamp(Bound(stop), by > 0 ? high : low);
        var taken = new List<Value>();
        for (var i = from; by > 0 ? i < to : i > to; i += by)
        {
            taken.Add(items[(int)i]);
        }

        return target switch
        {
            ListValue list => new ListValue(taken, list.IsTuple),
            _ => Value.Of(string.Concat(taken.Select(c => ((TextValue)c).Text))),
        };

        long Clamp(long? bound, long otherwise) => bound is not { } b ? otherwise : Math.Clamp(b < 0 ? b + count : b, low, high);
    }

    /// <summary>What a loop goes over.</summary>
    public static IReadOnlyList<Value> Items(Value value) => value switch
    {
        ListValue list => list,
        DictValue dict => [.. dict.Keys],
        TextValue text => Characters(text.Text),
        UndefinedValue undefined => undefined.IsSilent ? [] : throw Interpreter.Refuse(undefined),
        LateValue => Items(Interpreter.Whole(value)),
        _ => throw new EvaluationException($"'{value.TypeName}' object is not iterable"),
    };

    public static IReadOnlyList<Value> Unpack(Value item, int count)
    {
        var parts = Items(item);
        return parts.Count == count ? parts
            : parts.Count < count ? throw new EvaluationException($"not enough values to unpack (expected {count}, got {parts.Count})")
            : throw new EvaluationException($"too many values to unpack (expected {count})");
    }

    /// <summary>A value as a key of a dict; an error where Python could not hash it.</summary>
    public static Value Key(Value key) => key switch
    {
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        DictValue or ListValue { IsTuple: false } => throw new EvaluationException($"unhashable type: '{key.TypeName}'"),
        _ => key,
    };

    /// <summary>The characters of a text: whole code points, as in Python.</summary>
    public static IReadOnlyList<Value> Characters(string text)
    {
        var characters = new List<Value>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            characters.Add(Value.Of(rune.ToString()));
        }

        return characters;
    }

    /// <summary>Python's <c>len()</c> of a text: code points.</summary>
    public static int Length(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                length--;
            }
        }

        return length;
    }

    /// <summary>How an error names a value: <c>'dict object'</c>, as Jinja does.</summary>
    public static string Describe(Value value) => value is NullValue ? "'None'" : $"'{PythonMethods.QualifiedName(value)} object'";

    private static Value Entry(DictValue dict, Value key, Interpreter interpreter) =>
        dict.TryGet(key, out var value) ? value
        : Missing(dict, PythonText.Str(key), TextKeys(dict), interpreter);

    /// <summary>For hints; none of a dict whose keys are not known.</summary>
    private static IEnumerable<string> TextKeys(DictValue dict)
    {
        try
        {
            return dict.Keys.OfType<TextValue>().Select(k => k.Text);
        }
        catch (LateValueException)
        {
            return [];
        }
    }

    private static Value Missing(Value target, string name, IEnumerable<string> known, Interpreter interpreter) =>
        interpreter.Undefined($"{Describe(target)} has no attribute {PythonText.Quote(name)}", () => DidYouMean.Hint(name, known));

    private static FunctionValue? Method(Value target, string name, Interpreter interpreter) =>
        PythonMethods.Find(target, name) is { } method ? new FunctionValue(name, arguments => method.Invoke(interpreter, target, arguments)) : null;

    private static long? Bound(Value? bound) => bound switch
    {
        null or NullValue => null,
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        _ when Numbers.TryGetLong(bound, out var number) => number,
        _ => throw new EvaluationException("slice indices must be integers or None"),
    };
}
