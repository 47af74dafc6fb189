using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Planning;

/// <summary>Reads keywords of one task with its variables; remembers the first that is late or wrong.</summary>
internal sealed class TaskKeywords(BoundTask task, VariableScope scope)
{
    public string? LateName { get; private set; }

    public Diagnostic? Problem { get; private set; }

    /// <summary>False where a keyword could not be read: <see cref="LateName"/> or <see cref="Problem"/> says why.</summary>
    public bool AreKnown => LateName is null && Problem is null;

    public bool? Flag(Func<Directives, Setting?> keyword, string name)
    {
        if (Inherited(keyword) is not ({ } value, { } setting))
        {
            return null;
        }

        switch (value)
        {
            case BoolValue flag:
                return flag.Value;
            case NullValue or OmitValue:
                return null;
            case TextValue { Text: var text } when text.ToLowerInvariant() is "yes" or "true" or "on" or "1":
                return true;
            case TextValue { Text: var text } when text.ToLowerInvariant() is "no" or "false" or "off" or "0" or "":
                return false;
            case IntValue number:
                return number.Value != 0;
            default:
                Problem ??= Diagnostic.Error("RMD2320", setting.Span, $"'{name}' must be true or false, not '{value}'");
                return null;
        }
    }

    public string? Text(Func<Directives, Setting?> keyword) => Inherited(keyword).Value switch
    {
        null or NullValue or OmitValue => null,
        var value => value.ToString(),
    };

    public double? Number(Setting? setting, string name)
    {
        switch (Value(setting))
        {
            case null or NullValue or OmitValue:
                return null;
            case var value when Numbers.TryGetDouble(value, out var number):
                return number;
            case TextValue { Text: var text } when double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number):
                return number;
            case var value:
                Problem ??= Diagnostic.Error("RMD2320", setting!.Span, $"'{name}' must be a number, not '{value}'");
                return null;
        }
    }

    /// <summary>A duration such as <c>90s</c>, or a number of seconds.</summary>
    public TimeSpan? Duration(Setting? setting, string name)
    {
        var value = Value(setting);
        if (value is null or NullValue)
        {
            return null;
        }

        if (Language.Playbooks.Duration.TryParse(value, out var span))
        {
            return span;
        }

        Problem ??= Diagnostic.Error("RMD2320", setting!.Span, $"'{name}' must be a duration such as 5s, 2m or 1h, not '{value}'");
        return null;
    }

    /// <summary>The environment of the task: the play's, the blocks' and its own, the inner ones winning.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment()
    {
        var variables = new Dictionary<string, string>();
        foreach (var setting in task.Lineage.Select(d => d.Environment).OfType<Setting>())
        {
            foreach (var dict in EnvironmentOf(setting) switch { DictValue one => [one], ListValue list => list.OfType<DictValue>(), _ => (IEnumerable<DictValue>)[] })
            {
                foreach (var (key, value) in dict)
                {
                    var name = key.ToString() ?? "";
                    if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                    {
                        Problem ??= Diagnostic.Error("RMD2321", setting.Span, $"'{name}' cannot be the name of an environment variable");
                        continue;
                    }

                    variables[name] = value.ToString() ?? "";
                }
            }
        }

        return [.. variables];
    }

    /// <summary>The innermost value that is not omitted.</summary>
    private (Value? Value, Setting? Setting) Inherited(Func<Directives, Setting?> keyword)
    {
        for (var i = task.Lineage.Count - 1; i >= 0; i--)
        {
            if (keyword(task.Lineage[i]) is { } setting && Value(setting) is not OmitValue and var value)
            {
                return (value, setting);
            }
        }

        return (null, null);
    }

    /// <summary>As in Ansible, the gathering of facts goes without what is made of <c>ansible_env</c>, which it brings.</summary>
    private Value? EnvironmentOf(Setting setting)
    {
        if (task.Module.Spec.Name != "setup" || setting.Value is not DictValue written)
        {
            return Value(setting);
        }

        var known = new DictBuilder();
        foreach (var (key, value) in written)
        {
            var rendered = scope.Renderer.Render(value, scope);
            if (rendered.Error is { } error && error.Message.Contains("ansible_env", StringComparison.Ordinal))
            {
                continue;
            }

            if (Take(rendered, setting) is { } text)
            {
                known[key] = text;
            }
        }

        return known.Build();
    }

    /// <summary>Remembers a value that something else about the task waits for.</summary>
    public void WaitFor(string name) => LateName ??= name;

    /// <summary>Remembers something else that is wrong with the task on this host.</summary>
    public void Refuse(string message, string? hint) => Problem ??= Diagnostic.Error("RMD2322", task.Syntax.Span, message, hint);

    /// <summary>The rendered value of a setting, or null where it is absent or cannot be read.</summary>
    public Value? Value(Setting? setting) => setting is null ? null : Take(scope.Renderer.Render(setting.Value, scope), setting);

    private Value? Take(Evaluation<Value> result, Setting setting)
    {
        LateName ??= result.LateName;
        Problem ??= result.Error;
        return result.Succeeded ? result.Value : null;
    }
}
