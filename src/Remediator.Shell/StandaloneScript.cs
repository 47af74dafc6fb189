namespace Remediator.Shell;

/// <summary>A script with no controller: the prelude's functions that it needs, and a log in place of frames (Prelude/standalone.sh).</summary>
public static class StandaloneScript
{
    /// <summary>Functions that speak to a controller. No step of a script asks one.</summary>
    private static readonly string[] OfChannel = ["rmd_emit", "rmd_frame", "rmd_hello", "rmd_cut", "rmd_put_answer"];

    /// <summary>The functions before the text, which calls them.</summary>
    /// <param name="isRead">With comments.</param>
    public static string Write(string main, bool isRead = false) =>
        "# What tasks are made of.\n"
        + PreludeText.Needed(main + "\nrmd_log_event rmd_log_files", new HashSet<string>(OfChannel), isRead)
        + "\n# Where they tell how they end.\nrmd_emit() { rmd_log_event \"$@\"; }\nrmd_frame() { rmd_log_files \"$@\"; }\n\n" + main;
}
