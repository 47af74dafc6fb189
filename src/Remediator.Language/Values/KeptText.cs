namespace Remediator.Language.Values;

/// <summary>Text that a filter such as <c>string</c> or <c>to_json</c> made under <c>jinja2_native</c>: it stays text where a template gives it on, whatever it reads as.</summary>
public sealed class KeptText(string text) : TextValue(text)
{
    public override string TypeName => "NativeJinjaText";
}
