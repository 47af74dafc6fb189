using System.Globalization;

namespace Remediator.Cli.Settings;

/// <summary>A setting as it is written, and what it can be read as.</summary>
/// <param name="Text">Without the quotes around it.</param>
/// <param name="Origin">For errors: the variable or the file.</param>
/// <param name="Folder">What relative paths start from.</param>
/// <param name="Home">The user's folder, for <c>~</c>.</param>
internal sealed record SettingText(string Name, string Text, string Origin, string Folder, string Home)
{
    public bool Flag => Text.Trim().ToLowerInvariant() switch
    {
        "y" or "yes" or "on" or "1" or "true" or "t" or "1.0" => true,
        "n" or "no" or "off" or "0" or "false" or "f" or "0.0" or "" => false,
        _ => throw Wrong("boolean"),
    };

    public int Number => int.TryParse(Text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("integer");

    /// <summary>A number above 0.</summary>
    public int Count => Number is > 0 and var count ? count : throw Wrong("number above 0");

    public string Path => Resolve(Text.Trim());

    /// <summary>Paths with colons between.</summary>
    public IReadOnlyList<string> Paths => [.. Text.Split(':', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Resolve)];

    /// <summary>Paths, or lists of hosts, with commas between.</summary>
    public IReadOnlyList<string> Sources => [.. Words.Select(Resolve)];

    public IReadOnlyList<string> Words => [.. Text.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public string Choice(params ReadOnlySpan<string> choices)
    {
        var text = Text.Trim();
        return choices.Contains(text) ? text : throw new SettingException($"Invalid value \"{text}\" for configuration option {Name} ({Origin}), valid values are: {string.Join(", ", choices.ToArray())}");
    }

    private string Resolve(string path)
    {
        path = path.Replace("{{CWD}}", Directory.GetCurrentDirectory());
        path = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Home + path[1..] : Environment.ExpandEnvironmentVariables(path);
        return System.IO.Path.GetFullPath(path, Folder);
    }

    private SettingException Wrong(string type) => new($"Invalid type for configuration option setting: {Name} ({Origin}): '{Text}' is no {type}");
}

/// <summary>A setting or its file cannot be understood.</summary>
internal sealed class SettingException(string message) : Exception(message);
