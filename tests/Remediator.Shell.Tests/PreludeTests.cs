using System.Text.RegularExpressions;

namespace Remediator.Shell.Tests;

/// <summary>The prelude is one name space, in which a clash is silent: these are its rules.</summary>
public sealed partial class PreludeTests
{
    /// <summary>What the session keeps from one task to the next. The watcher kills by some of them: a module that set one ended PID 1 of a host.</summary>
    private static readonly string[] SessionVariables =
        ["rmd_n", "rmd_check", "rmd_diff", "rmd_cap", "rmd_d", "rmd_user_lc", "rmd_stop", "rmd_held", "rmd_ours", "rmd_our_session", "rmd_watcher", "rmd_store", "rmd_run_id", "rmd_play", "rmd_strict", "rmd_keep_from", "rmd_journal", "rmd_number", "rmd_unkept", "rmd_title", "rmd_notes", "rmd_settles", "rmd_opened", "rmd_marks", "rmd_key", "rmd_token", "rmd_boot"];

    private static readonly string[] SessionFiles = ["standalone.sh", "core.sh", "channel.sh", "frames.sh", "ask.sh", "journal.sh", "undo.sh", "pending.sh", "tokens.sh"];

    [Fact]
    public void Prelude_defines_each_function_once()
    {
        var names = PreludeText.Files.SelectMany(f => Definition().Matches(f.Value).Select(m => m.Groups[1].Value)).ToList();

        Assert.NotEmpty(names);
        Assert.Empty(names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Prelude_functions_of_modules_leave_the_variables_of_the_session_alone()
    {
        foreach (var (file, text) in PreludeText.Files.Where(f => !SessionFiles.Contains(f.Key)))
        {
            var assigned = Assignment().Matches(text).Select(m => m.Groups[1].Value).Intersect(SessionVariables).ToList();
            Assert.True(assigned.Count == 0, $"{file} sets {string.Join(", ", assigned)}");
        }
    }

    /// <summary>Scripts are sent without their indentation. <c>rmd_rewrite</c> is given a program for awk.</summary>
    [Fact]
    public void Prelude_quotes_blanks_at_the_start_of_a_line_for_awk_alone()
    {
        foreach (var (file, text) in PreludeText.Files)
        {
            Assert.All(Quoted(text).Where(q => LineOfBlanks().IsMatch(q.Text)), q => Assert.True(q.Before.Contains("awk", StringComparison.Ordinal) || q.Before.Contains("rmd_rewrite ", StringComparison.Ordinal), $"{file}: {q.Text[..Math.Min(60, q.Text.Length)]}"));
        }
    }

    /// <summary>Texts in quotes, with what stands before each on its line.</summary>
    private static IEnumerable<(string Before, string Text)> Quoted(string script)
    {
        for (var i = 0; i < script.Length; i++)
        {
            switch (script[i])
            {
                case '#' when i == 0 || char.IsWhiteSpace(script[i - 1]) || script[i - 1] == ';':
                    i = script.IndexOf('\n', i);
                    break;
                case '\\':
                    i++;
                    break;
                case var quote and ('\'' or '"'):
                    var start = i++;
                    for (; script[i] != quote; i++)
                    {
                        i += script[i] == '\\' && quote == '"' ? 1 : 0;
                    }

                    yield return (script[(script.LastIndexOf('\n', start) + 1)..start], script[start..i]);
                    break;
                default:
                    break;
            }
        }
    }

    [GeneratedRegex(@"\n ")]
    private static partial Regex LineOfBlanks();

    [GeneratedRegex(@"^(rmd_\w+)\(\) \{", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"(?<![\w$""{])(rmd_\w+)=")]
    private static partial Regex Assignment();
}
