using Remediator.Cli.Vault;
using Remediator.Engine.Running;

namespace Remediator.Cli.Personas;

/// <summary>The options that <c>ansible-playbook</c> and <c>ansible</c> share, and the request that they make.</summary>
internal static class RunOptions
{
    public static readonly PersonaOption Inventory = new("inventory file or folder, or a list of hosts with a comma", "-i", "--inventory", "--inventory-file") { Value = "INVENTORY" };
    public static readonly PersonaOption Limit = new("only the hosts that this pattern chooses too", "-l", "--limit") { Value = "SUBSET" };
    public static readonly PersonaOption ListHosts = new("list the hosts and do nothing else", "--list-hosts");
    public static readonly PersonaOption ExtraVars = new("variables that win over all others: key=value, YAML or JSON, or @FILE", "-e", "--extra-vars") { Value = "EXTRA_VARS" };
    public static readonly PersonaOption Forks = new("hosts worked on at a time", "-f", "--forks") { Value = "FORKS", IsNumber = true };
    public static readonly PersonaOption Check = new("change nothing; say what would change", "-C", "--check");
    public static readonly PersonaOption Diff = new("show how texts change", "-D", "--diff");
    public static readonly PersonaOption ModulePath = new("folders of modules, colons between", "-M", "--module-path") { Value = "MODULE_PATH" };
    public static readonly PersonaOption SyntaxCheck = new("read and check everything, then stop", "--syntax-check");

    private static readonly PersonaOption User = new("log in as this user", "-u", "--user") { Value = "REMOTE_USER" };
    private static readonly PersonaOption Connection = new("how to reach hosts: ssh, smart or local", "-c", "--connection") { Value = "CONNECTION" };
    private static readonly PersonaOption Timeout = new("give up connecting after this many seconds", "-T", "--timeout") { Value = "TIMEOUT", IsNumber = true };
    private static readonly PersonaOption PrivateKey = new("authenticate with this key", "--private-key", "--key-file") { Value = "PRIVATE_KEY_FILE" };
    private static readonly PersonaOption SshCommonArgs = new("more arguments for ssh", "--ssh-common-args") { Value = "SSH_COMMON_ARGS" };
    private static readonly PersonaOption SshExtraArgs = new("more arguments for ssh", "--ssh-extra-args") { Value = "SSH_EXTRA_ARGS" };
    private static readonly PersonaOption SftpExtraArgs = new("taken and not used: files go through the same channel", "--sftp-extra-args") { Value = "SFTP_EXTRA_ARGS" };
    private static readonly PersonaOption ScpExtraArgs = new("taken and not used: files go through the same channel", "--scp-extra-args") { Value = "SCP_EXTRA_ARGS" };
    private static readonly PersonaOption AskPass = new("refused: logins are by keys or an agent", "-k", "--ask-pass");
    private static readonly PersonaOption ConnectionPasswordFile = new("refused: logins are by keys or an agent", "--connection-password-file", "--conn-pass-file") { Value = "CONNECTION_PASSWORD_FILE" };
    private static readonly PersonaOption Become = new("run tasks as another user", "-b", "--become");
    private static readonly PersonaOption BecomeMethod = new("how to become: sudo", "--become-method") { Value = "BECOME_METHOD" };
    private static readonly PersonaOption BecomeUser = new("the user to become", "--become-user") { Value = "BECOME_USER" };
    private static readonly PersonaOption AskBecomePass = new("ask for the password that sudo wants", "-K", "--ask-become-pass");
    private static readonly PersonaOption BecomePasswordFile = new("take the password that sudo wants from this file", "--become-password-file", "--become-pass-file") { Value = "BECOME_PASSWORD_FILE" };

    public static IReadOnlyList<PersonaOption> All { get; } =
    [
        PrivateKey, User, Connection, Timeout, SshCommonArgs, SftpExtraArgs, ScpExtraArgs, SshExtraArgs, AskPass, ConnectionPasswordFile,
        Become, BecomeMethod, BecomeUser, AskBecomePass, BecomePasswordFile, Check, Diff, Inventory, ListHosts, Limit, ExtraVars, Forks,
        ModulePath, SyntaxCheck,
    ];

    /// <summary>The request with these options in it. Asks for a password only where hosts are to be contacted.</summary>
    public static RunRequest Apply(PersonaArguments arguments, Surroundings around, RunRequest request, bool contactsHosts)
    {
        if (arguments.Has(AskPass) || arguments.Has(ConnectionPasswordFile))
        {
            throw new PersonaException(
                "passwords for logins are not taken: the system's ssh logs in with keys or an agent (ssh-copy-id puts a key on a host)", PersonaExitCodes.Options);
        }

        return request with
        {
            Inventories = [.. Sources(arguments, around, request)],
            Vault = new VaultPasswords(around).Get(VaultOptions.Request(arguments, request.Settings)),
            Limit = arguments.Text(Limit) ?? request.Limit,
            ExtraVars = arguments.Texts(ExtraVars),
            Check = arguments.Has(Check) || request.Check,
            Diff = arguments.Has(Diff) || request.Diff,
            Forks = arguments.Number(Forks) is { } forks ? Math.Max(1, forks) : request.Forks,
            User = arguments.Text(User) ?? request.User,
            Connection = arguments.Text(Connection) is { } kind ? KindOf(kind) : request.Connection,
            ConnectTimeout = arguments.Number(Timeout) is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : request.ConnectTimeout,
            PrivateKeyFile = arguments.Text(PrivateKey) ?? request.PrivateKeyFile,
            SshCommonArgs = Joined(Joined(arguments.Text(SshCommonArgs), arguments.Text(SshExtraArgs)), request.SshCommonArgs),
            Become = arguments.Has(Become) || request.Become,
            BecomeUser = arguments.Text(BecomeUser) ?? request.BecomeUser,
            BecomeMethod = arguments.Text(BecomeMethod) ?? request.BecomeMethod,
            BecomePassword = contactsHosts ? PasswordOf(arguments, request.Settings, around) ?? request.BecomePassword : null,
            ModulePath = arguments.Text(ModulePath) is { } folders ? [.. folders.Split(':', StringSplitOptions.RemoveEmptyEntries), .. request.ModulePath] : request.ModulePath,
        };
    }

    /// <summary>Inventories that are there; of the others Ansible warns and goes on.</summary>
    private static IEnumerable<string> Sources(PersonaArguments arguments, Surroundings around, RunRequest request)
    {
        var isAsked = arguments.Has(Inventory);
        foreach (var source in isAsked ? arguments.Texts(Inventory) : request.Inventories)
        {
            if (source.Contains(',') || File.Exists(source) || Directory.Exists(source))
            {
                yield return source;
            }
            else if (isAsked || request.Settings.Inventory.Count > 1 || source != new AnsibleSettings().Inventory[0])
            {
                if (request.Settings.InventoryAnyUnparsedIsFailed)
                {
                    throw new PersonaException($"Completely failed to parse inventory source {Path.GetFullPath(source)}");
                }

                PersonaWarnings.Write(around.Terminal, $"Unable to parse {Path.GetFullPath(source)} as an inventory source");
            }
        }
    }

    public static ConnectionKind? KindOf(string kind) => kind switch
    {
        "local" or "ansible.builtin.local" => ConnectionKind.Local,
        "ssh" or "ansible.builtin.ssh" or "paramiko" or "paramiko_ssh" => ConnectionKind.Ssh,
        "smart" => null,
        _ => throw new PersonaException($"the connection plugin '{kind}' was not found"),
    };

    private static string? Joined(string? first, string? second) => first is null ? second : second is null ? first : $"{first} {second}";

    private static Secret? PasswordOf(PersonaArguments arguments, AnsibleSettings settings, Surroundings around)
    {
        var file = arguments.Text(BecomePasswordFile) ?? (arguments.Has(AskBecomePass) ? null : settings.BecomePasswordFile);
        if (arguments.Has(AskBecomePass) || (settings.AskBecomePass && file is null))
        {
            return file is not null
                ? throw new PersonaUsageException($"argument {BecomePasswordFile.Title}: not allowed with argument {AskBecomePass.Title}")
                : new Secret(around.Terminal.AskSecret("BECOME password: ") ?? throw new PersonaException("no terminal to ask for the BECOME password on"));
        }

        try
        {
            return file is null ? null : new Secret(File.ReadLines(file).FirstOrDefault() ?? "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PersonaException($"the password file {file} was not found or cannot be read");
        }
    }
}
