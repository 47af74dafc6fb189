using System.Text;
using Remediator.Language.Templates.Jinja;
using Remediator.Modules.Edits;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Modules.Tests;

/// <summary>What sed is given does to any text what Python's expression does; the rest is told with what to write instead.</summary>
public sealed class LineSubstitutionTests
{
    private const int Count = 120;

    private static readonly string[] items = ["a", "b", "=", ".", "[ab]", "[^a\\n]", "[ \\t]", "[0-9]", "é", "\\.", "/", "&", "[^\\n]", "[^=\\n]", "]", "}", "[]a]"];

    private static readonly string[] repeats = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "*", "+?"];

    private static readonly string[] replacements = ["", "x", "<\\1>", "\\g<1>&", "a\\nb", "\\\\", "é", "\\t/"];

    private static readonly string[] pieces = ["a", "b", "=", "\n", " ", "\t", "1", "é", "ü", ".", "/", "aa", "ab", "\r", "]", "}"];

    public static TheoryData<string> ShellNames => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Expression_that_sed_gets_does_as_it_does_in_python(string shell)
    {
        using var host = new StubHost(shell);
        var random = new Random(11);
        var cases = Enumerable.Range(0, 100_000).Select(_ => Made(random)).OfType<(string Regexp, string Replace, LineSubstitution Made)>().Take(Count).Select((c, i) => (c.Regexp, c.Replace, c.Made, Old: TextOf(random))).ToList();
        Assert.Equal(Count, cases.Count);
        var script = new StringBuilder($"LC_ALL=C; export LC_ALL; rmd_d={Sh.Quote(host.Folder)}\n{PreludeText.Needed("rmd_substitute rmd_same", new HashSet<string>())}");
        for (var i = 0; i < cases.Count; i++)
        {
            host.With($"{i}.old", cases[i].Old);
            var made = cases[i].Made;
            script.Append($"rmd_in=$rmd_d/{i}.old; rmd_substitute {Sh.Quote(made.Expression)} {Sh.Quote(made.Replacement)} '{made.Delimiter}' >\"$rmd_d/{i}.new\"; cp \"$rmd_d/edit\" \"$rmd_d/{i}.said\"\n");
        }

        Assert.Equal("", host.Execute(script.ToString()));

        for (var i = 0; i < cases.Count; i++)
        {
            var (regexp, replace, _, old) = cases[i];
            var regex = PythonRegex.Compile(regexp, ignoreCase: false, multiline: true, TimeSpan.FromSeconds(10));
            var wanted = regex.Replace(old, replace);
            Assert.Equal((regexp, replace, wanted), (regexp, replace, host.Read($"{i}.new")));
            Assert.Equal((regexp, old == wanted ? "" : $"{regex.All(old).Count} replacements made"), (regexp, host.Read($"{i}.said").TrimEnd('\n')));
        }
    }

    [Theory]
    [InlineData("a|b", "'|': write a task for each side")]
    [InlineData("a\\s+b", "\\s, which also matches line ends: write [ \\t]")]
    [InlineData("\\d", "\\d, which also matches digits of other scripts: write [0-9]")]
    [InlineData("\\w+", "\\w, which also matches letters of other scripts: write [A-Za-z0-9_]")]
    [InlineData("\\bword", "\\b")]
    [InlineData("a[^#]*", "[^…], which also matches line ends: write [^\\n#]")]
    [InlineData("(?i)a", "'(?i'")]
    [InlineData("a+?", "'+?'")]
    [InlineData("(ab)+", "a group that repeats")]
    [InlineData("a*", "an expression that matches nothing at all")]
    [InlineData("a\\nb", "a line end")]
    [InlineData("a..b", "'.' at this place: it could take a part of a letter that is no ASCII")]
    [InlineData("é+", "'é', which is no ASCII, repeated")]
    public void What_sed_has_nothing_like_is_told(string regexp, string obstacle) => Assert.Equal((null, obstacle), LineSubstitution.Translate(regexp, ""));

    private static (string Regexp, string Replace, LineSubstitution Made)? Made(Random random)
    {
        string Pick(string[] words) => words[random.Next(words.Length)];
        var text = new StringBuilder(random.Next(3) == 0 ? "^" : "");
        var isOpen = false;
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            if (!isOpen && random.Next(4) == 0)
            {
                text.Append('(');
                isOpen = true;
            }

            text.Append(Pick(items)).Append(Pick(repeats));
            if (isOpen && random.Next(2) == 0)
            {
                text.Append(')');
                isOpen = false;
            }
        }

        text.Append(isOpen ? ")" : "").Append(random.Next(3) == 0 ? "$" : "");
        var replace = Pick(replacements);
        return LineSubstitution.Translate(text.ToString(), replace).Substitution is { } made ? (text.ToString(), replace, made) : null;
    }

    private static string TextOf(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
}
