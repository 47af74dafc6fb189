using System.Text;
using Remediator.Language.Expressions;
using static Remediator.Language.Tests.Templates.Scriban.Rendering;

namespace Remediator.Language.Tests.Templates.Scriban;

public class ScribanLimitTests
{
    private const int Many = 20_000;

    private static string Repeat(string text) => new StringBuilder().Insert(0, text, Many).ToString();

    [Fact]
    public void Nested_parentheses_are_refused_by_budget() => Assert.Contains("nested more than 200 deep", Render($"{{{{ {Repeat("(")}1{Repeat(")")} }}}}"));

    [Fact]
    public void Nested_lists_are_refused_by_budget() => Assert.Contains("nested more than 200 deep", Render($"{{{{ {Repeat("[")}1{Repeat("]")} }}}}"));

    [Fact]
    public void Nested_objects_are_refused_by_budget() => Assert.Contains("nested more than 200 deep", Render($"{{{{ {Repeat("{a: ")}1{Repeat("}")} }}}}"));

    [Fact]
    public void Nested_signs_are_refused_by_budget() => Assert.Contains("nested more than 200 deep", Render($"{{{{ {Repeat("!")}true }}}}"));

    [Fact]
    public void Nested_blocks_are_refused_by_budget() => Assert.Contains("blocks are nested more than 200 deep", Render($"{Repeat("{{ if true }}")}x{Repeat("{{ end }}")}"));

    [Fact]
    public void Nested_functions_are_refused_by_budget() => Assert.Contains("deep", Render($"{{{{ x = {Repeat("do; ret ")}1{Repeat("; end")} }}}}"));

    [Fact]
    public void Nested_conditions_are_refused_by_budget() => Assert.Contains("deep", Render($"{{{{ {Repeat("true ? ")}1{Repeat(" : 2")} }}}}"));

    [Fact]
    public void Nested_interpolated_strings_are_refused_by_budget() => Assert.Contains("deep", Render($"{{{{ {Repeat("$\"{")}1{Repeat("}\"")} }}}}"));

    [Fact]
    public void Chain_of_operators_is_refused_by_budget() => Assert.Contains("more than 1000 parts", Render($"{{{{ 1{Repeat(" + 1")} }}}}"));

    [Fact]
    public void Chain_of_members_is_refused_by_budget() => Assert.Contains("more than 1000 parts", Render($"{{{{ a{Repeat(".a")} }}}}"));

    [Fact]
    public void Chain_of_pipes_is_refused_by_budget() => Assert.Contains("more than 1000 parts", Render($"{{{{ 1{Repeat(" | f")} }}}}"));

    [Fact]
    public void Chain_of_else_if_is_not_nesting() => Assert.Equal("z", Render($"{{{{ if false }}}}{Repeat("{{ else if false }}")}{{{{ else }}}}z{{{{ end }}}}"));

    [Fact]
    public void Hundred_nested_parentheses_are_fine() => Assert.Equal("1", Render($"{{{{ {new string('(', 100)}1{new string(')', 100)} }}}}"));

    [Fact]
    public void Endless_recursion_is_an_error() => Assert.Contains("nested more than 200 deep", Render("{{ func f; f; end; f }}"));

    [Fact]
    public void Template_that_includes_itself_is_an_error() => Assert.Contains("nested more than 200 deep", Render("{{ include 'a' }}", new() { ["a"] = "{{ include 'a' }}" }));

    [Fact]
    public void Endless_loop_is_an_error() =>
        Assert.Contains("more than 1000 steps", Render("{{ while true; end }}", limits: EvaluationLimits.Default with { Steps = 1000 }));

    [Theory]
    [InlineData("{{ 'a' * 100000000000 }}")]
    [InlineData("{{ 1..100000000000 }}")]
    [InlineData("{{ 'a' | string.pad_left 2000000000 }}")]
    [InlineData("{{ x = []; x[2000000000] = 1 }}")]
    [InlineData("{{ [] | array.insert_at 2000000000 1 }}")]
    public void Huge_result_is_an_error(string template) => Assert.Contains("error RMD2100", Render(template));

    [Fact]
    public void Regular_expression_that_never_ends_is_an_error() => Assert.Contains(
        "takes too long",
        Render("{{ ('a' * 40) + '!' | regex.match `^(a+)+$` }}", limits: EvaluationLimits.Default with { Time = TimeSpan.FromMilliseconds(300) }));
}
