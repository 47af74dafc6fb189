using System.Text.Json;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Values;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("{\"a\":[1,2.5,null,true,\"x\"]}", "{'a': [1, 2.5, None, True, 'x']}")]
    [InlineData("[9223372036854775807, 9223372036854775808]", "[9223372036854775807, 9.223372036854776e+18]")]
    [InlineData("{\"a\":1,\"a\":2}", "{'a': 2}")]
    [InlineData("\"\\u00e9\\ud83d\\ude00\"", "'é😀'")]
    [InlineData(" 5 ", "5")]
    public void Json_read_gives_values(string json, string expected)
    {
        Assert.True(JsonText.TryParse(json, out var value, out var error), error);
        Assert.Equal(expected, PythonText.Repr(value));
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\n\"a\": }", "line 2, column 6")]
    [InlineData("[1] x", "line 1, column 5")]
    [InlineData("{'a': 1}", "line 1, column 2")]
    [InlineData("\"\\ud83d\"", "surrogate")]
    public void Json_broken_says_where(string json, string reason)
    {
        Assert.False(JsonText.TryParse(json, out _, out var error));
        Assert.Contains(reason, error);
    }

    [Fact]
    public void Json_nested_without_measure_is_refused()
    {
        Assert.False(JsonText.TryParse(new string('[', 100_000), out _, out _));
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse("[1"u8).ToString());
    }

    [Fact]
    public void Json_written_compactly_reads_back()
    {
        var value = Value.Dict(("a", Value.Of([Value.Of(1L), Value.Of(1.5), Value.Null, Value.True, Value.Of("é\n\"😀")])));
        var json = JsonText.Compact(value);
        Assert.Equal("{\"a\":[1,1.5,null,true,\"é\\n\\\"😀\"]}", json);
        Assert.True(JsonText.TryParse(json, out var back, out _));
        Assert.Equal(value, back);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(-1.5e-7, "-1.5e-07")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Float_written_has_pythons_form(double number, string expected) => Assert.Equal(expected, PythonText.Float(number));

    [Theory]
    [InlineData("a: &x [1, 2]\nb: *x\n", "{'a': [1, 2], 'b': [1, 2]}")]
    [InlineData("a: &x {k: 1}\nb:\n  <<: *x\n  l: 2\n", "{'a': {'k': 1}, 'b': {'l': 2, 'k': 1}}")]
    [InlineData("[yes, No, on, ~, null, 0x1F, 010, 0b11, 1_000, 1.5e+3, .inf, 1:30, '1', !!str 2]", "[True, False, True, None, None, 31, 8, 3, 1000, 1500.0, inf, 90, '1', '2']")]
    [InlineData("2020-01-01", "'2020-01-01'")]
    public void Yaml_read_gives_values(string yaml, string expected) => Assert.Equal(expected, PythonText.Repr(YamlText.Parse(yaml)[0]));

    [Fact]
    public void Yaml_bomb_is_refused()
    {
        var bomb = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));
        Assert.Contains("nodes", Assert.Throws<EvaluationException>(() => YamlText.Parse(bomb)).Message);
        Assert.Throws<EvaluationException>(() => YamlText.Parse("a: [1"));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("")]
    [InlineData("a: b")]
    [InlineData("1.5")]
    [InlineData("- x")]
    [InlineData("two\nlines\n")]
    [InlineData(" lead and trail ")]
    [InlineData("bell\a tab\t nul\0")]
    [InlineData("emoji 😀 and \u2028 separator")]
    [InlineData("'single' and \"double\"")]
    [InlineData("a very long line with words that goes past eighty columns, so that the writer has to fold it somewhere, twice perhaps")]
    [InlineData("blank at a break \n next")]
    public void Yaml_written_reads_back_as_the_same_text(string text)
    {
        var value = Value.Dict(("key", Value.Of(text)), ("list", Value.OfTexts([text, "x"])));
        foreach (var writing in new YamlWriting[] { new(), new() { Indent = 4, FlowStyle = false }, new() { FlowStyle = true }, new() { Width = 20 } })
        {
            var yaml = writing.Write(value);
            Assert.Equal(PythonText.Repr(value), PythonText.Repr(YamlText.Parse(yaml)[0]));
        }
    }
}
