using Remediator.Language.Diagnostics;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using JinjaCase = Remediator.Language.Tests.Expressions.Jinja;

namespace Remediator.Language.Tests.Templates.Jinja;

public sealed class JinjaLanguageTests
{
    [Theory]
    [InlineData("a\n{{ 1 + }}", 2, 8, "unexpected end of print statement")]
    [InlineData("{{ name", 1, 1, "this tag has no end '}}'")]
    [InlineData("{% if yes %}\nx", 1, 4, "'if' is never closed: expected 'endif' before the end of the template")]
    [InlineData("{% for x in y %}{% endif %}", 1, 20, "unexpected 'endif', expected one of: else, endfor")]
    [InlineData("x{% endif %}", 1, 5, "unexpected 'endif': no statement is open here")]
    [InlineData("{% fro x in y %}{% endfor %}", 1, 4, "unknown statement 'fro'")]
    [InlineData("{{ (1 }}", 1, 7, "unexpected '}', expected ')'")]
    [InlineData("{{ 'abc }}", 1, 4, "this string has no end")]
    [InlineData("{{ a b }}", 1, 6, "expected end of print statement, got 'b'")]
    [InlineData("{{ a ! b }}", 1, 6, "unexpected character '!'")]
    [InlineData("{% set x = %}", 1, 12, "unexpected end of statement block")]
    [InlineData("{% set true = 1 %}", 1, 8, "can't assign to 'true'")]
    [InlineData("{% break %}", 1, 4, "'break' stands outside a loop")]
    [InlineData("{# comment", 1, 1, "Missing end of comment tag")]
    [InlineData("{% raw %}x", 1, 1, "Missing end of raw directive")]
    [InlineData("{% block a %}{% endblock %}{% block a %}{% endblock %}", 1, 37, "block 'a' defined twice")]
    [InlineData("{{ f(a=1, 2) }}", 1, 11, "a positional argument follows a keyword argument")]
    [InlineData("{{ 99999999999999999999 }}", 1, 4, "'99999999999999999999' is not an integer of 64 bits")]
    [InlineData("{{ '\\xZZ' }}", 1, 5, "this escape needs 2 hexadecimal digits")]
    [InlineData("#jinja2: trim_blocks\nx", 1, 9, "failed to parse jinja2 override 'trim_blocks'")]
    [InlineData("#jinja2: trim_block: True\nx", 1, 9, "'trim_block: True' is not an option of a Jinja template")]
    [InlineData("{{ x is defined is none }}", 1, 17, "You cannot chain multiple tests with is")]
    [InlineData("{{ a[] }}", 1, 6, "expected subscript expression")]
    [InlineData("{% macro m(a=1, b) %}{% endmacro %}", 1, 17, "non-default argument follows default argument")]
    public void Broken_template_parsed_says_where_and_what(string template, int line, int column, string message)
    {
        var diagnostics = new DiagnosticBag();
        Assert.Null(JinjaLanguage.Instance.Parse(new SourceText("t.j2", template), diagnostics));
        var error = Assert.Single(diagnostics);
        Assert.Equal((message, (line, column)), (error.Message, error.Span.Position));
        Assert.Equal("RMD1101", error.Code);
    }

    [Theory]
    [InlineData("{% fro x in y %}", "did you mean 'for'?")]
    [InlineData("#jinja2: trim_block: True\nx", "did you mean 'trim_blocks'?")]
    [InlineData("{% if a = b %}{% endif %}", "write '==' to compare")]
    [InlineData("{{ a && b }}", "write 'and'")]
    public void Broken_template_parsed_says_how_to_mend_it(string template, string hint)
    {
        var diagnostics = new DiagnosticBag();
        JinjaLanguage.Instance.Parse(new SourceText("t.j2", template), diagnostics);
        Assert.Equal(hint, Assert.Single(diagnostics).Hint);
    }

    [Theory]
    [InlineData("a\r\n{% if yes %}\r\nb\r\n{% endif %}\r\nc\r\n", "a\nb\nc\n")]
    [InlineData("#jinja2: line_statement_prefix: '%', line_comment_prefix: '##'\n% for n in [1, 2]\nn{{ n }}\n  % endfor\nx ## gone\n", "n1\nn2\nx \n")]
    [InlineData("{{ name ~\n  'x' }}\n", "Chronyx\n")]
    [InlineData("{{ 'a' if yes }}{{ 'b' if no }}|{{ ('b' if no) | upper }}", "a|")]
    [InlineData("{{ {'a': {'b': 1}}.a.b }}", "1")]
    [InlineData("{{ '}}' }}{{ \"%}\" }}", "}}%}")]
    [InlineData("{%- for x in 'ab' -%} {{ x }} {%- endfor %}", "ab")]
    [InlineData("{{ loop | default('no loop') }}", "no loop")]
    [InlineData("{% autoescape true %}<{% endautoescape %}", "<")]
    [InlineData("", "")]
    [InlineData("\n", "\n")]
    [InlineData("{% print 1, 2 %}", "(1, 2)")]
    public void Template_rendered_gives_its_text(string template, string expected)
    {
        var rendered = JinjaCase.Render(template);
        Assert.True(rendered.Succeeded, rendered.Error?.ToString());
        Assert.Equal(expected, rendered.Value);
    }

    [Theory]
    [InlineData("a\n  {{ missing }}", 2, 6)]
    [InlineData("{% for x in 5 %}{% endfor %}", 1, 13)]
    [InlineData("{% if yes %}\n{{ name | nosuch }}{% endif %}", 2, 4)]
    [InlineData("{% macro m(a) %}{{ a }}{% endmacro %}\n{{ m(1, 2) }}", 2, 4)]
    [InlineData("{% macro m(a) %}\n{{ a.b }}{% endmacro %}{{ m() }}", 2, 4)]
    [InlineData("x{% include 'nosuch' %}", 1, 13)]
    public void Failing_template_rendered_says_where(string template, int line, int column)
    {
        var error = JinjaCase.Render(template).Error;
        Assert.Equal((line, column), error?.Span.Position);
        Assert.Equal("test.j2", error?.Span.Source.Name);
    }

    [Fact]
    public void Error_in_an_included_template_names_its_file()
    {
        var error = JinjaCase.Render("{% include 'part' %}", files: new Dictionary<string, string> { ["part"] = "\n{{ 1 + }}" }).Error!;
        Assert.Equal("part:2:8", error.Span.ToString());
        error = JinjaCase.Render("{% include 'part' %}", files: new Dictionary<string, string> { ["part"] = "\n{{ missing }}" }).Error!;
        Assert.Equal("part:2:4", error.Span.ToString());
    }

    [Fact]
    public void Large_template_parses_in_linear_time()
    {
        var template = string.Concat(Enumerable.Repeat("server {{ name }} iburst\n", 20_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(20_000 * "server Chrony iburst\n".Length, JinjaCase.Render(template).Value.Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }
}
