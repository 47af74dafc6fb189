using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Tests;

/// <summary>Ansible's tests of a task's result.</summary>
internal static class ResultTests
{
    public static readonly NamedFunction[] All =
    [
        .. Named((call, result) => Flag(result, "failed"), "failed", "failure"),
        .. Named((call, result) => !Flag(result, "failed"), "succeeded", "success", "successful"),
        .. Named((call, result) => IsChanged(result), "changed", "change"),
        .. Named((call, result) => Flag(result, "skipped"), "skipped", "skip"),
        .. Named((call, result) => Flag(result, "unreachable"), "unreachable"),
        .. Named((call, result) => !Flag(result, "unreachable"), "reachable"),
        .. Named((call, result) => Flag(result, "timedout"), "timedout"),
        // A task that is not async has started and finished.
        .. Named((call, result) => result["started"] is not { } value || value.Equals(Value.Of(1L)), "started"),
        .. Named((call, result) => result["finished"] is not { } value || value.Equals(Value.Of(1L)), "finished"),
    ];

    private static IEnumerable<NamedFunction> Named(Func<FunctionCall, DictValue, bool> test, params string[] names) =>
        names.Select(name => new NamedFunction(name, "", call => Value.Of(test(
            call, call.Input as DictValue ?? throw call.Fail($"The '{name}' test expects a dictionary", "give the variable that 'register' set, not a part of it")))));

    private static bool Flag(DictValue result, string name) => result[name] is { } value && PythonOperators.IsTrue(Interpreter.Known(value));

    /// <summary>A loop's result is changed where one of its items is.</summary>
    private static bool IsChanged(DictValue result) => result.TryGet("changed", out var changed)
        ? PythonOperators.IsTrue(Interpreter.Known(changed))
        : result["results"] is ListValue results && results.OfType<DictValue>().Any(item => Flag(item, "changed"));
}
