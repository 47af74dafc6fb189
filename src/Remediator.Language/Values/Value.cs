using Remediator.Language.Text;

namespace Remediator.Language.Values;

/// <summary>
/// A value of the playbook language. Immutable. Equality is Python's: <c>1 == 1.0 == true</c>, lists and dicts by content,
/// a list never equals a tuple.
/// </summary>
public abstract class Value : IEquatable<Value>
{
    public static Value Null => NullValue.Instance;

    public static Value True => BoolValue.True;

    public static Value False => BoolValue.False;

    /// <summary>Python's name of the type (<c>str</c>, <c>int</c>, <c>dict</c>, …), as <c>type_debug</c> and error texts give it.</summary>
    public abstract string TypeName { get; }

    public static Value Of(string text) => new TextValue(text);

    public static Value Of(bool value) => value ? BoolValue.True : BoolValue.False;

    public static Value Of(long value) => new IntValue(value);

    public static Value Of(double value) => new FloatValue(value);

    public static Value Of(IEnumerable<Value> items) => new ListValue([.. items]);

    public static Value OfTexts(IEnumerable<string> items) => new ListValue([.. items.Select(Of)]);

    /// <summary>A dict with text keys, in the order given.</summary>
    public static DictValue Dict(params ReadOnlySpan<(string Key, Value Value)> entries)
    {
        var builder = new DictBuilder();
        foreach (var (key, value) in entries)
        {
            builder[key] = value;
        }

        return builder.Build();
    }

    public abstract bool Equals(Value? other);

    public sealed override bool Equals(object? obj) => obj is Value value && Equals(value);

    public abstract override int GetHashCode();
}

/// <summary>YAML null, Python's None.</summary>
public sealed class NullValue : Value
{
    private NullValue()
    {
    }

    public static NullValue Instance { get; } = new();

    public override string TypeName => "NoneType";

    public override bool Equals(Value? other) => other is NullValue;

    public override int GetHashCode() => 0;

    public override string ToString() => "None";
}

public sealed class BoolValue : Value
{
    private BoolValue(bool value) => Value = value;

    public static new BoolValue True { get; } = new(true);

    public static new BoolValue False { get; } = new(false);

    public bool Value { get; }

    public override string TypeName => "bool";

    public override bool Equals(Value? other) => Numbers.AreEqual(this, other);

    public override int GetHashCode() => Value ? 1 : 0;

    public override string ToString() => Value ? "True" : "False";
}

/// <summary>A whole number in the range of 64 bits.</summary>
public sealed class IntValue(long value) : Value
{
    public long Value { get; } = value;

    public override string TypeName => "int";

    public override bool Equals(Value? other) => Numbers.AreEqual(this, other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString();
}

public sealed class FloatValue(double value) : Value
{
    public double Value { get; } = value;

    public override string TypeName => "float";

    public override bool Equals(Value? other) => Numbers.AreEqual(this, other);

    public override int GetHashCode() => Math.Floor(Value) == Value && Math.Abs(Value) < 9e18 ? ((long)Value).GetHashCode() : Value.GetHashCode();

    public override string ToString() => Value.ToString("R");
}

/// <summary>Plain text. It is never templated again, wherever it came from: only a <see cref="TemplateValue"/> is rendered.</summary>
public class TextValue(string text) : Value
{
    public virtual string Text { get; } = text;

    public override string TypeName => "str";

    public sealed override bool Equals(Value? other) => other is TextValue text && text.Text == Text;

    public sealed override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public sealed override string ToString() => Text;
}

/// <summary>
/// Text from a file that the author wrote and that holds template syntax, not rendered yet. It occurs only in data read from
/// playbooks, inventories and variable files; rendering replaces it, so no operation of the language ever sees one.
/// </summary>
public sealed class TemplateValue(string source, Span span) : Value
{
    public string Source { get; } = source;

    /// <summary>Where the text stands; errors inside the template are shown there.</summary>
    public Span Span { get; } = span;

    public override string TypeName => "str";

    public override bool Equals(Value? other) => other is TemplateValue template && template.Source == Source;

    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Source;
}

/// <summary>What a name that is not defined gives. Only <c>default</c>, <c>is defined</c> and their like accept it; any other use is an error.</summary>
/// <param name="message">Says what is not defined, such as <c>'dict object' has no attribute 'foo'</c>.</param>
/// <param name="hint">A did-you-mean, or null.</param>
public sealed class UndefinedValue(string message, string? hint = null) : Value
{
    private readonly Func<string?>? findHint;
    private string? hint = hint;

    private UndefinedValue(string message, Func<string?> findHint)
        : this(message) => this.findHint = findHint;

    public string Message { get; } = message;

    public string? Hint => hint ??= findHint?.Invoke();

    /// <summary>True for the missing else of Jinja's inline if: written as nothing, and it does not hold.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The same with a hint that is looked for only when it is shown: most undefined values are not errors.</summary>
    public UndefinedValue WithHint(Func<string?> find) => new(Message, find) { IsSilent = IsSilent, IsMember = IsMember };

    /// <summary>True where a value lacks a member, false where a variable does not exist; Scriban asks more leniently about the former.</summary>
    public bool IsMember { get; init; }

    public override string TypeName => "AnsibleUndefined";

    public override bool Equals(Value? other) => other is UndefinedValue;

    public override int GetHashCode() => -1;

    public override string ToString() => $"<undefined: {Message}>";
}

/// <summary>Ansible's <c>omit</c>: an option or item with this value is left out.</summary>
public sealed class OmitValue : Value
{
    private OmitValue()
    {
    }

    public static OmitValue Instance { get; } = new();

    public override string TypeName => "str";

    public override bool Equals(Value? other) => other is OmitValue;

    public override int GetHashCode() => -2;

    public override string ToString() => "__omit_place_holder__";
}

/// <summary>
/// A value that is not known while planning: a registered result of a task that has not run, or a fact that was not gathered.
/// Evaluation that reaches one ends with the outcome late, naming it.
/// </summary>
/// <param name="name">The variable, as the author wrote it.</param>
public class LateValue(string name) : Value
{
    public string Name { get; } = name;

    public override string TypeName => "late";

    public override bool Equals(Value? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"<late: {Name}>";
}

/// <summary>A moment, as <c>now()</c>, <c>to_datetime</c> and Scriban's <c>date</c> functions give it.</summary>
public sealed class DateValue(DateTimeOffset moment) : Value
{
    public DateTimeOffset Moment { get; } = moment;

    public override string TypeName => "datetime";

    public override bool Equals(Value? other) => other is DateValue date && date.Moment == Moment;

    public override int GetHashCode() => Moment.GetHashCode();

    public override string ToString() => Moment.ToString("yyyy-MM-dd HH:mm:ss");
}
