using Remediator.Engine.Reporting;

namespace Remediator.Engine.Tests.Reporting;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain, tab\tand ünïcode 🕰", "plain, tab\tand ünïcode 🕰")]
    [InlineData("\u001b[31mred", @"\x1b[31mred")]
    [InlineData("\u009b31mred", @"\x9b31mred")]
    [InlineData("a\rb\nc", @"a\rb\nc")]
    [InlineData("\u202etxt.exe\u2066", @"\u202etxt.exe\u2066")]
    [InlineData("\u2028\ufeff\u007f\0", @"\u2028\ufeff\x7f\x00")]
    public void PrintableText_writes_control_characters_out(string text, string expected) => Assert.Equal(expected, PrintableText.Of(text));

    [Fact]
    public void PrintableText_writes_halves_of_surrogate_pairs_out()
    {
        Assert.Equal(@"half \ud83d", PrintableText.Of("half \ud83d"));
        Assert.Equal("\\udd70\ud83d\udd70", PrintableText.Of("\udd70\ud83d\udd70"));
    }

    [Fact]
    public void PrintableText_of_every_character_has_no_control_character()
    {
        var all = string.Concat(Enumerable.Range(0, 0x10000).Select(i => (char)i));

        var safe = PrintableText.Of(all);

        Assert.DoesNotContain(safe, c => char.IsControl(c) && c != '\t');
        Assert.DoesNotContain(safe, c => c is '\u202e' or '\u2028' or '\u061c');
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\r\nb\n", new[] { "a", "b" })]
    [InlineData("a\n\n", new[] { "a", "" })]
    public void PrintableText_lines_end_at_newlines(string text, string[] expected) => Assert.Equal(expected, PrintableText.Lines(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("日本語日本語", 6, "日本…")]
    [InlineData("é́́", 1, "é́́")]
    public void PrintableText_fits_columns(string text, int columns, string expected) => Assert.Equal(expected, PrintableText.Fit(text, columns));
}
