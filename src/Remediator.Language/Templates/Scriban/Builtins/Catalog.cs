using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>All names that Scriban knows by itself.</summary>
internal static class Catalog
{
    private static readonly Dictionary<string, Value> Globals = new(StringComparer.Ordinal)
    {
        ["array"] = new Module("array", ArrayFunctions.All),
        ["date"] = new Module("date", DateFunctions.All, ("default_format", Value.Of(DatePattern.Default)), ("format", Value.Of(DatePattern.Default))),
        ["html"] = new Module("html", HtmlFunctions.All),
        ["math"] = new Module("math", MathFunctions.All),
        ["object"] = new Module("object", ObjectFunctions.All),
        ["regex"] = new Module("regex", RegexFunctions.All),
        ["string"] = new Module("string", [.. StringFunctions.All, .. StringCodings.All]),
        ["timespan"] = new Module("timespan", TimespanFunctions.All, ("zero", new DurationValue(TimeSpan.Zero))),
        ["empty"] = EmptyValue.Instance,
        ["blank"] = EmptyValue.Instance,
        ["include"] = IncludeFunction.One.ToValue(""),
        ["include_join"] = IncludeFunction.Many.ToValue(""),
    };

    /// <summary>The modules in the order in which a bare name most likely means one of their functions.</summary>
    private static readonly string[] Searched = ["string", "array", "object", "math", "date", "regex", "html", "timespan"];

    private static readonly Dictionary<string, string> FromJinja = new(StringComparer.Ordinal)
    {
        ["b64decode"] = "string.base64_decode",
        ["b64encode"] = "string.base64_encode",
        ["count"] = "array.size",
        ["join"] = "array.join",
        ["length"] = "array.size",
        ["lower"] = "string.downcase",
        ["regex_replace"] = "regex.replace",
        ["title"] = "string.capitalizewords",
        ["to_json"] = "object.to_json",
        ["trim"] = "string.strip",
        ["unique"] = "array.uniq",
        ["upper"] = "string.upcase",
    };

    public static IEnumerable<string> Names => Globals.Keys;

    /// <summary>Where a function that is named without its module is found, also under the name of a Jinja filter; or null.</summary>
    public static string? QualifiedName(string function)
    {
        if (FromJinja.TryGetValue(function, out var qualified))
        {
            return qualified;
        }

        var module = Searched.FirstOrDefault(name => ((Module)Globals[name]).MemberNames.Contains(function));
        return module is null ? null : $"{module}.{function}";
    }

    public static Value? Find(string name) => Globals.GetValueOrDefault(name);
}
