using Remediator.Language.Expressions;
using Remediator.Language.Templates;
using Remediator.Language.Tests.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Templates.Jinja;

/// <summary>The types of rendered data with Ansible's setting <c>jinja2_native</c>.</summary>
public sealed class NativeTests
{
    private static readonly Renderer Plain = new(new FakeOutside(), EvaluationLimits.Default);
    private static readonly Renderer Native = new(new FakeOutside(), EvaluationLimits.Default, isNative: true);

    [Theory]
    [InlineData("{{ 1 + 1 }}", "'2'", "2")]
    [InlineData("{{ '1' }}", "'1'", "1")]
    [InlineData("{{ '1' | string }}", "'1'", "'1'")]
    [InlineData("{{ one }}{{ one }}", "'11'", "11")]
    [InlineData("{{ 'None' }}", "'None'", "None")]
    [InlineData("{{ none }}", "''", "None")]
    [InlineData("{{ 'true' }}", "'true'", "'true'")]
    [InlineData("{{ ' 1' }}", "' 1'", "' 1'")]
    [InlineData("{{ \"'quoted'\" }}", "\"'quoted'\"", "\"'quoted'\"")]
    [InlineData("{{ '1.5' }}", "'1.5'", "1.5")]
    [InlineData("{{ '1.5.2' }}", "'1.5.2'", "'1.5.2'")]
    [InlineData("{{ 'a' if false }}", "''", "None")]
    public void Types_of_values_are_kept_where_asked_for(string template, string plain, string native)
    {
        Assert.Equal(plain, Repr(Plain, template));
        Assert.Equal(native, Repr(Native, template));
    }

    [Fact]
    public void Tuple_in_a_variable_is_read_as_a_list()
    {
        var raw = Value.Of([new ListValue([Value.Of(1), Value.Of("a")], isTuple: true)]);
        Assert.Equal("[[1, 'a']]", PythonText.Repr(Plain.RenderVariable(raw, DictScope.Peer).Value));
    }

    [Fact]
    public void Text_asked_for_stays_text_where_it_is_given_on()
    {
        var made = Native.Render(new TemplateValue("{{ '2' | string }}", new SourceText("<test>", "{{ '2' | string }}").Whole), DictScope.Peer).Value;
        var template = "{{ made }}";
        var given = Native.Render(new TemplateValue(template, new SourceText("<test>", template).Whole), DictScope.Of(("made", made))).Value;
        Assert.Equal(("NativeJinjaText", "'2'"), (given.TypeName, PythonText.Repr(given)));
    }

    private static string Repr(Renderer renderer, string template) =>
        PythonText.Repr(renderer.Render(new TemplateValue(template, new SourceText("<test>", template).Whole), DictScope.Peer).Value);
}
