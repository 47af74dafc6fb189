using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Tests;

/// <summary>Tests of text: patterns, versions, URLs and paths.</summary>
internal static class TextTests
{
    private static readonly string[] Paths = ["abs", "directory", "exists", "file", "link", "link_exists", "mount", "same_file", "vaulted_file"];

    public static readonly NamedFunction[] All =
    [
        new("lower", "", c => Value.Of(c.Text.Any(char.IsLower) && !c.Text.Any(char.IsUpper))),
        new("upper", "", c => Value.Of(c.Text.Any(char.IsUpper) && !c.Text.Any(char.IsLower))),
        new("match", "pattern? ignorecase? multiline?", c => Value.Of(Find(c, atStart: true))),
        new("search", "pattern? ignorecase? multiline?", c => Value.Of(Find(c, atStart: false))),
        new("regex", "pattern? ignorecase? multiline? match_type?", Regex),
        new("version", "version operator? strict? version_type?", Version),
        new("version_compare", "version operator? strict? version_type?", Version),
        new("uri", "schemes?", c => Value.Of(IsUri(c))),
        new("url", "schemes?", c => Value.Of(IsUri(c) && UrlParts.Split(c.Text) is { } url && (url.Authority.Length > 0 || url.Scheme == "file"))),
        new("urn", "", c => Value.Of(UrlParts.Split(c.Text).Scheme == "urn")),
        .. Paths.SelectMany(PathTests),
    ];

    private static bool Find(FunctionCall call, bool atStart) =>
        PythonRegex.Compile(call.TextAt(0), call.FlagAt(1), call.FlagAt(2), call.Budget.Limits.Time).Search(call.Text, atStart) is not null;

    private static Value Regex(FunctionCall call)
    {
        switch (call.TextAt(3, "search"))
        {
            case "match":
                return Value.Of(Find(call, atStart: true));
            case "fullmatch":
                var whole = call with { Arguments = [Value.Of($"(?:{call.TextAt(0)})\\Z"), .. call.Arguments.Skip(1)] };
                return Value.Of(Find(whole, atStart: true));
            default:
                return Value.Of(Find(call, atStart: false));
        }
    }

    private static bool IsUri(FunctionCall call) => !call.Has(0) || call.ItemsAt(0).Contains(Value.Of(UrlParts.Split(call.Text).Scheme));

    private static Value Version(FunctionCall call)
    {
        if (call.Has(2) && call.Has(3))
        {
            throw call.Fail("Cannot specify both 'strict' and 'version_type'");
        }

        if (call.Text.Length == 0 || call.TextAt(0).Length == 0)
        {
            throw call.Fail(call.Text.Length == 0 ? "Input version value cannot be empty" : "Version parameter to compare against cannot be empty");
        }

        var kind = call.FlagAt(2) ? "strict" : call.TextAt(3, "loose");
        if (!VersionOrder.Kinds.TryGetValue(kind, out var compare))
        {
            throw call.Fail($"Invalid version type ({kind}). Must be one of {string.Join(", ", VersionOrder.Kinds.Keys.Select(PythonText.Quote))}", DidYouMean.Hint(kind, VersionOrder.Kinds.Keys));
        }

        var order = compare(call.Text, call.TextAt(0));
        return Value.Of(call.TextAt(1, "eq") switch
        {
            "==" or "=" or "eq" => order == 0,
            "<" or "lt" => order < 0,
            "<=" or "le" => order <= 0,
            ">" or "gt" => order > 0,
            ">=" or "ge" => order >= 0,
            "!=" or "<>" or "ne" => order != 0,
            var other => throw call.Fail($"Invalid operator type ({other}). Must be one of '==', '=', 'eq', '<', 'lt', '<=', 'le', '>', 'gt', '>=', 'ge', '!=', '<>', 'ne'"),
        });
    }

    /// <summary>Tests of files on the controller, which the engine runs; <c>abs</c> only looks at the text.</summary>
    private static IEnumerable<NamedFunction> PathTests(string name)
    {
        Func<FunctionCall, Value> body = name == "abs"
            ? call => Value.Of(call.Text.StartsWith('/'))
            : call => call.Interpreter.Outside.Lookup("file_test", new CallArguments([Value.Of(name), call.Input, .. call.Rest], CallArguments.None.Named), call.Interpreter.Scope) is [var first, ..]
                ? first
                : Value.False;
        yield return new(name, "*others", body);
        yield return new("is_" + (name == "directory" ? "dir" : name), "*others", body);
    }
}
