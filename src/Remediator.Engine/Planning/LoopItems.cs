using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The items of a task's loop and the variables that each item gives.</summary>
internal static class LoopItems
{
    private static readonly string[] NeedLists = ["list", "indexed_items", "flattened"];

    /// <summary>The items; late or failed where the loop's expression is.</summary>
    public static Evaluation<IReadOnlyList<Value>> Of(Loop loop, VariableScope scope)
    {
        var rendered = loop is { Lookup: "first_found", Items.Value: ListValue names } ? KnownNames(names, scope) : scope.Renderer.Render(loop.Items.Value, scope);
        return rendered.Then(value => loop.Lookup switch
        {
            null when value is ListValue list => Evaluation<IReadOnlyList<Value>>.Of(list),
            null => Failed(loop, $"Invalid data passed to 'loop', it requires a list, got this instead: {value}", "give it a list, or use the filters list or dict2items"),
            { } lookup => Lookup(loop, lookup, value, scope),
        });
    }

    /// <summary>The variables of the item with the index: its value, the index variable, <c>ansible_loop</c> where it is asked for.</summary>
    public static ILayer Variables(Loop loop, IReadOnlyList<Value> items, int index, VariableScope scope)
    {
        var own = NameOf(loop.Variable, loop, scope);
        var variables = new Dictionary<string, Value> { [own] = items[index], ["ansible_loop_var"] = Value.Of(own) };
        if (loop.IndexVariable is { } given)
        {
            var name = NameOf(given, loop, scope);
            variables[name] = Value.Of(index);
            variables["ansible_index_var"] = Value.Of(name);
        }

        if (loop.Extended is not null && IsTrue(loop.Extended, scope))
        {
            var extended = new DictBuilder
            {
                ["index"] = Value.Of(index + 1),
                ["index0"] = Value.Of(index),
                ["first"] = Value.Of(index == 0),
                ["last"] = Value.Of(index == items.Count - 1),
                ["length"] = Value.Of(items.Count),
                ["revindex"] = Value.Of(items.Count - index),
                ["revindex0"] = Value.Of(items.Count - index - 1),
            };
            if (loop.ExtendedAllItems is null || IsTrue(loop.ExtendedAllItems, scope))
            {
                extended["allitems"] = new ListValue(items);
            }

            if (index > 0)
            {
                extended["previtem"] = items[index - 1];
            }

            if (index < items.Count - 1)
            {
                extended["nextitem"] = items[index + 1];
            }

            variables["ansible_loop"] = extended.Build();
        }

        return new Layer(variables);
    }

    /// <summary>How an item is shown, on one line and not without end.</summary>
    public static string Label(Value value)
    {
        var text = PythonText.Str(value);
        return text.Length > 500 ? text[..500] + "…" : text;
    }

    /// <summary>A variable's name, which may be a template.</summary>
    private static string NameOf(string name, Loop loop, VariableScope scope) =>
        name.Contains("{{", StringComparison.Ordinal) && scope.Renderer.Render(new TemplateValue(name, loop.Items.Span), scope) is { Succeeded: true, Value: var value } ? value.ToString() ?? name : name;

    private static bool IsTrue(Setting setting, VariableScope scope) =>
        scope.Renderer.Render(setting.Value, scope) is { Succeeded: true, Value: BoolValue { Value: true } or TextValue { Text: "True" or "true" or "yes" } };

    private static Evaluation<IReadOnlyList<Value>> Lookup(Loop loop, string lookup, Value value, VariableScope scope)
    {
        try
        {
            if (value is not ListValue && NeedLists.Contains(lookup))
            {
                return Failed(loop, $"with_{lookup} expects a list", "write each item with a dash");
            }

            // Each element of a list is a term; anything else is the only one.
            var terms = value is ListValue list ? [.. list] : new[] { value };
            var context = scope.Renderer.ContextOf(scope);
            return Evaluation<IReadOnlyList<Value>>.Of(context.Outside.Lookup(lookup, CallArguments.Of(terms), scope));
        }
        catch (LateValueException late)
        {
            return Evaluation<IReadOnlyList<Value>>.Late(late.Name);
        }
        catch (EvaluationException error)
        {
            return Failed(loop, error.Message, error.Hint);
        }
    }

    /// <summary>Names of files, without those whose templates need something undefined: with_first_found passes over them.</summary>
    private static Evaluation<Value> KnownNames(ListValue names, VariableScope scope)
    {
        var known = new List<Value>();
        foreach (var name in names)
        {
            var rendered = name switch
            {
                ListValue list => KnownNames(list, scope),
                DictValue dict => KnownNames(dict, scope),
                _ => scope.Renderer.Render(name, scope),
            };
            if (rendered.Succeeded)
            {
                known.Add(rendered.Value);
            }
            else if (rendered.LateName is not null || rendered.Error!.Code != Evaluator.UndefinedCode)
            {
                return rendered;
            }
        }

        return Evaluation<Value>.Of(new ListValue(known));
    }

    /// <summary>The options of a search, whose lists of files and folders lose the same names.</summary>
    private static Evaluation<Value> KnownNames(DictValue options, VariableScope scope)
    {
        var known = new DictBuilder();
        foreach (var (key, value) in options)
        {
            var rendered = value is ListValue list ? KnownNames(list, scope) : scope.Renderer.Render(value, scope);
            if (!rendered.Succeeded)
            {
                return rendered;
            }

            known[key] = rendered.Value;
        }

        return Evaluation<Value>.Of(known.Build());
    }

    private static Evaluation<IReadOnlyList<Value>> Failed(Loop loop, string message, string? hint) =>
        Evaluation<IReadOnlyList<Value>>.Failed(Diagnostic.Error("RMD2340", loop.Items.Span, message, hint));
}
