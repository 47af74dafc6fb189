using System.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Personas;
using Remediator.Cli.Settings;
using Remediator.Cli.Vault;
using Remediator.Engine.Running;

namespace Remediator.Cli.CommandLine;

/// <summary>The flags that say which hosts, how to reach them and as whom. Names and meanings are those of ansible-playbook.</summary>
/// <param name="connectionName">The short name of --connection; null where the verb has another use for it.</param>
internal sealed class HostFlags(string? connectionName = "-c")
{
    private readonly Option<string[]> inventory = Flags.Texts(
        "--inventory", "SOURCE", "Inventory file or folder, or a list of hosts with a comma (web1,web2 or localhost,). May be given several times.", "-i", "--inventory-file");

    private readonly Option<string?> limit = Flags.Text("--limit", "PATTERN", "Only the hosts that this pattern chooses too.", "-l", "--subset");

    private readonly Option<string?> user = Flags.Text("--user", "NAME", "Log in as this user.", "-u");

    private readonly Option<string?> connection = Flags.Choice(
        "--connection", "KIND", ["ssh", "local", "smart"], "How to reach hosts: ssh (smart is the same), or local for a shell on this machine.",
        connectionName is null ? [] : [connectionName]);

    private readonly Option<string?> timeout = Flags.Seconds("--timeout", "Give up connecting to a host after this time (default: 10).", "-T");

    private readonly Option<string?> taskTimeout = Flags.Seconds("--task-timeout", "End a task that runs longer on a host; its process group is ended too (default: no limit).");

    private readonly Option<string?> privateKey = Flags.Text("--private-key", "FILE", "Authenticate with this key.", "--key-file");

    private readonly Option<string?> sshCommonArgs = Flags.Text(
        "--ssh-common-args", "ARGS", "More arguments for ssh, in one text; write --ssh-common-args=-C where it begins with a dash.", "--ssh-extra-args");

    private readonly Option<string?> forks = Flags.Count("--forks", "NUMBER", $"Hosts worked on at a time (default: {RunRequest.DefaultForks}).", "-f");

    private readonly Option<bool> persist = Flags.Switch("--persist", "Keep connections for a minute after the run, so that the next one need not log in (ssh's ControlPersist).");

    private readonly Option<bool> become = Flags.Switch("--become", "Run tasks as another user.", "-b");

    private readonly Option<string?> becomeUser = Flags.Text("--become-user", "NAME", "The user to become (default: root). Does not imply --become.");

    private readonly Option<string?> becomeMethod = Flags.Choice("--become-method", "METHOD", ["sudo"], "How to become; sudo is the only way.");

    private readonly Option<bool> askBecomePass = Flags.Switch("--ask-become-pass", "Ask on the terminal for the password that sudo wants.", "-K");

    private readonly Option<string?> becomePasswordFile = Flags.Text(
        "--become-password-file", "FILE", "Take the password that sudo wants from the first line of this file.", "--become-pass-file");

    private readonly Option<string[]> vaultIds = Flags.Texts("--vault-id", "ID", "A vault's identity and where its password is: label@FILE or label@prompt. A FILE that can be run is run.");

    private readonly Option<string[]> vaultPasswordFiles = Flags.Texts("--vault-password-file", "FILE", "Where the vault password is: a file, or a program that prints it.", "--vault-pass-file");

    private readonly Option<bool> askVaultPass = Flags.Switch("--ask-vault-pass", "Ask on the terminal for the vault password.", "-J", "--ask-vault-password");

    public OptionGroup Vault => new("Vault", vaultIds, vaultPasswordFiles, askVaultPass);

    public OptionGroup Hosts => new("Hosts", inventory, limit);

    public OptionGroup Connection => new("Connection", user, connection, privateKey, sshCommonArgs, timeout, taskTimeout, forks, persist);

    public OptionGroup Become => new("Becoming another user", become, becomeUser, becomeMethod, askBecomePass, becomePasswordFile);

    /// <summary>Where the password is that sudo wants, for a verb that knows all else.</summary>
    public OptionGroup BecomePassword => new("Becoming another user", askBecomePass, becomePasswordFile);

    public Option<string[]> Inventory => inventory;

    /// <summary>The request with these flags in it, or what is wrong on this machine. Asks for a password only where <paramref name="contactsHosts"/>.</summary>
    public (RunRequest Request, UsageError? Error) Read(ParseResult parsed, Surroundings around, RunRequest request, bool contactsHosts)
    {
        var (password, error) = contactsHosts ? Password(parsed, around) : (null, null);
        if (error is not null)
        {
            return (request, error);
        }

        (request, error) = ReadVault(parsed, around, request);
        if (error is not null)
        {
            return (request, error);
        }

        return (request with
        {
            Inventories = parsed.GetValue(inventory) ?? [],
            Limit = parsed.GetValue(limit),
            User = parsed.GetValue(user),
            Connection = parsed.GetValue(connection) switch { null => null, "local" => ConnectionKind.Local, _ => ConnectionKind.Ssh },
            ConnectTimeout = parsed.Duration(timeout),
            TaskTimeout = parsed.Duration(taskTimeout),
            PrivateKeyFile = parsed.GetValue(privateKey),
            SshCommonArgs = parsed.GetValue(sshCommonArgs),
            Forks = parsed.Number(forks) ?? RunRequest.DefaultForks,
            KeepConnections = parsed.GetValue(persist) ? TimeSpan.FromMinutes(1) : null,
            Become = parsed.GetValue(become),
            BecomeUser = parsed.GetValue(becomeUser),
            BecomePassword = password,
        }, null);
    }

    /// <summary>The request with the passwords and vault secrets of these flags alone.</summary>
    public (RunRequest Request, UsageError? Error) ReadSecrets(ParseResult parsed, Surroundings around, RunRequest request)
    {
        var (password, error) = Password(parsed, around);
        return error is not null ? (request, error) : ReadVault(parsed, around, request with { BecomePassword = password });
    }

    /// <summary>The request with the secrets of these flags and of Ansible's configuration, whose vaults and limits are meant for every run.</summary>
    public (RunRequest Request, UsageError? Error) ReadVault(ParseResult parsed, Surroundings around, RunRequest request)
    {
        try
        {
            var (settings, _) = SettingsLoader.Load(around.Terminal);
            var sources = VaultRequest.Of(parsed.GetValue(vaultIds) ?? [], parsed.GetValue(vaultPasswordFiles) ?? [], parsed.GetValue(askVaultPass), settings);
            return (request with { Vault = new VaultPasswords(around).Get(sources), TemplateLimits = settings.TemplateLimits }, null);
        }
        catch (Exception wrong) when (wrong is PersonaException or SettingException)
        {
            return (request, new UsageError(wrong.Message));
        }
    }

    private (Secret? Password, UsageError? Error) Password(ParseResult parsed, Surroundings around)
    {
        var file = parsed.GetValue(becomePasswordFile);
        if (parsed.GetValue(askBecomePass))
        {
            if (file is not null)
            {
                return (null, new UsageError("--ask-become-pass and --become-password-file exclude each other"));
            }

            return around.Terminal.AskSecret("BECOME password: ") is { } typed
                ? (new Secret(typed), null)
                : (null, new UsageError("--ask-become-pass needs a terminal to ask on", "--become-password-file takes the password from a file"));
        }

        if (file is null)
        {
            return (null, null);
        }

        try
        {
            return (new Secret(File.ReadLines(file).FirstOrDefault() ?? ""), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new UsageError($"the password file '{file}' cannot be read: {e.Message}"));
        }
    }
}
