using Remediator.Language.Values;

namespace Remediator.Modules.Builtin;

/// <summary>Options that the modules about files share.</summary>
internal static class FileOptions
{
    public static Parameter<string> Owner { get; } = Parameter.Text("owner", "User that owns the file; a name or a number. Left as it is where not given.");

    public static Parameter<string> Group { get; } = Parameter.Text("group", "Group of the file; a name or a number. Left as it is where not given.");

    public static Parameter<bool?> Backup { get; } = Parameter.Flag("backup", "Keep a copy of the old file beside the new one, with the time in its name.").WithDefault(false, "false");

    public static Parameter<bool?> Force { get; } = Parameter.Flag("force", "False: only write the file where there is none.").WithDefault(true, "true").WithAliases("thirsty");

    public static Parameter<bool?> Follow { get; } = Parameter
        .Flag("follow", "Where the destination is a link: true writes the file that it leads to, false puts a file in the link's place.").WithDefault(false, "false");

    /// <summary>A command that tests new content; it has <c>%s</c> for the path, is no shell code and must be splittable.</summary>
    public static Parameter<CommandLine> Validate { get; } = Parameter
        .Tested(Parameter.CommandLine("validate", "A command that must succeed on the new file, as %s, before it replaces the old one. No shell reads it."), static line =>
            line.Text.Contains("%s", StringComparison.Ordinal) ? null : $"must contain %s, the place of the file's path: {line.Text}");

    /// <summary>Options of Ansible about SELinux and attributes. A context is kept with the file; setting one is not supported.</summary>
    public static IReadOnlyList<Parameter> Refused { get; } =
    [
        Parameter.Refused("seuser", "SELinux contexts are kept but not set", Value.Of("_default")),
        Parameter.Refused("serole", "SELinux contexts are kept but not set", Value.Of("_default")),
        Parameter.Refused("setype", "SELinux contexts are kept but not set", Value.Of("_default")),
        Parameter.Refused("selevel", "SELinux contexts are kept but not set", Value.Of("_default")),
        Parameter.Refused("attributes", "use chattr in a command").WithAliases("attr"),
        Parameter.Refused("unsafe_writes", "a file is only ever replaced as a whole", Value.False),
    ];
}
