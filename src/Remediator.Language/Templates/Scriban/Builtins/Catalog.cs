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

    public static IEnumerable<string> Names => Globals.Keys;

    public static Value? Find(string name) => Globals.GetValueOrDefault(name);
}
