using Remediator.Language.Expressions;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>Text that the script reads: a fact, or what a task printed.</summary>
/// <param name="load">Sets <c>rmd_v</c>.</param>
/// <param name="isFact">Short words of the host, which no template takes for anything else.</param>
internal sealed class AskedText(string name, Sh load, Choices choices, bool isFact = false) : AskedValue(name)
{
    private const string PlainCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/: ,=@%";

    /// <summary>All that it usually is; where a template needs the text itself there is a case for each. Null where nobody knows.</summary>
    public IReadOnlyList<string>? Domain { get; init; }

    public override bool StaysText => isFact;

    public override Value Known()
    {
        if (Domain is null)
        {
            throw Refused();
        }

        foreach (var text in Domain)
        {
            if (Is(text))
            {
                return Value.Of(text);
            }
        }

        choices.Leave();
        throw Refused();
    }

    public override bool IsTrue() => !Is("");

    public override bool Compare(CompareOperator operation, Value other, bool isRight) => operation switch
    {
        CompareOperator.Equal => other is TextValue text && Is(text.Text),
        CompareOperator.NotEqual => !(other is TextValue text && Is(text.Text)),
        CompareOperator.In => isRight ? Has(other) : IsAmong(other),
        CompareOperator.NotIn => !(isRight ? Has(other) : IsAmong(other)),
        _ when Domain is not null => PythonOperators.Compare(operation, isRight ? other : Known(), isRight ? Known() : other),
        _ => throw Refused(),
    };

    public override Value? Member(Value key) => key is TextValue { Text: var method } && Domain is null
        ? method switch
        {
            "startswith" => new FunctionValue(method, a => Value.Of(Ask("begins", Only(a)))),
            "endswith" => new FunctionValue(method, a => Value.Of(Ask("ends", Only(a)))),
            "strip" => new FunctionValue(method, a => a.Positional.Count == 0 ? Through("trim") : throw Refused()),
            _ => null,
        }
        : null;

    public override Value? Filter(string name, CallArguments arguments) => (name, arguments.Positional.Count + arguments.Named.Count) switch
    {
        ("string", 0) => this,
        ("trim", 0) => Through("trim"),
        ("lower" or "upper", 0) when isFact && Domain is null => Through(name),
        ("int", 0) when Domain is null => new AskedNumber(Name, Sh.Of($"{load} && rmd_v_int"), choices),
        _ => null,
    };

    public override bool? Test(string name, CallArguments arguments) => (name, arguments.Positional.Count) switch
    {
        ("defined" or "string", 0) => true,
        ("undefined" or "none" or "mapping" or "number" or "boolean", 0) => false,
        ("in", 1) => IsAmong(arguments.Positional[0]),
        ("==" or "eq" or "equalto", 1) => Compare(CompareOperator.Equal, arguments.Positional[0], isRight: false),
        ("!=" or "ne", 1) => Compare(CompareOperator.NotEqual, arguments.Positional[0], isRight: false),
        ("contains", 1) => Has(arguments.Positional[0]),
        ("search", 1) when IsPlain(arguments) => Has(arguments.Positional[0]),
        ("match", 1) when IsPlain(arguments) => Ask("begins", Only(arguments)),
        ("version" or "version_compare", 1 or 2) when Domain is null && arguments.Named.Count == 0 => Version(arguments),
        _ => null,
    };

    private AskedText Through(string filter) => new(Name, filter switch
    {
        "trim" => Sh.Of($"{load} && rmd_v_trim"),
        "lower" => Sh.Of($"{load} && rmd_v_lower"),
        _ => Sh.Of($"{load} && rmd_v_upper"),
    }, choices, isFact);

    /// <summary>Numbers between dots are compared as versions; anything else is for the controller.</summary>
    private bool Version(CallArguments arguments)
    {
        var version = (arguments.Positional[0] as TextValue)?.Text ?? "";
        var operation = arguments.Positional.Count == 2 ? (arguments.Positional[1] as TextValue)?.Text ?? "" : "==";
        if (version.Length == 0 || version.Split('.').Any(p => p.Length is 0 or > 9 || !p.All(char.IsAsciiDigit)))
        {
            throw Refused();
        }

        return operation switch
        {
            "<" or "lt" => Ask("older", version),
            ">=" or "ge" => !Ask("older", version),
            "<=" or "le" => Ask("older", version) || Is(version),
            ">" or "gt" => !Ask("older", version) && !Is(version),
            "==" or "=" or "eq" => Is(version),
            "!=" or "<>" or "ne" => !Is(version),
            _ => throw Refused(),
        };
    }

    private bool Is(string text) => text.Contains('\0') ? false : Ask("=", text);

    private bool Has(Value other) => other is not TextValue text ? throw Refused() : text.Text.Length == 0 || Ask("has", text.Text);

    private bool IsAmong(Value container) => container switch
    {
        ListValue list => list.Any(item => Compare(CompareOperator.Equal, item, isRight: false)),
        DictValue dict => dict.Keys.Any(key => Compare(CompareOperator.Equal, key, isRight: false)),
        _ when Domain is not null => PythonOperators.Compare(CompareOperator.In, Known(), container),
        _ => throw Refused(),
    };

    private bool Ask(string operation, string operand) => choices.Ask(new ShCondition.Asked(load, operation, operand));

    private string Only(CallArguments arguments) => arguments is { Positional: [TextValue { Text.Length: > 0 } text], Named.Count: 0 } ? text.Text : throw Refused();

    private static bool IsPlain(CallArguments arguments) =>
        arguments is { Positional: [TextValue { Text: { Length: > 0 } text }], Named.Count: 0 } && text.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;
}

/// <summary>A whole number that the script reads.</summary>
internal sealed class AskedNumber(string name, Sh load, Choices choices) : AskedValue(name)
{
    public override bool IsTrue() => !Ask("-eq", 0);

    public override bool Compare(CompareOperator operation, Value other, bool isRight)
    {
        if (operation is CompareOperator.In or CompareOperator.NotIn && !isRight && other is ListValue list)
        {
            return list.Any(item => Compare(CompareOperator.Equal, item, isRight: false)) == (operation == CompareOperator.In);
        }

        if (other is not (IntValue or BoolValue) || !Numbers.TryGetLong(other, out var number))
        {
            return (operation, other) switch
            {
                (CompareOperator.Equal, TextValue or NullValue) => false,
                (CompareOperator.NotEqual, TextValue or NullValue) => true,
                _ => throw Refused(),
            };
        }

        return (operation, isRight) switch
        {
            (CompareOperator.Equal, _) => Ask("-eq", number),
            (CompareOperator.NotEqual, _) => !Ask("-eq", number),
            (CompareOperator.Less, false) or (CompareOperator.Greater, true) => Ask("-lt", number),
            (CompareOperator.LessOrEqual, false) or (CompareOperator.GreaterOrEqual, true) => Ask("-le", number),
            (CompareOperator.Greater, false) or (CompareOperator.Less, true) => Ask("-gt", number),
            (CompareOperator.GreaterOrEqual, false) or (CompareOperator.LessOrEqual, true) => Ask("-ge", number),
            _ => throw Refused(),
        };
    }

    public override Value? Filter(string name, CallArguments arguments) => (name, arguments.Positional.Count + arguments.Named.Count) switch
    {
        ("int", 0) => this,
        ("string", 0) => new AskedText(Name, load, choices, isFact: true),
        _ => null,
    };

    public override bool? Test(string name, CallArguments arguments) => (name, arguments.Positional.Count) switch
    {
        ("defined" or "number" or "integer", 0) => true,
        ("undefined" or "none" or "string" or "mapping", 0) => false,
        ("in", 1) => Compare(CompareOperator.In, arguments.Positional[0], isRight: false),
        _ => null,
    };

    private bool Ask(string operation, long number) => choices.Ask(new ShCondition.Asked(load, operation, number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
