using System.Text.RegularExpressions;

namespace Remediator.Scenarios;

/// <summary>The calls of a compiled script that run a task on the host, as <c>rmd_run 18</c>; those of loops, whose items may be left out, are not among them.</summary>
internal static partial class ScriptCalls
{
    public static IReadOnlyList<string> Of(string script) => [.. Call().Matches(script).Select(c => c.Value)];

    /// <summary>Those of loops, which a condition may leave out.</summary>
    public static IReadOnlyList<string> OfLoops(string script) => [.. CallOfLoop().Matches(script).Select(c => c.Value)];

    /// <summary>Commands that run the script until it comes to the call, where it is killed. They fail where it was not.</summary>
    public static string Killed(string script, string call) =>
        $"sed 's/^{call}\\b.*/kill -9 $$/' {script} >/root/killed.sh; sh /root/killed.sh --log ''; [ $? = 137 ]";

    [GeneratedRegex(@"^rmd_(run|again) \d+\b(?! hold)", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^rmd_run \d+(?= hold)", RegexOptions.Multiline)]
    private static partial Regex CallOfLoop();
}
