using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>html</c>.</summary>
internal static partial class HtmlFunctions
{
    /// <summary>Characters of a complete URL that stay as they are (RFC 3986, reserved and unreserved).</summary>
    private const string UrlCharacters = "-_.~:/?#[]@!$&'()*+,;=%";

    public static Builtin[] All { get; } =
    [
        new("escape", "text", c => Value.Of(WebUtility.HtmlEncode(c.Text(0)))),
        new("newline_to_br", "text", c => Value.Of(LineEnd().Replace(c.Text(0), "<br />\n"))),
        new("strip", "text", Strip),
        new("url_encode", "text", c => Value.Of(Uri.EscapeDataString(c.Text(0)))),
        new("url_escape", "text", c => Value.Of(UrlEscape(c.Text(0)))),
    ];

    [GeneratedRegex("\r\n|\r|\n")]
    private static partial Regex LineEnd();

    [GeneratedRegex("""<script.*?</script>|<!--.*?-->|<style.*?</style>|<(?:[^>"']|"[^"]*"|'[^']*')*>""", RegexOptions.IgnoreCase | RegexOptions.Singleline, 5000)]
    private static partial Regex Tag();

    private static Value Strip(BuiltinCall call)
    {
        try
        {
            return Value.Of(Tag().Replace(call.Text(0), ""));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new EvaluationException("the text takes too long to search for tags");
        }
    }

    private static string UrlEscape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || UrlCharacters.Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                escaped.Append((char)rune.Value);
            }
            else
            {
                escaped.Append(Uri.EscapeDataString(rune.ToString()));
            }
        }

        return escaped.ToString();
    }
}
