using System.Diagnostics;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Yaml;

namespace Remediator.Language.Tests.Yaml;

public sealed class YamlReaderTests
{
    private static YamlNode ReadOne(string text, out DiagnosticBag diagnostics, YamlBudget? budget = null)
    {
        diagnostics = [];
        return Assert.Single(YamlReader.Read(new SourceText("t.yml", text), diagnostics, budget));
    }

    private static YamlNode ReadOne(string text)
    {
        var node = ReadOne(text, out var diagnostics);
        Assert.Empty(diagnostics);
        return node;
    }

    [Theory]
    [InlineData("k: plain  # c\n", "plain")]
    [InlineData("k: 'it''s'\n", "'it''s'")]
    [InlineData("k: \"a\\n\\u00e9\" # c\n", "\"a\\n\\u00e9\"")]
    [InlineData("k: \U0001F600 after\nz: 1\n", "\U0001F600 after")]
    [InlineData("\U0001F600: 1\nk: two\n", "two")]
    [InlineData("a: 1\r\nk: x y\r\nb: 2\r\n", "x y")]
    [InlineData("\uFEFFk: v\n", "v")]
    [InlineData("\uFEFFa: 1\r\nk: v\r\n", "v")]
    [InlineData("k: |\n  one\n  two\n\n# c\nz: 1\n", "|\n  one\n  two")]
    [InlineData("k: >-\n  one\n  two\nz: 1\n", ">-\n  one\n  two")]
    [InlineData("k: |\r\n  one\r\nz: 1\r\n", "|\r\n  one")]
    [InlineData("k: one\n  two\nz: 1\n", "one\n  two")]
    [InlineData("k: !!str 1\n", "1")]
    [InlineData("k: &a !unsafe 'x'\n", "'x'")]
    [InlineData("k: [1, {a: b}, 'c']  # d\nz: 1\n", "[1, {a: b}, 'c']")]
    [InlineData("k: [1, # ]\n  2\n  ]\nz: 1\n", "[1, # ]\n  2\n  ]")]
    [InlineData("k: {}\n", "{}")]
    [InlineData("k: { a : }\n", "{ a : }")]
    [InlineData("k:\n  - a\n  - b: c\n\nz: 1\n", "- a\n  - b: c")]
    [InlineData("k:\n- a\nz: 1\n", "- a")]
    [InlineData("k:\n  a: 1\n  b: two # c\nz: 1\n", "a: 1\n  b: two")]
    [InlineData("k: !t\n  a: 1\nz: 1\n", "a: 1")]
    public void Span_of_a_value_covers_its_source_text(string text, string expected)
    {
        var mapping = Assert.IsType<YamlMapping>(ReadOne(text));
        Assert.Equal(expected, mapping["k"]!.Span.Text);
    }

    [Theory]
    [InlineData("k:\nz: 1\n", 2)]
    [InlineData("k:   # c\nz: 1\n", 2)]
    [InlineData("k: \n\n", 2)]
    [InlineData("{k: , z: 1}", 3)]
    public void Span_of_a_missing_value_stands_behind_its_colon(string text, int start)
    {
        var value = Assert.IsType<YamlMapping>(ReadOne(text))["k"]!;
        Assert.Equal((start, 0), (value.Span.Start, value.Span.Length));
        Assert.Equal("", Assert.IsType<YamlScalar>(value).Text);
    }

    [Fact]
    public void Position_of_a_node_counts_lines_and_columns_from_one()
    {
        var mapping = (YamlMapping)ReadOne("a:\r\n  b: \U0001F600\r\n  c: x\r\n");
        Assert.Equal((3, 6), ((YamlMapping)mapping["a"]!)["c"]!.Span.Position);
    }

    [Fact]
    public void Styles_of_scalars_are_kept()
    {
        var styles = ((YamlMapping)ReadOne("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >\n  x\n")).Entries.Select(e => ((YamlScalar)e.Value).Style);
        Assert.Equal([ScalarStyle.Plain, ScalarStyle.SingleQuoted, ScalarStyle.DoubleQuoted, ScalarStyle.Literal, ScalarStyle.Folded], styles);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("# only a comment\n", 0)]
    [InlineData("---\n", 1)]
    [InlineData("--- 1\n--- 2\n", 2)]
    [InlineData("---\na: 1\n...\n---\n---\nb: 2\n", 3)]
    public void Documents_are_given_in_order(string text, int count)
    {
        DiagnosticBag diagnostics = [];
        Assert.Equal(count, YamlReader.Read(new SourceText("t.yml", text), diagnostics).Count);
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Alias_is_the_node_it_names()
    {
        var mapping = (YamlMapping)ReadOne("a: &x [1]\nb: *x\n");
        Assert.Same(mapping["a"], mapping["b"]);
    }

    [Theory]
    [InlineData("base: &b {a: 1, c: 1}\nk: {<<: *b, a: 2, d: 3}\n", "a=2 c=1 d=3")]
    [InlineData("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nk: {<<: [*x, *y], c: 3}\n", "a=1 b=2 c=3")]
    [InlineData("k: {a: 0, <<: {a: 1, b: 2}}\n", "a=0 b=2")]
    [InlineData("k: {'<<': 1}\n", "<<=1")]
    public void Merge_key_brings_entries_that_own_keys_replace(string text, string expected)
    {
        var mapping = (YamlMapping)((YamlMapping)ReadOne(text))["k"]!;
        Assert.Equal(expected, string.Join(' ', mapping.Entries.Select(e => $"{e.KeyText}={((YamlScalar)e.Value).Text}")));
    }

    [Fact]
    public void Duplicate_key_warns_at_both_places_and_the_last_holds()
    {
        var mapping = (YamlMapping)ReadOne("a: 1\nb: 2\na: 3\n", out var diagnostics);
        Assert.Equal("3", ((YamlScalar)mapping["a"]!).Text);
        Assert.Equal(2, mapping.Entries.Count);
        Assert.Equal([1, 3], diagnostics.Select(d => d.Span.Position.Line));
        Assert.All(diagnostics, d => Assert.Equal(("RMD1005", Severity.Warning), (d.Code, d.Severity)));
    }

    [Fact]
    public void Number_and_text_keys_are_not_duplicates() => ReadOne("1: a\n'1': b\n");

    [Theory]
    [InlineData("a: *x\n")]
    [InlineData("a: &x [*x]\n")]
    [InlineData("a: &x 1\n---\nb: *x\n")]
    public void Alias_without_a_finished_anchor_is_an_error(string text)
    {
        DiagnosticBag diagnostics = [];
        YamlReader.Read(new SourceText("t.yml", text), diagnostics);
        Assert.Equal("RMD1004", Assert.Single(diagnostics).Code);
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "flow lists", new string('[', 20_000) },
        { "a million flow lists", new string('[', 1_000_000) },
        { "flow lists on lines", string.Concat(Enumerable.Repeat("[\n", 1_000_000)) },
        { "flow mappings", string.Concat(Enumerable.Repeat("{a: ", 1_000_000)) },
        { "flow pairs", string.Concat(Enumerable.Repeat("[a: ", 200_000)) },
        { "block lists", string.Concat(Enumerable.Repeat("- ", 1_000_000)) },
        { "complex keys", string.Concat(Enumerable.Repeat("? ", 1_000_000)) },
        { "block mappings", string.Concat(Enumerable.Range(0, 3_000).Select(i => new string(' ', i) + "a:\n")) },
        { "brackets in a mapping", "a: " + new string('{', 1_000_000) },
        { "laughs", "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n")) },
        { "depth through aliases", "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n")) },
        { "merges", "a: &a {" + string.Join(", ", Enumerable.Range(0, 2_000).Select(i => $"k{i}: 1")) + "}\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"b{i}: {{<<: *a}}\n")) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Bomb_is_refused_quickly_with_a_diagnostic(string name, string text)
    {
        DiagnosticBag diagnostics = [];
        var watch = Stopwatch.StartNew();
        YamlReader.Read(new SourceText(name, text), diagnostics);
        Assert.Equal("RMD1002", Assert.Single(diagnostics).Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}");
    }

    [Fact]
    public void Depth_of_the_budget_is_allowed()
    {
        ReadOne(new string('[', 100) + new string(']', 100));
        ReadOne(new string('[', 101) + new string(']', 101), out _, new YamlBudget(MaxDepth: 101));
    }

    [Theory]
    [InlineData(10, 100, "aaaaaaaaaaaaaaa")]
    [InlineData(100, 3, "[a, b, c]")]
    public void Budget_of_size_and_nodes_is_kept(int characters, int nodes, string text)
    {
        DiagnosticBag diagnostics = [];
        Assert.Empty(YamlReader.Read(new SourceText("t", text), diagnostics, new YamlBudget(characters, MaxNodes: nodes)));
        Assert.Equal("RMD1002", Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Long_list_is_read_in_linear_time()
    {
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"- host{i}\n"));
        var watch = Stopwatch.StartNew();
        Assert.Equal(200_000, ((YamlSequence)ReadOne(text)).Items.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }
}
