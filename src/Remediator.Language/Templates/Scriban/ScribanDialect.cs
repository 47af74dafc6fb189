using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Scriban.Builtins;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>What the evaluator asks where Scriban is not Jinja.</summary>
internal sealed class ScribanDialect(ScribanLanguage language, ScribanOptions options) : Dialect
{
    public override string Name => "Scriban";

    public override ITemplateLanguage Language => language;

    public override bool CallsBareFunctions => true;

    public override bool AssignsOuterNames => true;

    public override bool LogicGivesOperand => false;

    public override string LoopName => "for";

    public override string WhileName => "while";

    public override IEnumerable<string> GlobalNames => Catalog.Names;

    public override Value? Global(string name) => Catalog.Find(name);

    public override string HintFor(string name, IEnumerable<string> known) =>
        Catalog.QualifiedName(name) is { } qualified ? $"did you mean '{qualified}'?"
        : DidYouMean.Hint(name, known) ?? "write 'x ?? y' where it may be missing";

    public override string NotCallable(Value callee) => $"{ScribanOperators.Kind(callee)} is not a function";

    public override Value LoopVariable(LoopState loop) => new LoopValue(loop);

    public override bool IsTrue(Value value) => value switch
    {
        NullValue or EmptyValue or UndefinedValue { IsMember: true } => false,
        BoolValue b => b.Value,
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        LateValue late => throw new LateValueException(late.Name),
        _ => true,
    };

    public override string ToText(Value value) => ScribanText.Of(value);

    public override Value Undefined(string message, string? hint) => options.StrictUndefined
        ? new UndefinedValue(message, hint)
        : Value.Null;

    /// <summary>Values of one name gather in a list, for functions that take any number of them.</summary>
    public override Value Repeated(Value before, Value again) => Value.Of(before is ListValue list ? list.Append(again) : [before, again]);

    public override Value Binary(BinaryOperator operation, Value left, Value right, EvaluationBudget budget) =>
        ScribanOperators.Binary(operation, left, right, budget);

    public override Value Unary(UnaryOperator operation, Value operand) =>
        operation == UnaryOperator.Not ? Value.Of(!IsTrue(operand)) : ScribanOperators.Sign(operation, operand);

    public override bool Compare(CompareOperator operation, Value left, Value right) => ScribanOperators.Compare(operation, left, right);

    public override Value Attribute(Value target, string name, Interpreter interpreter)
    {
        if (name == "empty?" && target is not UndefinedValue { IsMember: false })
        {
            return Value.Of(ScribanOperators.IsEmpty(target));
        }

        return target switch
        {
            UndefinedValue => target,
            NullValue => OfNull(name),
            DictValue dict => dict.TryGet(name, out var entry) ? entry : MissingMember(name, dict.Keys.Select(ScribanText.Of)),
            Module module => module.TryGetMember(name, out var function) ? function : MissingMember(name, module.MemberNames, $"'{module.Name}'"),
            ObjectValue thing => thing.TryGetMember(name, out var member) ? member : MissingMember(name, thing.MemberNames),
            _ => Members.Of(target, name) ?? MissingMember(name, Members.NamesOf(target), ScribanOperators.Kind(target)),
        };
    }

    public override Value Index(Value target, Value index, Interpreter interpreter)
    {
        Interpreter.Defined(index);
        switch (target)
        {
            case UndefinedValue:
                return target;
            case NullValue:
                return OfNull(ScribanText.Of(index));
            case ListValue list when index is IntValue place:
                return ItemAt(list.Count, place.Value) is { } at ? list[at] : MissingItem(place.Value, list.Count);
            case TextValue text when index is IntValue place:
                return ItemAt(text.Text.Length, place.Value) is { } character ? Value.Of(text.Text[character].ToString()) : MissingItem(place.Value, text.Text.Length);
            case DictValue dict when index is not (NullValue or ListValue or DictValue):
                return dict.TryGet(index, out var entry) || dict.TryGet(ScribanText.Of(index), out entry)
                    ? entry
                    : MissingMember(ScribanText.Of(index), dict.Keys.Select(ScribanText.Of));
            case not null when index is TextValue name:
                return Attribute(target, name.Text, interpreter);
            default:
                throw new EvaluationException($"{ScribanOperators.Kind(target!)} has no item at {ScribanOperators.Kind(index)}");
        }
    }

    public override bool HasBlocks => false;

    public override bool NamesScope(string name) => name == "this";

    /// <summary><c>this</c>, and the named arguments of a function without parameters, which the parser reads from <c>$.name</c> as one name.</summary>
    public override Value? Special(string name, Frame frame)
    {
        if (name == "this")
        {
            return ScribanFunction.This(frame);
        }

        return name.StartsWith(ScribanFunction.NamedPrefix, StringComparison.Ordinal) && !frame.TryGet(name, out _)
            ? Missing($"there is no argument '{name[ScribanFunction.NamedPrefix.Length..]}'", () => null)
            : null;
    }

    internal override FunctionValue Function(Interpreter interpreter, string name, IReadOnlyList<MacroParameter> parameters, IReadOnlyList<Statement> body, Frame frame) =>
        ScribanFunction.Make(interpreter, name, parameters, body, frame);

    /// <summary>A list grows where an item beyond its end is set; what lies between is null.</summary>
    public override Value With(Value container, Value key, Value value)
    {
        switch (Interpreter.Defined(container))
        {
            case DictValue dict:
                var builder = dict.ToBuilder();
                builder[ScribanText.Of(key)] = value;
                return builder.Build();
            case ListValue list when key is IntValue index:
                var items = list.ToList();
                var place = index.Value < 0 ? Math.Max(0, index.Value + items.Count) : index.Value;
                if (place > EvaluationLimits.Default.OutputLength)
                {
                    throw new EvaluationException($"a list cannot have an item {place}");
                }

                while (items.Count <= place)
                {
                    items.Add(Value.Null);
                }

                items[(int)place] = value;
                return new ListValue(items);
            default:
                throw new EvaluationException($"{ScribanOperators.Kind(container)} has no item {ScribanText.Of(key)} that could be set");
        }
    }

    public override Value Slice(Value target, Value? start, Value? stop, Value? step) =>
        throw new EvaluationException("Scriban has no slices", null, "use 'array.offset' and 'array.limit'");

    /// <summary>A list; an object as a list of <c>{key, value}</c>; nothing for null. Text is refused: going over its characters is never meant.</summary>
    public override IReadOnlyList<Value> Items(Value value) => Interpreter.Known(value) switch
    {
        ListValue list => list,
        NullValue or EmptyValue => [],
        DictValue dict => [.. dict.Select(e => Value.Dict(("key", e.Key), ("value", e.Value)))],
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        TextValue => throw new EvaluationException("a list is needed here, not a string", null, "write [x] for a list of one, or split the string with 'string.split'"),
        _ => throw new EvaluationException($"a list is needed here, not {ScribanOperators.Kind(value)}"),
    };

    private static int? ItemAt(int count, long place)
    {
        var at = place < 0 ? place + count : place;
        return at >= 0 && at < count ? (int)at : null;
    }

    private Value MissingItem(long place, int count) => Missing($"there is no item {place}: the list has {count}", () => null);

    private Value MissingMember(string name, IEnumerable<string> known, string kind = "the object") =>
        Missing($"{kind} has no member '{name}'", () => DidYouMean.Hint(name, known));

    private Value Missing(string message, Func<string?> findHint) => options.StrictUndefined
        ? new UndefinedValue(message) { IsMember = true }.WithHint(() => findHint() ?? "write 'x.y ?? z' where it may be missing")
        : Value.Null;

    private Value OfNull(string name) => options.StrictUndefined
        ? new UndefinedValue($"null has no member '{name}'", "write 'x?.y' where x may be null") { IsMember = true }
        : throw new EvaluationException($"null has no member '{name}'");
}
