using Remediator.Language.Values;

namespace Remediator.Modules;

/// <summary>
/// A module's option: at once its declaration, the typed key of its value, its validation, its documentation, its secret marking
/// and the names for did-you-mean. The factory methods are in the other part of this class.
/// </summary>
public abstract partial class Parameter
{
    private protected Parameter(string name, string description, string typeName)
    {
        Name = name;
        Description = description;
        TypeName = typeName;
    }

    public string Name { get; }

    /// <summary>One or two sentences for the reference.</summary>
    public string Description { get; }

    /// <summary>What the reference calls its type: <c>text</c>, <c>boolean</c>, <c>integer</c>, <c>path</c>, <c>list of text</c>, …</summary>
    public string TypeName { get; }

    public IReadOnlyList<string> Aliases { get; private protected init; } = [];

    public bool IsRequired { get; private protected init; }

    /// <summary>The value is never shown: results, diffs, logs and the journal have asterisks instead.</summary>
    public bool IsSecret { get; private protected init; }

    /// <summary>True where converting asks the engine (a file, a template, an expression), which a static check cannot.</summary>
    public bool IsFromOutside => TypeName is "template file" or "local file" or "variable file" or "local command" or "controller path" or "argument spec" or "job" or "expression" or "conditions";

    /// <summary>An option of Ansible's that is not supported; see <see cref="Refused"/>.</summary>
    public bool IsRefused => TypeName is "not supported";

    /// <summary>Words that are allowed, or empty.</summary>
    public IReadOnlyList<string> Choices { get; private protected init; } = [];

    /// <summary>The default as the reference shows it, or null.</summary>
    public string? DefaultText { get; private protected init; }

    /// <summary>For a local file: the flag that makes it a path on the host, which is not read here; else null.</summary>
    public Parameter<bool?>? OnHostWhen { get; private protected init; }

    /// <summary>True where that flag is true when it is not given.</summary>
    public bool OnHostByDefault { get; private protected init; }

    public bool Answers(string name) => name == Name || Aliases.Contains(name);

    /// <summary>
    /// The typed value of a rendered one, or what is wrong with it as a phrase that follows the option's name, such as
    /// <c>must be one of: started, stopped</c>.
    /// </summary>
    internal abstract (object? Value, string? Error) Convert(Value value, IBindingContext context);

    internal abstract object? Default { get; }
}

/// <summary>A typed parameter; see <see cref="Parameter"/>.</summary>
public sealed class Parameter<T> : Parameter
{
    private readonly Func<Value, IBindingContext, (T? Value, string? Error)> convert;
    private readonly T? defaultValue;

    internal Parameter(string name, string description, string typeName, Func<Value, IBindingContext, (T?, string?)> convert)
        : base(name, description, typeName) => this.convert = convert;

    private Parameter(Parameter<T> other, T? defaultValue)
        : base(other.Name, other.Description, other.TypeName)
    {
        convert = other.convert;
        Aliases = other.Aliases;
        IsRequired = other.IsRequired;
        IsSecret = other.IsSecret;
        Choices = other.Choices;
        DefaultText = other.DefaultText;
        OnHostWhen = other.OnHostWhen;
        OnHostByDefault = other.OnHostByDefault;
        this.defaultValue = defaultValue;
    }

    internal override object? Default => defaultValue;

    public Parameter<T> Required() => new(this, defaultValue) { IsRequired = true };

    public Parameter<T> Secret() => new(this, defaultValue) { IsSecret = true };

    public Parameter<T> WithAliases(params IReadOnlyList<string> aliases) => new(this, defaultValue) { Aliases = aliases };

    public Parameter<T> WithDefault(T value, string? text = null) => new(this, value) { DefaultText = text ?? value?.ToString() };

    internal Parameter<T> WithOnHostWhen(Parameter<bool?> flag) => new(this, defaultValue) { OnHostWhen = flag };

    internal Parameter<T> WithOnHostUnless(Parameter<bool?> flag) => new(this, defaultValue) { OnHostWhen = flag, OnHostByDefault = true };

    internal Parameter<T> WithChoices(IReadOnlyList<string> choices) => new(this, defaultValue) { Choices = choices };

    internal override (object? Value, string? Error) Convert(Value value, IBindingContext context)
    {
        var (converted, error) = convert(value, context);
        return (converted, error);
    }
}
