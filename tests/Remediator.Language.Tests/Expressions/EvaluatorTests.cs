using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Expressions;

public sealed class EvaluatorTests
{
    private static readonly EvaluationLimits Tight = new(Steps: 20_000, Depth: 50, OutputLength: 10_000, TimeSpan.FromSeconds(2));

    private static readonly DictScope WithLate = new(Value.Dict(
        ("late", new LateValue("result")),
        ("facts", Value.Dict(("os", new LateValue("ansible_facts.os")), ("known", Value.Of(1L)))),
        ("yes", Value.True),
        ("no", Value.False)));

    [Theory]
    [InlineData("missing", "'missing' is undefined")]
    [InlineData("server.prot", "'dict object' has no attribute 'prot'")]
    [InlineData("server['prot']", "'dict object' has no attribute 'prot'")]
    [InlineData("name.uper()", "'str object' has no attribute 'uper'")]
    [InlineData("numbers[9]", "'list object' has no element 9")]
    [InlineData("nothing.x", "'None' has no attribute 'x'")]
    [InlineData("missing.a.b", "'missing' is undefined")]
    public void Undefined_value_used_is_an_error_in_ansibles_words(string expression, string message)
    {
        var error = Jinja.Evaluate(expression + " ~ ''").Error!;
        Assert.Equal((Evaluator.UndefinedCode, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("nmae ~ ''", "did you mean 'name'?")]
    [InlineData("server.prot ~ ''", "did you mean 'port'?")]
    [InlineData("name.uper()", "did you mean 'upper'?")]
    [InlineData("name | lowr", "did you mean 'lower'?")]
    [InlineData("name is deffined", "did you mean 'defined'?")]
    [InlineData("low | combine(high) | to_json(sort_key=true)", "did you mean 'sort_keys'?")]
    public void Misspelt_name_gets_a_hint(string expression, string hint) => Assert.Equal(hint, Jinja.Evaluate(expression).Error!.Hint);

    [Theory]
    [InlineData("1 + (2 / 0) + 3", "(2 / 0)")]
    [InlineData("one + missing", "one + missing")]
    [InlineData("[1, 'a' | int(base='x'), 2]", "'a' | int(base='x')")]
    [InlineData("name.index('zebra') > 2", "name.index('zebra')")]
    [InlineData("(1, 2) | map('nosuch') | list", "(1, 2) | map('nosuch')")]
    public void Error_points_at_the_part_that_failed(string expression, string part) => Assert.Equal(part, Jinja.Evaluate(expression).Error!.Span.Text);

    [Theory]
    [InlineData("late", "result")]
    [InlineData("late is defined", "result")]
    [InlineData("late | default('x')", "result")]
    [InlineData("late.rc == 0", "result")]
    [InlineData("yes and late", "result")]
    [InlineData("facts.os", "ansible_facts.os")]
    [InlineData("facts['os'] ~ 'x'", "ansible_facts.os")]
    [InlineData("'a' ~ facts", "ansible_facts.os")]
    [InlineData("[facts] | map(attribute='os') | list", "ansible_facts.os")]
    [InlineData("facts.values() | join", "ansible_facts.os")]
    public void Late_value_reached_ends_the_evaluation_late(string expression, string name) => Assert.Equal(name, Jinja.Evaluate(expression, WithLate).LateName);

    [Theory]
    [InlineData("no and late", "False")]
    [InlineData("yes or late", "True")]
    [InlineData("1 if yes else late", "1")]
    [InlineData("facts.known", "1")]
    [InlineData("facts | length", "2")]
    public void Late_value_not_reached_does_not_matter(string expression, string expected) => Assert.Equal(expected, Jinja.Outcome(Jinja.Evaluate(expression, WithLate)));

    [Theory]
    [InlineData("'x' * 1000000000000")]
    [InlineData("[1] * 1000000000000")]
    [InlineData("range(1000000000000)")]
    [InlineData("'x'.center(1000000000)")]
    [InlineData("'x'.zfill(1000000000)")]
    [InlineData("'%1000000000d' % 1")]
    [InlineData("'%.1000000000f' % 1")]
    [InlineData("'{:1000000000}'.format(1)")]
    [InlineData("'x' | center(1000000000)")]
    [InlineData("'a' | indent(1000000000)")]
    [InlineData("'aaaa' | replace('', 'x' * 9000)")]
    [InlineData("'a' | regex_replace('', 'x' * 9000)")]
    [InlineData("range(100) | product(range(100), range(100)) | list")]
    [InlineData("range(100) | permutations(5) | list")]
    [InlineData("'x' | comment(prefix_count=1000000000)")]
    [InlineData("('x' * 9000) ~ ('x' * 9000)")]
    [InlineData("1 | round(1000000000)")]
    public void Result_without_measure_is_refused(string expression)
    {
        var error = Jinja.Evaluate(expression, limits: Tight).Error;
        Assert.Contains("more than 10000 characters or items", error?.Message);
    }

    [Theory]
    [InlineData("{% for a in range(200) %}{% for b in range(200) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "deep")]
    [InlineData("{% include 'self' %}", "deep")]
    [InlineData("{% for a in range(2000) %}123456{% endfor %}", "characters")]
    [InlineData("{% set ns = namespace(a=['x']) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a }}", "characters")]
    [InlineData("{{ ('a' * 40) | regex_search('(a+)+$b') }}", "too long")]
    public void Template_without_end_is_stopped(string template, string reason)
    {
        var rendered = Jinja.Render(template, files: new Dictionary<string, string> { ["self"] = "{% include 'self' %}" }, limits: Tight);
        Assert.Contains(reason, rendered.Error?.Message);
    }

    [Fact]
    public void Deep_nesting_is_an_error_not_a_crash()
    {
        const int Depth = 20_000;
        string Repeat(string text) => string.Concat(Enumerable.Repeat(text, Depth));
        foreach (var expression in new[]
        {
            Repeat("(") + "1" + Repeat(")"), Repeat("[") + Repeat("]"), Repeat("not ") + "1", Repeat("-") + "1", "1" + Repeat(" + 1"), "1" + Repeat("|string"),
            "a" + Repeat(".a"), "1" + Repeat(" if 1 else 1"), "1" + Repeat(" ** 1"), Repeat("{'a':") + "1" + Repeat("}"),
        })
        {
            var evaluation = Jinja.Evaluate(expression);
            Assert.True(evaluation.Succeeded || evaluation.Error is not null);
        }

        Assert.NotNull(Jinja.Evaluate(Repeat("(") + "1" + Repeat(")")).Error ?? Jinja.Evaluate("1 / 0").Error);
        var nested = Jinja.Render(string.Concat(Enumerable.Repeat("{% if yes %}", Depth)) + string.Concat(Enumerable.Repeat("{% endif %}", Depth)));
        Assert.True(nested.Succeeded || nested.Error is not null);
        var deepValue = Jinja.Render("{% set ns = namespace(a=[], b=[]) %}{% for i in range(100000) %}{% set ns.a = [ns.a] %}{% set ns.b = [ns.b] %}{% endfor %}{{ ns.a == ns.b }}");
        Assert.Contains("nested too deeply", deepValue.Error?.Message);
    }

    [Fact]
    public void Cancelled_evaluation_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var context = new EvaluationContext(DictScope.Peer, new FakeOutside(), EvaluationLimits.Default, source.Token);
        var tree = Language.Templates.Jinja.JinjaLanguage.ParseExpression(new("<test>", "range(1000) | list"), []);
        Assert.Throws<OperationCanceledException>(() => Evaluator.Evaluate(tree!, Language.Templates.Jinja.JinjaLanguage.Dialect, context));
    }

    [Theory]
    [InlineData("lookup('echo', 'a')", "'a'")]
    [InlineData("lookup('echo', 'a', 'b')", "'a,b'")]
    [InlineData("lookup('echo', 1)", "1")]
    [InlineData("lookup('echo', 1, 2)", "[1, 2]")]
    [InlineData("lookup('echo', 'a', wantlist=true)", "['a']")]
    [InlineData("query('echo', 'a')", "['a']")]
    [InlineData("q('echo')", "[]")]
    [InlineData("lookup('vars', 'na' ~ 'me')", "'Chrony'")]
    [InlineData("lookup('fail')", "! error")]
    [InlineData("lookup('fail', errors='ignore')", "None")]
    [InlineData("query('fail', errors='warn')", "[]")]
    [InlineData("lookup('echo', missing)", "! undefined")]
    [InlineData("now(utc=true, fmt='%Y-%m-%d')", "'2026-11-22'")]
    [InlineData("now().year", "2026")]
    [InlineData("undef('say why')", "! undefined")]
    [InlineData("undef(hint='x') | default(1)", "1")]
    public void Global_called_gives_what_ansible_gives(string expression, string expected) => Assert.Equal(expected, Jinja.Outcome(Jinja.Evaluate(expression)));

    [Fact]
    public void Changing_a_list_leaves_other_variables_alone() =>
        Assert.Equal("[1] [1, 2]", Jinja.Render("{% set a = [1] %}{% set b = a %}{% do b.append(2) %}{{ a }} {{ b }}").Value);

    [Fact]
    public void Members_of_containers_change_in_place() =>
        Assert.Equal("{'l': [1, {'k': [2]}]}", Jinja.Render("{% set d = {'l': [1, {'k': []}]} %}{% do d.l[1].k.append(2) %}{{ d }}").Value);
}
