using System.Globalization;
using System.Text;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over URLs.</summary>
internal static class UrlFilters
{
    public static readonly NamedFunction[] All =
    [
        new("urlencode", "", c => Value.Of(Encode(c))),
        new("urldecode", "", c => Value.Of(Decode(c.Text))),
        new("urlsplit", "query?", Split),
    ];

    private static string Encode(FunctionCall call)
    {
        var pairs = call.Input switch
        {
            DictValue dict => dict.Select(e => (e.Key, e.Value)),
            ListValue list => list.Select(item => PythonAccess.Unpack(item, 2)).Select(pair => (Key: pair[0], Value: pair[1])),
            _ => null,
        };
        return pairs is null ? Quote(call.Text, "/", blank: "%20") : string.Join('&', pairs.Select(p => $"{Quote(PythonText.Str(p.Key), "", "+")}={Quote(PythonText.Str(p.Value), "", "+")}"));
    }

    private static string Quote(string text, string safe, string blank)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            result.Append(char.IsAsciiLetterOrDigit(c) || "_.-~".Contains(c) || safe.Contains(c) ? c.ToString() : c == ' ' ? blank : $"%{b:X2}");
        }

        return result.ToString();
    }

    private static string Decode(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                bytes.Add(code);
                i += 2;
            }
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i++, 2)));
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i] == '+' ? " " : text[i].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static Value Split(FunctionCall call)
    {
        var url = UrlParts.Split(call.Text);
        var parts = Value.Dict(
            ("fragment", Value.Of(url.Fragment)),
            ("hostname", Optional(url.Host)),
            ("netloc", Value.Of(url.Authority)),
            ("password", Optional(url.Password)),
            ("path", Value.Of(url.Path)),
            ("port", url.Port is { } port ? Value.Of((long)port) : Value.Null),
            ("query", Value.Of(url.Query)),
            ("scheme", Value.Of(url.Scheme)),
            ("username", Optional(url.User)));
        return !call.Has(0) || call.TextAt(0).Length == 0 ? parts
            : parts[call.TextAt(0)] ?? throw call.Fail($"urlsplit: unknown URL component: {call.TextAt(0)}", DidYouMean.Hint(call.TextAt(0), parts.Keys.Select(PythonText.Str)));
    }

    private static Value Optional(string? text) => text is null ? Value.Null : Value.Of(text);
}
