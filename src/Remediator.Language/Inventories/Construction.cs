using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>An expression of an inventory with the name of what it gives.</summary>
internal sealed record NamedExpression(string Name, string Text, Span Span);

/// <param name="Default">Stands for an empty key; null where there is none.</param>
/// <param name="TrailingSeparator">False where a dict's key without a value stands without a separator behind it.</param>
internal sealed record KeyedGroup(NamedExpression Key, string Prefix, string Separator, NamedExpression? Parent, string? Default, bool TrailingSeparator);

/// <summary>Variables and groups that hosts get by expressions over their variables, as Ansible's plugin <c>constructed</c> gives them.</summary>
/// <param name="Strict">True where an expression that fails is an error (RMD2057); else it gives nothing.</param>
internal sealed partial record Construction(
    IReadOnlyList<NamedExpression> Compose,
    IReadOnlyList<NamedExpression> Groups,
    IReadOnlyList<KeyedGroup> Keyed,
    bool Strict,
    bool LeadingSeparator,
    DictValue ExtraVars)
{
    public void Apply(InventoryBuilder builder, DiagnosticBag diagnostics)
    {
        var renderer = new Renderer(new Nothing(), EvaluationLimits.Default);
        var inventory = builder.Build([]);
        foreach (var host in inventory.Hosts.Values)
        {
            var scope = new HostScope(renderer, inventory, host, ExtraVars);
            foreach (var entry in Compose)
            {
                if (Value(renderer, entry, scope, host, diagnostics) is { } value)
                {
                    builder.SetHostVariable(host.Name, entry.Name, value);
                    scope.Set(entry.Name, value);
                }
            }

            foreach (var entry in Groups)
            {
                var holds = renderer.Holds(new Setting(Values.Value.Of(entry.Text), entry.Span), scope);
                Report(holds.Error, entry, host, diagnostics);
                if (holds is { Succeeded: true, Value: true })
                {
                    builder.AddHost(host.Name, Safe(entry.Name));
                }
            }

            foreach (var keyed in Keyed)
            {
                AddKeyed(renderer, keyed, scope, host, builder, diagnostics);
            }
        }
    }

    private void AddKeyed(Renderer renderer, KeyedGroup keyed, HostScope scope, InventoryHost host, InventoryBuilder builder, DiagnosticBag diagnostics)
    {
        if (Value(renderer, keyed.Key, scope, host, diagnostics) is not { } key)
        {
            return;
        }

        if (!PythonOperators.IsTrue(key) && (key is not TextValue || keyed.Default is null))
        {
            if (Strict && key is not (ListValue or DictValue))
            {
                diagnostics.Error("RMD2057", keyed.Key.Span, $"the key is empty for the host '{host.Name}'", "give a default_value, or leave out 'strict: true'");
            }

            return;
        }

        string? parent = null;
        if (keyed.Parent is { } named)
        {
            var rendered = renderer.Render(Yaml.YamlValues.ToText(named.Text, named.Span), scope);
            Report(rendered.Error, named, host, diagnostics);
            if (!rendered.Succeeded)
            {
                return;
            }

            parent = Safe(PythonText.Str(rendered.Value));
        }

        var separator = keyed.Prefix.Length == 0 && !LeadingSeparator ? "" : keyed.Separator;
        foreach (var name in Names(keyed, key, host, diagnostics))
        {
            var group = Safe(keyed.Prefix + separator + name);
            builder.AddHost(host.Name, group);
            if (parent is not null && parent != InventoryBuilder.All)
            {
                builder.AddChild(parent, group, keyed.Parent!.Span, diagnostics);
            }
        }
    }

    private static IEnumerable<string> Names(KeyedGroup keyed, Value key, InventoryHost host, DiagnosticBag diagnostics)
    {
        switch (key)
        {
            case TextValue text:
                return [text.Text.Length == 0 ? keyed.Default! : text.Text];
            case ListValue list:
                return list.Select(PythonText.Str).Select(name => name.Length == 0 && keyed.Default is not null ? keyed.Default : name);
            case DictValue dict:
                return dict.Select(e => (Name: PythonText.Str(e.Key), Value: PythonText.Str(e.Value))).Select(e =>
                    e.Value.Length > 0 ? e.Name + keyed.Separator + e.Value
                    : keyed.Default is not null ? e.Name + keyed.Separator + keyed.Default
                    : keyed.TrailingSeparator ? e.Name + keyed.Separator : e.Name);
            default:
                diagnostics.Error("RMD2057", keyed.Key.Span, $"the key gives '{key.TypeName}' for the host '{host.Name}', not text, a list or a dict", "use the filter string");
                return [];
        }
    }

    private Value? Value(Renderer renderer, NamedExpression expression, HostScope scope, InventoryHost host, DiagnosticBag diagnostics)
    {
        var result = renderer.Render(new TemplateValue($"{{{{{expression.Text}}}}}", expression.Span), scope);
        Report(result.Error, expression, host, diagnostics);
        return result.Succeeded ? result.Value : null;
    }

    private void Report(Diagnostic? error, NamedExpression expression, InventoryHost host, DiagnosticBag diagnostics)
    {
        // What cannot be read is wrong for every host, and is so without 'strict', too.
        if (error is not null && (Strict || error.Code.StartsWith("RMD11", StringComparison.Ordinal)))
        {
            diagnostics.Error("RMD2057", expression.Span, $"'{expression.Name}' has no value for the host '{host.Name}': {error.Message}", error.Hint);
        }
    }

    /// <summary>A group's name as Ansible makes it from a value.</summary>
    private static string Safe(string name) => Unsafe().Replace(name, "_");

    [GeneratedRegex(@"^[\d\W]|[^\w]", RegexOptions.CultureInvariant)]
    private static partial Regex Unsafe();

    /// <summary>A host's variables and what its groups give it, rendered when asked for.</summary>
    private sealed class HostScope : IScope
    {
        private readonly Renderer renderer;
        private readonly Dictionary<string, Value> values = [];
        private readonly HashSet<string> rendering = [];

        public HostScope(Renderer renderer, Inventory inventory, InventoryHost host, DictValue extraVars)
        {
            this.renderer = renderer;
            Set("inventory_hostname", Values.Value.Of(host.Name));
            Set("inventory_hostname_short", Values.Value.Of(host.Name.Split('.')[0]));
            Set("group_names", Values.Value.OfTexts(host.Groups.Where(g => g != InventoryBuilder.All).Order(StringComparer.Ordinal)));
            foreach (var (key, value) in InventoryVariables.Merge(inventory, host).Concat(extraVars))
            {
                Set(PythonText.Str(key), value);
            }
        }

        public IEnumerable<string> Names => values.Keys;

        public void Set(string name, Value value) => values[name] = value;

        public bool TryGet(string name, [MaybeNullWhen(false)] out Value value)
        {
            if (!values.TryGetValue(name, out value))
            {
                return false;
            }

            if (!rendering.Add(name))
            {
                throw new EvaluationException($"recursive loop detected in the variable '{name}'");
            }

            try
            {
                var result = renderer.Render(value, this);
                value = result.Succeeded ? result.Value : throw new EvaluationException(result.Error!.Message, null, result.Error.Hint) { IsUndefined = result.Error.Code == Evaluator.UndefinedCode };
                return true;
            }
            finally
            {
                rendering.Remove(name);
            }
        }
    }

    /// <summary>An inventory asks nothing of the controller while it is made.</summary>
    private sealed class Nothing : IOutside
    {
        public DateTimeOffset Now => TimeProvider.System.GetLocalNow();

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => throw new EvaluationException($"the lookup '{plugin}' is not run in an inventory");

        public SourceText? FindTemplate(string name, SourceText from) => null;
    }
}
