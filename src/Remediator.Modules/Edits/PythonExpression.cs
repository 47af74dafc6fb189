using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja;

namespace Remediator.Modules.Edits;

/// <summary>An option that is a regular expression of Python's, for edits that the controller makes.</summary>
internal static class PythonExpression
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>The expression, or what is wrong with it.</summary>
    public static (PythonRegex? Regex, string? Error) Read(string option, string pattern, bool multiline = false, bool dotAll = false)
    {
        try
        {
            return (PythonRegex.Compile(dotAll ? "(?s)" + pattern : pattern, ignoreCase: false, multiline, Bound), null);
        }
        catch (EvaluationException error)
        {
            return (null, $"{option}: {error.Message}");
        }
    }

    /// <summary>Runs an edit; a failure to match or replace is the task's.</summary>
    public static Shell.Rewriting Guard(Func<Shell.Rewriting> edit)
    {
        try
        {
            return edit();
        }
        catch (EvaluationException error)
        {
            return Shell.Rewriting.Failed(error.Message);
        }
    }
}
