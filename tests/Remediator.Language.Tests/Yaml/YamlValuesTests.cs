using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Tests.Yaml;

public sealed class YamlValuesTests
{
    private static Value ToValue(string text, out DiagnosticBag diagnostics)
    {
        diagnostics = [];
        return YamlValues.ToValue(Assert.Single(YamlReader.Read(new SourceText("t.yml", text), diagnostics)), diagnostics);
    }

    [Theory]
    [InlineData("yes", "bool", "True")]
    [InlineData("Off", "bool", "False")]
    [InlineData("TRUE", "bool", "True")]
    [InlineData("on", "bool", "True")]
    [InlineData("y", "str", "y")]
    [InlineData("n", "str", "n")]
    [InlineData("yEs", "str", "yEs")]
    [InlineData("'yes'", "str", "yes")]
    [InlineData("~", "NoneType", "None")]
    [InlineData("null", "NoneType", "None")]
    [InlineData("---", "NoneType", "None")]
    [InlineData("nULL", "str", "nULL")]
    [InlineData("0", "int", "0")]
    [InlineData("12", "int", "12")]
    [InlineData("-12", "int", "-12")]
    [InlineData("+12", "int", "12")]
    [InlineData("0644", "int", "420")]
    [InlineData("0o644", "str", "0o644")]
    [InlineData("0899", "str", "0899")]
    [InlineData("0x1F", "int", "31")]
    [InlineData("-0x1f", "int", "-31")]
    [InlineData("0b101", "int", "5")]
    [InlineData("1_000_000", "int", "1000000")]
    [InlineData("12:30:45", "int", "45045")]
    [InlineData("-1:30", "int", "-90")]
    [InlineData("12:60", "str", "12:60")]
    [InlineData("0:30", "str", "0:30")]
    [InlineData("9223372036854775807", "int", "9223372036854775807")]
    [InlineData("9223372036854775808", "str", "9223372036854775808")]
    [InlineData("0x", "str", "0x")]
    [InlineData("0b_", "str", "0b_")]
    [InlineData("1.5", "float", "1.5")]
    [InlineData("1.", "float", "1")]
    [InlineData(".5", "float", "0.5")]
    [InlineData("-1.5e+3", "float", "-1500")]
    [InlineData("1e3", "str", "1e3")]
    [InlineData("1.5e3", "str", "1.5e3")]
    [InlineData("1:30.5", "float", "90.5")]
    [InlineData("-.inf", "float", "-Infinity")]
    [InlineData(".NaN", "float", "NaN")]
    [InlineData("1.2.3", "str", "1.2.3")]
    [InlineData("10.0.0.1", "str", "10.0.0.1")]
    [InlineData("2024-07-14", "str", "2024-07-14")]
    [InlineData("-", "str", "-", true)]
    [InlineData("!!str 12", "str", "12")]
    [InlineData("!!int '12'", "int", "12")]
    [InlineData("!!float 1", "float", "1")]
    [InlineData("!!bool 'yes'", "bool", "True")]
    [InlineData("!!null x", "NoneType", "None")]
    [InlineData("! 12", "str", "12")]
    [InlineData("!unsafe 12", "str", "12")]
    public void Scalar_has_the_type_that_Ansible_gives(string text, string type, string shown, bool quoted = false)
    {
        var value = ToValue(quoted ? $"'{text}'" : text, out var diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal((type, shown), (value.TypeName, value.ToString()));
    }

    [Theory]
    [InlineData("a {{ b }}", true)]
    [InlineData("'{% if x %}'", true)]
    [InlineData("\"{# c #}\"", true)]
    [InlineData("a { b", false)]
    [InlineData("'${x}'", false)]
    [InlineData("'a {'", false)]
    [InlineData("!unsafe '{{ x }}'", false)]
    public void Text_with_template_syntax_is_a_template(string text, bool isTemplate)
    {
        var value = ToValue(text, out var diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal(isTemplate, value is TemplateValue);
    }

    [Fact]
    public void Template_keeps_its_place()
    {
        var dict = Assert.IsAssignableFrom<DictValue>(ToValue("a:\n  b: 'x {{ y }}'\n", out _));
        var template = Assert.IsType<TemplateValue>(((DictValue)dict["a"]!)["b"]);
        Assert.Equal("'x {{ y }}'", template.Span.Text);
        Assert.Equal("x {{ y }}", template.Source);
    }

    [Fact]
    public void Collections_become_lists_and_dicts_in_order()
    {
        var value = ToValue("b: [1, two, null]\na: {yes: x, 3: y}\n", out _);
        Assert.Equal("{b: [1, two, None], a: {True: x, 3: y}}", value.ToString());
    }

    [Fact]
    public void Unsafe_collection_makes_its_text_unsafe()
    {
        var value = ToValue("!unsafe\n- '{{ a }}'\n- {k: '{{ b }}', n: 1}\n", out var diagnostics);
        Assert.Empty(diagnostics);
        var list = Assert.IsType<ListValue>(value);
        Assert.IsType<TextValue>(list[0]);
        Assert.IsType<TextValue>(((DictValue)list[1])["k"]);
        Assert.IsType<IntValue>(((DictValue)list[1])["n"]);
    }

    [Theory]
    [InlineData("!vault x", "RMD1007", null)]
    [InlineData("!foo x", "RMD1008", "for text that starts with '!', write quotes")]
    [InlineData("!unsave x", "RMD1008", "did you mean '!unsafe'?")]
    [InlineData("!!int x", "RMD1008", null)]
    [InlineData("!!set {a, b}", "RMD1008", null)]
    public void Tag_that_cannot_be_read_is_an_error(string text, string code, string? hint)
    {
        ToValue(text, out var diagnostics);
        var error = Assert.Single(diagnostics);
        Assert.Equal(code, error.Code);
        if (hint is not null)
        {
            Assert.Equal(hint, error.Hint);
        }
    }
}
