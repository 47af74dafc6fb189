using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary><c>include 'name' arguments</c> and <c>include_join</c>: the text of other templates, which see the variables of this one.</summary>
internal static class IncludeFunction
{
    /// <summary>Before a separator or a delimiter that is the name of a template.</summary>
    private const string TemplatePrefix = "tpl:";

    public static Builtin One { get; } = new("include", "name *arguments **named", Run);

    public static Builtin Many { get; } = new("include_join", "names separator begin? end?", Join);

    private static Value Run(BuiltinCall call) => Value.Of(Include(call.Interpreter, call.Text(0), call.Rest, call.Named));

    private static Value Join(BuiltinCall call)
    {
        var texts = call.List(0).Select(name => Include(call.Interpreter, ScribanText.Of(name), [], CallArguments.None.Named)).ToList();
        var joined = string.Join(TextOf(call, 1), texts);
        return Value.Of(joined.Length == 0 ? "" : TextOf(call, 2) + joined + TextOf(call, 3));
    }

    private static string TextOf(BuiltinCall call, int index)
    {
        var text = call.Text(index);
        return text.StartsWith(TemplatePrefix, StringComparison.Ordinal)
            ? Include(call.Interpreter, text[TemplatePrefix.Length..], [], CallArguments.None.Named)
            : text;
    }

    private static string Include(Interpreter interpreter, string name, IReadOnlyList<Value> arguments, IReadOnlyDictionary<string, Value> named)
    {
        var at = interpreter.At;
        var template = interpreter.FindTemplate(name, at.Source) ?? throw new EvaluationException($"there is no template '{name}'", at);
        var frame = ScribanFunction.Open(interpreter, arguments, named, keepsNewNames: false);
        return interpreter.Statements.Capture(() => ScribanFunction.Run(interpreter, template.Body, frame));
    }
}
