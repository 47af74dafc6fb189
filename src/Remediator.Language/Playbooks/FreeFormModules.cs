using System.Collections.Frozen;

namespace Remediator.Language.Playbooks;

/// <summary>Which modules take text after their name that is not <c>key=value</c>, as Ansible lists them.</summary>
public static class FreeFormModules
{
    private static readonly FrozenSet<string> Commands = FrozenSet.Create(
        StringComparer.Ordinal, "command", "shell", "script", "raw", "win_command", "win_shell", "ansible.windows.win_command", "ansible.windows.win_shell");

    private static readonly FrozenSet<string> Others = FrozenSet.Create(
        StringComparer.Ordinal, "include", "include_vars", "include_tasks", "include_role", "import_tasks", "import_role", "import_playbook", "add_host", "group_by", "set_fact", "meta");

    /// <summary>Options that are taken out of a command's text; any other <c>key=value</c> there belongs to the command.</summary>
    private static readonly FrozenSet<string> CommandOptions = FrozenSet.Create(
        StringComparer.Ordinal, "creates", "removes", "chdir", "executable", "warn", "stdin", "stdin_add_newline", "strip_empty_ends");

    public static IEnumerable<string> Names => Commands.Concat(Others);

    /// <summary>A module that runs the text as a command, so that most of it is not options.</summary>
    public static bool IsCommand(string module) => Commands.Contains(ShortName(module));

    public static bool TakesText(string module) => IsCommand(module) || Others.Contains(ShortName(module));

    public static bool IsCommandOption(string name) => CommandOptions.Contains(name);

    /// <summary>A name without <c>ansible.builtin.</c> or <c>ansible.legacy.</c>; others as they are.</summary>
    public static string ShortName(string module) =>
        module.StartsWith("ansible.builtin.", StringComparison.Ordinal) ? module["ansible.builtin.".Length..]
        : module.StartsWith("ansible.legacy.", StringComparison.Ordinal) ? module["ansible.legacy.".Length..]
        : module;
}
