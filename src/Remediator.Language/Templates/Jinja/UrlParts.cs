using System.Globalization;

namespace Remediator.Language.Templates.Jinja;

/// <summary>A URL taken apart as Python's <c>urlsplit</c> does: nothing is checked or decoded.</summary>
internal sealed record UrlParts(string Scheme, string Authority, string Path, string Query, string Fragment)
{
    public string? User => Login is { } login ? login.Split(':', 2)[0] : null;

    public string? Password => Login is { } login && login.Contains(':') ? login.Split(':', 2)[1] : null;

    /// <summary>In lower case; null where there is none.</summary>
    public string? Host
    {
        get
        {
            var address = Address;
            var host = address.StartsWith('[') && address.IndexOf(']') is > 0 and var close ? address[1..close] : address.Split(':')[0];
            return host.Length == 0 ? null : host.ToLowerInvariant();
        }
    }

    public int? Port
    {
        get
        {
            var address = Address[(Address.IndexOf(']') + 1)..];
            return address.IndexOf(':') is >= 0 and var colon && int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
        }
    }

    private string? Login => Authority.LastIndexOf('@') is >= 0 and var at ? Authority[..at] : null;

    private string Address => Authority[(Authority.LastIndexOf('@') + 1)..];

    public static UrlParts Split(string url)
    {
        var scheme = "";
        var colon = url.IndexOf(':');
        if (colon > 0 && char.IsAsciiLetter(url[0]) && url[..colon].All(c => char.IsAsciiLetterOrDigit(c) || "+-.".Contains(c)))
        {
            (scheme, url) = (url[..colon].ToLowerInvariant(), url[(colon + 1)..]);
        }

        var authority = "";
        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            var end = url.AsSpan(2).IndexOfAny("/?#") is >= 0 and var found ? found + 2 : url.Length;
            (authority, url) = (url[2..end], url[end..]);
        }

        (url, var fragment) = Cut(url, '#');
        (url, var query) = Cut(url, '?');
        return new(scheme, authority, url, query, fragment);
    }

    private static (string Before, string After) Cut(string text, char separator) =>
        text.IndexOf(separator) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");
}
