using Remediator.Language.Values;

namespace Remediator.Modules;

/// <summary>The checked arguments of one task, by parameter.</summary>
public sealed class Arguments
{
    private readonly IReadOnlyDictionary<Parameter, object?> values;

    internal Arguments(IReadOnlyDictionary<Parameter, object?> values, DictValue rest, RunMode mode)
    {
        this.values = values;
        Rest = rest;
        Mode = mode;
    }

    /// <summary>Options without a parameter, for modules that take any.</summary>
    public DictValue Rest { get; }

    public RunMode Mode { get; }

    /// <summary>True where the option was given (and not omitted).</summary>
    public bool Has(Parameter parameter) => values.ContainsKey(parameter);

    /// <summary>The value, or the parameter's default.</summary>
    public T? Get<T>(Parameter<T> parameter) => values.TryGetValue(parameter, out var value) ? (T?)value : (T?)parameter.Default;

    /// <summary>The value of a required parameter or of one with a default.</summary>
    public T Require<T>(Parameter<T> parameter) =>
        Get(parameter) ?? throw new InvalidOperationException($"'{parameter.Name}' has no value: it must be required or have a default");
}
