using System.Net;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over HTML and XML.</summary>
internal static partial class MarkupFilters
{
    public static readonly NamedFunction[] All =
    [
        new("escape", "", c => Value.Of(Escape(c.Text))),
        new("e", "", c => Value.Of(Escape(c.Text))),
        new("forceescape", "", c => Value.Of(Escape(c.Text))),
        new("striptags", "", c => Value.Of(StripTags(c))),
        new("xmlattr", "autospace?", Attributes),
        new("urlize", "trim_url_limit? nofollow? target? rel? extra_schemes?", Links),
    ];

    private static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&#34;").Replace("'", "&#39;");

    private static string StripTags(FunctionCall call) =>
        string.Join(' ', WebUtility.HtmlDecode(Tag().Replace(call.Text, "")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Value Attributes(FunctionCall call)
    {
        if (call.Input is not DictValue dict)
        {
            throw call.Wrong(call.Input, "a dict");
        }

        var parts = new List<string>();
        foreach (var (key, value) in dict)
        {
            var name = PythonText.Str(key);
            if (value is NullValue or UndefinedValue)
            {
                continue;
            }

            if (name.AsSpan().IndexOfAny(" \t\n\r\f/>=") >= 0)
            {
                throw call.Fail($"Invalid character in attribute name: {PythonText.Quote(name)}");
            }

            parts.Add($"{Escape(name)}=\"{Escape(PythonText.Str(value))}\"");
        }

        return Value.Of((call.FlagAt(0, true) && parts.Count > 0 ? " " : "") + string.Join(' ', parts));
    }

    private static Value Links(FunctionCall call)
    {
        var rel = new SortedSet<string>(call.TextAt(3).Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal) { "noopener" };
        if (call.FlagAt(1))
        {
            rel.Add("nofollow");
        }

        var extra = $" rel=\"{string.Join(' ', rel)}\"" + (call.Has(2) ? $" target=\"{Escape(call.TextAt(2))}\"" : "");
        return Value.Of(Link().Replace(Escape(call.Text), match =>
        {
            var (url, tail) = (match.Value.TrimEnd('.', ',', ')', '!', '?', ':', ';'), match.Value[match.Value.TrimEnd('.', ',', ')', '!', '?', ':', ';').Length..]);
            var shown = call.Has(0) && url.Length > call.NumberAt(0) ? url[..(int)call.NumberAt(0)] + "..." : url;
            return $"<a href=\"{(url.StartsWith("www.", StringComparison.Ordinal) ? "https://" : "")}{url}\"{extra}>{shown}</a>{tail}";
        }));
    }

    [GeneratedRegex(@"<!--.*?-->|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?:https?://|(?<![\w.])www\.)[^\s<>]+", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
