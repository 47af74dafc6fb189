using System.Globalization;
using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>Reads what rmd_uri prints: seconds, code and address; headers; an empty line; the body.</summary>
internal static class UriAnswer
{
    private static readonly string[] JsonTypes = ["json", "javascript"];

    public static Verdict Judge(Captured captured, string url, IReadOnlyList<string> wanted, bool returnsContent)
    {
        var text = captured.Text;
        var line = text.IndexOf('\n');
        var words = line < 0 ? [] : text[..line].Split(' ', 3);
        var codes = $"[{string.Join(", ", wanted)}]";
        if (words.Length < 3 || captured.ExitCode != 0 || words[1] == "0")
        {
            var reason = captured.ErrorText.Trim() is { Length: > 0 } said ? said : "no answer";
            return new Verdict(false, $"Status code was -1 and not {codes}: Request failed: {reason}", Value.Dict(("status", Value.Of(-1)), ("url", Value.Of(url)), ("elapsed", Value.Of(0)), ("redirected", Value.False)));
        }

        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var headers = text[(line + 1)..Math.Max(line + 1, end)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var content = end < 0 ? "" : text[(end + 2)..];
        var status = long.Parse(words[1], CultureInfo.InvariantCulture);
        var result = new DictBuilder
        {
            ["status"] = Value.Of(status), ["url"] = Value.Of(words[2]), ["elapsed"] = Value.Of(long.Parse(words[0], CultureInfo.InvariantCulture)), ["redirected"] = Value.Of(words[2] != url),
        };
        foreach (var header in headers.Where(h => h.Contains(':') && !h.StartsWith("HTTP/", StringComparison.Ordinal)))
        {
            var colon = header.IndexOf(':');
            var key = header[..colon].ToLowerInvariant().Replace('-', '_');
            var value = header[(colon + 1)..].Trim();
            result[key] = Value.Of(key == "location" && Uri.TryCreate(new Uri(url), value, out var absolute) ? absolute.ToString() : value);
        }

        var isSuccess = wanted.Contains(words[1]);
        var phrase = headers.LastOrDefault(h => h.StartsWith("HTTP/", StringComparison.Ordinal))?.Split(' ', 3) is [_, _, var said2] ? said2.Trim() : "";
        var message = status < 400 ? $"OK ({(result.Build()["content_length"] ?? Value.Of("unknown"))} bytes)" : $"HTTP Error {status}: {phrase}";
        result["msg"] = Value.Of(message);
        var isJson = result.Build()["content_type"]?.ToString() is { } type && IsJson(type);
        if (isJson && JsonText.TryParse(content, out var json, out _))
        {
            result["json"] = json;
        }

        if (returnsContent)
        {
            result["content"] = Value.Of(content);
        }

        return new Verdict(false, isSuccess ? null : $"Status code was {status} and not {codes}: {message}", result.Build());
    }

    private static bool IsJson(string type)
    {
        var sub = type.Split(';')[0].Trim().ToLowerInvariant();
        sub = sub[(sub.LastIndexOfAny(['/', '+']) + 1)..];
        return JsonTypes.Contains(sub);
    }
}
