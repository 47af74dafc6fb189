using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Playbooks;

public sealed class VarsFileReaderTests
{
    [Theory]
    [InlineData("a: 1\nb: [x, yes]\n", "{a: 1, b: [x, True]}")]
    [InlineData("{\"a\": {\"b\": null, \"c\": 1.5}}", "{a: {b: None, c: 1.5}}")]
    [InlineData("", "{}")]
    [InlineData("---\n", "{}")]
    [InlineData("# c\n---\na: '{{ b }}'\n...\n", "{a: {{ b }}}")]
    public void File_gives_variables(string text, string expected)
    {
        DiagnosticBag diagnostics = [];
        Assert.Equal(expected, VarsFileReader.Read(new SourceText("v.yml", text), diagnostics)!.ToString());
        Assert.Empty(diagnostics);
    }

    [Theory]
    [InlineData("- a\n", "RMD2002")]
    [InlineData("text", "RMD2002")]
    [InlineData("a: 1\n---\nb: 2\n", "RMD2010")]
    [InlineData("a: [\n", "RMD1001")]
    [InlineData("a-b: 1\n", "RMD2009")]
    [InlineData("a: !vault x\n", "RMD1007")]
    public void File_that_is_no_mapping_of_variables_is_an_error(string text, string code)
    {
        DiagnosticBag diagnostics = [];
        VarsFileReader.Read(new SourceText("v.yml", text), diagnostics);
        Assert.Equal(code, Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData("a=1 b='x y' c=\"{{ d }}\"", "{a: 1, b: x y, c: {{ d }}}", "str")]
    [InlineData("a=yes", "{a: yes}", "str")]
    [InlineData("{\"a\": 1}", "{a: 1}", "int")]
    [InlineData("{a: yes, b: x}", "{a: True, b: x}", "bool")]
    [InlineData("a: 1", "{a: 1}", "int")]
    [InlineData("a=b=c", "{a: b=c}", "str")]
    public void Extra_variables_are_words_JSON_or_YAML(string text, string expected, string typeOfA)
    {
        DiagnosticBag diagnostics = [];
        var vars = VarsFileReader.ReadExtra(new SourceText("-e", text), diagnostics)!;
        Assert.Empty(diagnostics);
        Assert.Equal((expected, typeOfA), (vars.ToString(), vars["a"]!.TypeName));
    }

    [Theory]
    [InlineData("a=1 b", "RMD2008")]
    [InlineData("a='1", "RMD2008")]
    [InlineData("a-b=1", "RMD2009")]
    [InlineData("word", "RMD2002")]
    [InlineData("{a: ", "RMD1001")]
    public void Extra_variables_that_cannot_be_read_are_an_error(string text, string code)
    {
        DiagnosticBag diagnostics = [];
        VarsFileReader.ReadExtra(new SourceText("-e", text), diagnostics);
        Assert.Equal(code, Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Extra_value_in_words_is_a_template_where_it_holds_one()
    {
        var vars = VarsFileReader.ReadExtra(new SourceText("-e", "a={{ b }}"), []);
        Assert.IsType<TemplateValue>(vars!["a"]);
    }
}
