using Remediator.Testing;

namespace Remediator.Shell.Tests;

public sealed class PreludeTests
{
    [Fact]
    public void Prelude_passes_shellcheck()
    {
        if (!Shells.Has("shellcheck"))
        {
            return;
        }

        // As one text, with what the session sets, as a host reads it. SC2317: functions of one file are called from another place.
        var session = "#!/bin/sh\nrmd_n=n rmd_check='' rmd_diff='' rmd_cap=1\n";
        var text = session + string.Join('\n', PreludeText.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value));
        var (exitCode, stdout, _) = Shells.Run(["shellcheck", "-s", "sh", "-e", "SC2317", "-"], text);
        Assert.True(exitCode == 0, System.Text.Encoding.UTF8.GetString(stdout));
    }

    [Fact]
    public void Every_function_of_the_prelude_is_found()
    {
        // A function that the pattern misses would not be sent, and a script that calls it would fail on the host.
        var sent = new HashSet<string>();
        var declared = PreludeText.Files.Values.SelectMany(f => f.Split('\n')).Where(l => l.StartsWith("rmd_", StringComparison.Ordinal) && l.Contains("() {")).Select(l => l[..l.IndexOf('(')]).ToList();
        PreludeText.Needed(string.Join(' ', declared), sent);
        Assert.NotEmpty(declared);
        Assert.Equal(declared.Order(), sent.Order());
        Assert.Equal(declared.Count, declared.Distinct().Count());
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("plain-1.2/x", "plain-1.2/x")]
    [InlineData("it's $HOME", "'it'\\''s $HOME'")]
    [InlineData("~", "'~'")]
    public void Quote_makes_one_word(string text, string word) => Assert.Equal(word, Sh.Quote(text));

    [Theory]
    [InlineData("~/a b", "~/'a b'")]
    [InlineData("~", "~")]
    [InlineData("~hadoop/conf", "~hadoop/conf")]
    [InlineData("~$(id)/x", "'~$(id)/x'")]
    [InlineData("-rf", "./-rf")]
    [InlineData("/a;b", "'/a;b'")]
    public void Path_makes_one_word_with_the_home_folder(string path, string word) => Assert.Equal(word, Sh.Path(path).Text);

    [Theory]
    [InlineData("$A", "va lue")]
    [InlineData("x${A}y", "xva luey")]
    [InlineData("$NONE-${NONE}", "$NONE-${NONE}")]
    [InlineData("$(id) `id` $1 ${A", "$(id) `id` $1 ${A")]
    [InlineData("~/f", "/h/f")]
    [InlineData("a~", "a~")]
    [InlineData("", "")]
    [InlineData("$", "$")]
    public void ExpandedWord_replaces_variables_and_runs_nothing(string word, string expected)
    {
        foreach (var (name, words) in Shells.Present)
        {
            var (_, stdout, stderr) = Shells.Run(words, Sh.Of($"printf '<%s>' {Sh.ExpandedWord(word)}").Text, new Dictionary<string, string> { ["A"] = "va lue", ["HOME"] = "/h" });
            Assert.Equal($"{name}<{expected}>", name + System.Text.Encoding.UTF8.GetString(stdout) + stderr);
        }
    }
}
