using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters that apply another filter or a test to each item.</summary>
internal static class SelectFilters
{
    public static readonly NamedFunction[] All =
    [
        new("map", "*args **kwargs", Map),
        new("select", "*args **kwargs", c => Select(c, attribute: false, keep: true)),
        new("reject", "*args **kwargs", c => Select(c, attribute: false, keep: false)),
        new("selectattr", "*args **kwargs", c => Select(c, attribute: true, keep: true)),
        new("rejectattr", "*args **kwargs", c => Select(c, attribute: true, keep: false)),
    ];

    private static Value Map(FunctionCall call)
    {
        if (call.Rest.Count == 0 && call.Named.TryGetValue("attribute", out var path))
        {
            var otherwise = call.Named.GetValueOrDefault("default");
            return Value.Of(call.Items.Select(item => PythonAccess.Path(item, path, call.Interpreter) is var value && value is UndefinedValue && otherwise is not null ? otherwise : value).ToList());
        }

        if (call.Rest.Count == 0)
        {
            throw call.Fail("map requires a filter argument");
        }

        var name = PythonText.Str(call.Rest[0]);
        var arguments = Arguments(call, 1);
        return Value.Of(call.Items.Select(item => call.Interpreter.Filter(name, item, arguments)).ToList());
    }

    private static Value Select(FunctionCall call, bool attribute, bool keep)
    {
        var skip = attribute ? 1 : 0;
        if (call.Rest.Count < skip)
        {
            throw call.Fail("Missing parameter for attribute name");
        }

        var test = call.Rest.Count > skip ? PythonText.Str(call.Rest[skip]) : null;
        var arguments = test is null ? CallArguments.None : Arguments(call, skip + 1);
        return Value.Of(call.Items.Where(item =>
        {
            var value = attribute ? PythonAccess.Path(item, call.Rest[0], call.Interpreter) : Interpreter.Known(item);
            return keep == (test is null ? call.Interpreter.Dialect.IsTrue(value) : call.Interpreter.Test(test, value, arguments));
        }).ToList());
    }

    private static CallArguments Arguments(FunctionCall call, int skip) => new([.. call.Rest.Skip(skip)], call.Named) { Caller = call.Interpreter };
}
