using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>A set of variables of one precedence. Values are not rendered.</summary>
public interface ILayer
{
    bool TryFind(string name, [MaybeNullWhen(false)] out Value value);

    IEnumerable<string> Names { get; }

    /// <summary>True where values are as they are: nothing in them is a template that waits to be rendered.</summary>
    bool IsLiteral => false;

    /// <summary>True where it holds nothing now; false where that is not known.</summary>
    bool IsEmpty => false;
}

/// <summary>Variables of a dict, or of a dictionary that may change between tasks.</summary>
public sealed class Layer(IReadOnlyDictionary<string, Value> values, bool isLiteral = false) : ILayer
{
    public bool IsLiteral => isLiteral;

    public bool IsEmpty => values.Count == 0;

    public static Layer Empty { get; } = new(new Dictionary<string, Value>());

    public IEnumerable<string> Names => values.Keys;

    public static Layer Of(DictValue dict) => new(ToDictionary(dict));

    public static Layer Of(params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var values = new Dictionary<string, Value>();
        foreach (var (name, value) in entries)
        {
            values[name] = value;
        }

        return new Layer(values);
    }

    public static Dictionary<string, Value> ToDictionary(DictValue dict)
    {
        var values = new Dictionary<string, Value>();
        foreach (var (key, value) in dict)
        {
            values[key.ToString() ?? ""] = value;
        }

        return values;
    }

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value) => values.TryGetValue(name, out value);
}

/// <summary>Layers as one, the first above the second.</summary>
internal sealed class Layers(ILayer first, ILayer second) : ILayer
{
    public IEnumerable<string> Names => first.Names.Concat(second.Names);

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value) => first.TryFind(name, out value) || second.TryFind(name, out value);
}

/// <summary>A layer whose values are made when asked for, such as <c>hostvars</c>.</summary>
public sealed class ComputedLayer(IReadOnlyDictionary<string, Func<Value>> values) : ILayer
{
    public bool IsLiteral => true;

    public IEnumerable<string> Names => values.Keys;

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        if (values.TryGetValue(name, out var make))
        {
            value = make();
            return true;
        }

        value = null;
        return false;
    }
}

/// <summary>Facts that tasks of the running segment will gather: every name that could be one is late.</summary>
public sealed class LateFacts : ILayer
{
    /// <summary>What setup gathers.</summary>
    public const string OfHosts = "ansible_*";

    private readonly HashSet<string> expected = [];

    public IEnumerable<string> Names => [];

    public bool AreExpected => expected.Count > 0;

    /// <param name="names">A name, or one that ends with <c>*</c>.</param>
    public void Expect(string names) => expected.Add(names);

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = AreExpected && expected.Any(e => Holds(e, name)) && !WithoutConnection.Steers(name) ? new LateValue(name) : null;
        return value is not null;
    }

    // All of them are found by this one too.
    private static bool Holds(string names, string name) =>
        name == "ansible_facts" || (names.EndsWith('*') ? name.StartsWith(names[..^1], StringComparison.Ordinal) : name == names);
}

/// <summary>What a host says of itself, without the names by which it could say where to connect to.</summary>
public sealed class WithoutConnection(ILayer facts) : ILayer
{
    private static readonly string[] Prefixes = ["ansible_ssh_", "ansible_become", "ansible_sudo_", "ansible_su_"];
    private static readonly HashSet<string> Steering =
        ["ansible_connection", "ansible_host", "ansible_port", "ansible_user", "ansible_password", "ansible_private_key_file", "ansible_timeout", "ansible_shell_type", "ansible_shell_executable", "ansible_python_interpreter"];

    public bool IsLiteral => facts.IsLiteral;

    public bool IsEmpty => facts.IsEmpty;

    public IEnumerable<string> Names => facts.Names.Where(n => !Steers(n));

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = null;
        return !Steers(name) && facts.TryFind(name, out value);
    }

    /// <summary>Whether a variable says how a host is reached.</summary>
    public static bool Steers(string name)
    {
        // Asked of each layer for each of these names, for each task: no closure, no culture.
        foreach (var prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return Steering.Contains(name);
    }
}
