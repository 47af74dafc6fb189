using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Tests.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Templates.Jinja;

public sealed class RendererTests
{
    private static readonly Renderer Renderer = new(new FakeOutside(), EvaluationLimits.Default);

    [Fact]
    public void Data_rendered_has_no_templates_left()
    {
        var raw = Value.Dict(("plain", Value.Of("{{ not a template }}")), ("list", Value.Of([Template("{{ one }}"), Value.Of(2L)])), ("text", Template("n={{ one }}")));
        var withKey = raw.ToBuilder();
        withKey[Template("{{ name }}")] = Value.True;
        var rendered = Renderer.Render(withKey.Build(), DictScope.Peer).Value;
        Assert.Equal("{'plain': '{{ not a template }}', 'list': [1, 2], 'text': 'n=1', 'Chrony': True}", PythonText.Repr(rendered));
    }

    [Fact]
    public void Data_without_templates_is_returned_as_it_is()
    {
        var raw = Value.Dict(("a", Value.OfTexts(["x", "{{ y }}"])));
        Assert.Same(raw, Renderer.Render(raw, DictScope.Peer).Value);
    }

    [Fact]
    public void Text_from_a_host_is_never_run()
    {
        var scope = DictScope.Of(("out", Value.Of("{{ lookup('echo', 'run') }}")), ("condition", Value.Of("lookup('echo', 'x') == 'x'")));
        Assert.Equal("'{{ lookup(\\'echo\\', \\'run\\') }}'".Replace("\\'", "'"), "'" + ((TextValue)Renderer.Render(Template("{{ out }}"), scope).Value).Text + "'");
        Assert.Contains("is not run in an expression", Renderer.Holds(Setting("{{ condition }}"), scope).Error?.Message);
    }

    [Fact]
    public void Omit_is_kept_for_the_caller()
    {
        var scope = DictScope.Of(("omit", OmitValue.Instance));
        var rendered = (DictValue)Renderer.Render(Value.Dict(("mode", Template("{{ missing | default(omit) }}"))), scope).Value;
        Assert.Same(OmitValue.Instance, rendered["mode"]);
    }

    [Theory]
    [InlineData("msg: \"{{ missing }}\"", 1, 10)]
    [InlineData("msg: |\n  line\n  and {{ missing }}\n", 3, 10)]
    [InlineData("msg: 'it''s {{ missing }}'", 1, 6)]
    public void Error_in_a_playbook_points_into_the_file(string yaml, int line, int column)
    {
        var source = new SourceText("play.yml", yaml);
        var start = yaml.IndexOf(' ') + 1;
        var text = yaml.Contains('|') ? "line\nand {{ missing }}\n" : yaml.Contains("''") ? "it's {{ missing }}" : "{{ missing }}";
        var error = Renderer.Render(new TemplateValue(text, new Span(source, start, yaml.Length - start)), DictScope.Peer).Error!;
        Assert.Equal(("play.yml", (line, column)), (error.Span.Source.Name, error.Span.Position));
    }

    [Fact]
    public void Late_value_makes_the_rendering_late()
    {
        var scope = DictScope.Of(("r", new LateValue("r")));
        Assert.Equal("r", Renderer.Render(Value.Of([Template("{{ r.rc }}")]), scope).LateName);
        Assert.Equal("r", Renderer.Holds(Setting("r is changed"), scope).LateName);
        Assert.False(Renderer.Holds(Setting("false and r is changed"), scope).Value);
    }

    [Theory]
    [InlineData("{{ a.b | default(c) }}", "a,c")]
    [InlineData("{% for x in xs %}{{ x }}{{ y }}{{ loop.index }}{% endfor %}", "xs,y")]
    [InlineData("{% set a = b %}{{ a }}", "b")]
    [InlineData("{% set a = a | default(1) %}{{ a }}", "a")]
    [InlineData("{% macro m(p) %}{{ p }}{{ r }}{% endmacro %}{{ m(1) }}", "r")]
    [InlineData("{{ lookup('env', name) }}{{ range(n) }}", "n,name")]
    [InlineData("{{ x is defined and not y }}", "x,y")]
    [InlineData("{{ xs | selectattr(key, 'equalto', v) | list }}", "key,v,xs")]
    [InlineData("{% if c %}{% set z = 1 %}{% endif %}{{ z }}", "c,z")]
    [InlineData("{% filter upper %}{{ t }}{% endfilter %}", "t")]
    public void Free_names_of_a_template_are_what_it_reads(string template, string names) =>
        Assert.Equal(names, string.Join(',', Renderer.FreeNames(Template(template)).Order(StringComparer.Ordinal)));

    [Fact]
    public void Free_names_of_a_condition_are_what_it_reads() =>
        Assert.Equal(["a", "b"], Renderer.FreeNamesOfCondition(Setting("a.x == 1 or b[0]")).Order());

    [Theory]
    [InlineData("{{ name | uper }}", "RMD2102", "there is no filter 'uper'", "did you mean 'upper'?")]
    [InlineData("{{ name is defned }}", "RMD2102", "there is no test 'defned'", "did you mean 'defined'?")]
    [InlineData("{{ xs | map('uper') }}", "RMD2102", "there is no filter 'uper'", "did you mean 'upper'?")]
    [InlineData("{{ xs | select('mtach', 'x') }}", "RMD2102", "there is no test 'mtach'", "did you mean 'match'?")]
    [InlineData("{{ xs | selectattr('a', 'mtach', 'x') }}", "RMD2102", "there is no test 'mtach'", "did you mean 'match'?")]
    [InlineData("{% if x %}{{ 1 | nosuchthing }}{% endif %}", "RMD2102", "there is no filter 'nosuchthing'", null)]
    [InlineData("{{ 1 + }}", "RMD1101", "unexpected end of print statement", null)]
    public void Wrong_template_checked_is_reported_without_running_it(string template, string code, string message, string? hint)
    {
        var diagnostics = new DiagnosticBag();
        Renderer.Check(Value.Dict(("a", Value.Of([Template(template)]))), diagnostics);
        var found = Assert.Single(diagnostics);
        Assert.Equal((code, message, hint), (found.Code, found.Message, found.Hint));
        Assert.Equal("play.yml", found.Span.Source.Name);
    }

    [Theory]
    [InlineData("x == ", "RMD1101")]
    [InlineData("x is failled", "RMD2102")]
    [InlineData("{{ x", "RMD1101")]
    [InlineData("{{ x }} == 1", "RMD2103")]
    public void Wrong_condition_checked_is_reported(string condition, string code)
    {
        var diagnostics = new DiagnosticBag();
        Renderer.CheckCondition(Setting(condition), diagnostics);
        Assert.Equal(code, Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData("x is changed", typeof(TestExpr))]
    [InlineData("{{ x is changed }}", typeof(TestExpr))]
    [InlineData("a{{ b }}", null)]
    [InlineData("1 +", null)]
    [InlineData("", null)]
    public void Condition_parsed_gives_its_tree(string condition, Type? type) => Assert.Equal(type, Renderer.ParseCondition(Setting(condition))?.GetType());

    [Fact]
    public void Condition_that_is_no_text_holds_by_its_value()
    {
        Assert.True(Renderer.Holds(new Setting(Value.True, Span.None), DictScope.Peer).Value);
        Assert.False(Renderer.Holds(new Setting(Value.False, Span.None), DictScope.Peer).Value);
        Assert.False(Renderer.Holds(new Setting(Value.Of(0L), Span.None), DictScope.Peer).Value);
    }

    [Fact]
    public void Bare_expression_keeps_its_type()
    {
        Assert.Equal(Value.Of(124L), Renderer.EvaluateBare(Setting("server.port + 1"), DictScope.Peer).Value);
        Assert.Equal(Evaluator.UndefinedCode, Renderer.EvaluateBare(Setting("server.prot"), DictScope.Peer).Error!.Code);
    }

    private static TemplateValue Template(string text) => new(text, new SourceText("play.yml", text).Whole);

    private static Setting Setting(string text) => new(EmbeddedText.IsTemplate(text) ? Template(text) : Value.Of(text), new SourceText("play.yml", text).Whole);
}
