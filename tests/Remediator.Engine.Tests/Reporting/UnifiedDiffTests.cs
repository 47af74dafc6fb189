using System.Diagnostics;
using Remediator.Engine.Reporting;

namespace Remediator.Engine.Tests.Reporting;

public sealed class UnifiedDiffTests
{
    // What diff -U3 gives for these texts, with Ansible's headers.
    [Theory]
    [InlineData("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\nlast", "@@ -2,7 +2,8 @@| b| c| d|-e|+E| f| g| h|+last|\\ No newline at end of file")]
    [InlineData("a\n", "a", "@@ -1 +1 @@|-a|+a|\\ No newline at end of file")]
    [InlineData("a\r\nb\n", "a\nb\n", "@@ -1,2 +1,2 @@|-a\r|+a| b")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n", "1\nX\n3\n4\n5\n6\n7\n8\nY\n", "@@ -1,8 +1,9 @@| 1|-2|+X| 3| 4| 5| 6| 7| 8|+Y")]
    [InlineData("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", "X\n1\n2\n3\n4\n5\n6\n7\n8\nY\n", "@@ -1,4 +1,4 @@|-0|+X| 1| 2| 3|@@ -7,4 +7,4 @@| 6| 7| 8|-9|+Y")]
    [InlineData("a\nb\n", "b\na\n", "@@ -1,2 +1,2 @@|+b| a|-b")]
    public void UnifiedDiff_has_hunks_with_three_lines_of_context(string before, string after, string expected)
    {
        var lines = UnifiedDiff.Lines(new DiffReport("/etc/x", before, after)).Select(l => l.Text).ToList();

        Assert.Equal(["--- before: /etc/x", "+++ after: /etc/x", .. expected.Split('|')], lines);
    }

    [Fact]
    public void UnifiedDiff_of_a_new_and_of_a_removed_text_names_the_side_that_exists()
    {
        Assert.Equal(["--- before", "+++ after: p", "@@ -0,0 +1,2 @@", "+a", "+b"], UnifiedDiff.Lines(new DiffReport("p", null, "a\nb\n")).Select(l => l.Text));
        Assert.Equal(["--- before: p", "+++ after", "@@ -1 +0,0 @@", "-a"], UnifiedDiff.Lines(new DiffReport("p", "a\n", null)).Select(l => l.Text));
    }

    [Fact]
    public void UnifiedDiff_of_equal_texts_is_empty() => Assert.Empty(UnifiedDiff.Lines(new DiffReport("p", "a\n", "a\n")));

    [Fact]
    public void UnifiedDiff_of_random_texts_turns_the_old_one_into_the_new_one()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var before = Text(random);
            var after = Text(random);

            Assert.Equal(after, Patched(before, UnifiedDiff.Lines(new DiffReport("p", before, after), int.MaxValue)));
        }
    }

    public static TheoryData<string, string, string> BigTexts => new()
    {
        { "all lines changed", Lines(10_000, i => $"old {i}"), Lines(10_000, i => $"new {i}") },
        { "every other line changed", Lines(20_000, i => $"line {i}"), Lines(20_000, i => i % 2 == 0 ? $"line {i}" : $"LINE {i}") },
        { "shuffled", Lines(10_000, i => $"line {i}"), Lines(10_000, i => $"line {i * 7919L % 10_000}") },
        { "few distinct lines", Lines(10_000, i => (i % 3).ToString()), Lines(10_000, i => (i % 7 % 3).ToString()) },
        { "reversed", Lines(10_000, i => $"line {i}"), Lines(10_000, i => $"line {9_999 - i}") },
    };

    [Theory]
    [MemberData(nameof(BigTexts))]
    public void UnifiedDiff_of_ten_thousand_changed_lines_is_quick_and_right(string name, string before, string after)
    {
        UnifiedDiff.Lines(new DiffReport(name, "a", "b"));
        var best = TimeSpan.MaxValue;
        IReadOnlyList<TextLine> lines = [];
        for (var i = 0; i < 3; i++)
        {
            var start = Stopwatch.GetTimestamp();
            lines = UnifiedDiff.Lines(new DiffReport(name, before, after), int.MaxValue);
            best = Stopwatch.GetElapsedTime(start) is var time && time < best ? time : best;
        }

        Assert.Equal(after, Patched(before, lines));
        // 0.02 to 0.1 s on an idle machine; a search without anchors takes many seconds. The rest is room for busy machines.
        Assert.True(best < TimeSpan.FromSeconds(1), $"{name} took {best.TotalSeconds:0.00} s");
    }

    [Fact]
    public void UnifiedDiff_of_many_lines_is_cut_with_a_note()
    {
        var lines = UnifiedDiff.Lines(new DiffReport("p", null, Lines(10_000, i => $"{i}")));

        Assert.Equal(UnifiedDiff.DefaultMaxLines + 1, lines.Count);
        Assert.Equal("… 8,003 more lines of this diff are not shown", lines[^1].Text);
    }

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));

    private static string Text(Random random) =>
        string.Join('\n', Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(6).ToString())) + (random.Next(2) == 0 ? "\n" : "");

    /// <summary>Applies a diff the way patch does, checking context, removed lines and the numbers of each hunk.</summary>
    private static string Patched(string before, IReadOnlyList<TextLine> diff)
    {
        var old = before.Length == 0 ? [] : before.TrimEndOnce().Split('\n');
        var result = new List<string>();
        var at = 0;
        var oldEnds = before.EndsWith('\n');
        bool? newEnds = null;
        if (diff.Count == 0)
        {
            return before;
        }

        for (var i = 2; i < diff.Count; i++)
        {
            var text = diff[i].Text;
            if (text[0] == '@')
            {
                var range = text.Split(' ')[1][1..].Split(',');
                var start = int.Parse(range[0]) - (range is [_, "0"] ? 0 : 1);
                result.AddRange(old[at..start]);
                at = start;
            }
            else if (text[0] == '\\')
            {
                newEnds = diff[i - 1].Text[0] == '-' ? newEnds : false;
            }
            else
            {
                if (text[0] != '+')
                {
                    Assert.Equal(old[at++], text[1..]);
                }

                if (text[0] != '-')
                {
                    result.Add(text[1..]);
                    newEnds = true;
                }
            }
        }

        if (at < old.Length)
        {
            result.AddRange(old[at..]);
            newEnds = oldEnds;
        }

        return string.Join('\n', result) + (result.Count > 0 && newEnds == true ? "\n" : "");
    }
}

internal static class TextCuts
{
    public static string TrimEndOnce(this string text) => text.EndsWith('\n') ? text[..^1] : text;
}
