using Remediator.Cli.Personas;

namespace Remediator.Cli.Settings;

/// <summary>The request that configuration alone makes; flags are put over it.</summary>
internal static class SettingsRequest
{
    public static RunRequest Of(AnsibleSettings settings) => new()
    {
        Settings = settings,
        Lenient = true,
        Inventories = settings.Inventory,
        Forks = settings.Forks is { } forks and > 0 ? forks : RunRequest.DefaultForks,
        Tags = settings.Tags,
        SkipTags = settings.SkipTags,
        Diff = settings.Diff,
        ForceHandlers = settings.ForceHandlers,
        ModulePath = settings.ModulePath,
        User = settings.RemoteUser,
        PrivateKeyFile = settings.PrivateKeyFile,
        Connection = RunOptions.KindOf(settings.Transport),
        ConnectTimeout = settings.Timeout is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
        TaskTimeout = settings.TaskTimeout > 0 ? TimeSpan.FromSeconds(settings.TaskTimeout) : TimeSpan.MaxValue,
        SshCommonArgs = SshArguments(settings),
        Become = settings.Become,
        BecomeMethod = settings.BecomeMethod,
        BecomeUser = settings.BecomeUser,
        Verbosity = settings.Verbosity,
        TemplateLimits = settings.TemplateLimits,
    };

    private static string? SshArguments(AnsibleSettings settings)
    {
        var arguments = string.Join(' ', new[] { settings.SshArguments, settings.HostKeyChecking ? null : "-o StrictHostKeyChecking=no" }.Where(a => a is not null));
        return arguments.Length > 0 ? arguments : null;
    }
}
