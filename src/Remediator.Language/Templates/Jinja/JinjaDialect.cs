using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Python's meaning of values, Ansible's filters, tests and globals, and a strict undefined.</summary>
internal sealed class JinjaDialect : Dialect
{
    private JinjaDialect()
    {
    }

    public static JinjaDialect Instance { get; } = new();

    public override string Name => "Jinja2";

    public override ITemplateLanguage Language => JinjaLanguage.Instance;

    public override bool CallsBareFunctions => false;

    public override IEnumerable<string> GlobalNames => JinjaGlobals.Names;

    public override IEnumerable<string> FilterNames => FilterCatalog.Names;

    public override IEnumerable<string> TestNames => TestCatalog.Names;

    public override bool IsTrue(Value value) => PythonOperators.IsTrue(value);

    /// <summary>As in Ansible, None is written as nothing.</summary>
    public override string ToText(Value value) => value is NullValue ? "" : PythonText.Str(value);

    public override Value Undefined(string message, string? hint) => new UndefinedValue(message, hint);

    public override Value? Global(string name) => JinjaGlobals.Find(name);

    public override NamedFunction? Filter(string name) => FilterCatalog.Find(name);

    public override NamedFunction? Test(string name) => TestCatalog.Find(name);

    /// <summary>Newlines at the end of a template are kept, though a tag before them may have swallowed some.</summary>
    public override string Finish(Template template, string text)
    {
        var missing = Newlines(template.Source.Content) - Newlines(text);
        return missing > 0 ? text + new string('\n', missing) : text;
    }

    private static int Newlines(string text)
    {
        var count = 0;
        for (var i = text.Length - 1; i >= 0 && text[i] is '\n' or '\r'; i--)
        {
            count += text[i] == '\n' ? 1 : 0;
        }

        return count;
    }
}
