using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Ansible's <c>comment</c>: text as a comment of a configuration language, every part of which can be changed by an argument.</summary>
internal static class CommentBlock
{
    private sealed record Style(string Decoration, string Beginning = "", string End = "");

    private static readonly Dictionary<string, Style> Styles = new()
    {
        ["plain"] = new("# "),
        ["erlang"] = new("% "),
        ["c"] = new("// "),
        ["cblock"] = new(" * ", "/*", " */"),
        ["xml"] = new(" - ", "<!--", "-->"),
    };

    public static Value Write(FunctionCall call)
    {
        var name = call.TextAt(0, "plain");
        if (!Styles.TryGetValue(name, out var style))
        {
            throw call.Fail($"'{name}' is not a comment style", $"one of {string.Join(", ", Styles.Keys)}");
        }

        var newline = call.TextAt(1, "\n");
        var decoration = call.TextAt(5, style.Decoration);
        // The lines before and after the text carry the decoration of the arguments, else that of the style.
        var edge = decoration.TrimEnd();
        var prefix = Line(call.TextAt(3, edge), newline);
        var postfix = call.TextAt(6, edge);
        var (before, after) = (call.NumberAt(4, 1), call.NumberAt(7, 1));
        call.Budget.CheckLength((Math.Max(0.0, before) * prefix.Length) + (Math.Max(0.0, after) * (postfix.Length + newline.Length)));
        var text = (decoration + call.Text.Replace(newline, newline + decoration)).Replace(decoration + newline, decoration.TrimEnd() + newline);
        return Value.Of(string.Concat(
        [
            call.TextAt(2, style.Beginning) is { Length: > 0 } beginning ? beginning + newline : "",
            string.Concat(Enumerable.Repeat(prefix, (int)Math.Max(0, before))),
            text,
            string.Concat(Enumerable.Repeat(newline + postfix, (int)Math.Max(0, after))),
            call.TextAt(8, style.End) is { Length: > 0 } end ? newline + end : "",
        ]));
    }

    private static string Line(string prefix, string newline) => prefix.Length == 0 ? "" : prefix == newline ? newline : prefix + newline;
}
