using Remediator.Cli.Vault;
using Remediator.Language.Vault;

namespace Remediator.Cli.Personas;

/// <summary>The program as <c>ansible-vault</c>, and its own verb <c>vault</c>.</summary>
internal sealed class VaultPersona(string name) : Persona
{
    public const string Program = "ansible-vault";

    private static readonly PersonaOption Output = new("write to this file, - for stdout", "--output") { Value = "OUTPUT_FILE" };
    private static readonly PersonaOption EncryptId = new("encrypt with the secret of this identity", "--encrypt-vault-id") { Value = "ENCRYPT_VAULT_ID" };
    private static readonly PersonaOption AskForText = new("ask for the text to encrypt", "-p", "--prompt");
    private static readonly PersonaOption ShowInput = new("show the text while it is typed", "--show-input");
    private static readonly PersonaOption VariableName = new("the variable's name", "-n", "--name") { Value = "ENCRYPT_STRING_NAMES" };
    private static readonly PersonaOption StdinName = new("the variable's name for the text from stdin", "--stdin-name") { Value = "ENCRYPT_STRING_STDIN_NAME" };
    private static readonly PersonaOption NewPasswordFile = new("where the new password is", "--new-vault-password-file") { Value = "NEW_VAULT_PASSWORD_FILE" };
    private static readonly PersonaOption NewId = new("the new identity", "--new-vault-id") { Value = "NEW_VAULT_ID" };

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<PersonaOption>> Actions = new Dictionary<string, IReadOnlyList<PersonaOption>>
    {
        ["create"] = [EncryptId],
        ["decrypt"] = [Output],
        ["edit"] = [EncryptId],
        ["view"] = [],
        ["encrypt"] = [Output, EncryptId],
        ["encrypt_string"] = [Output, EncryptId, AskForText, ShowInput, VariableName, StdinName],
        ["rekey"] = [EncryptId, NewPasswordFile, NewId],
    };

    public override string Name => name;

    protected override string Summary => "Encrypts and decrypts files and values for playbooks.";

    protected override string Operands => $"{{{string.Join(',', Actions.Keys)}}} ...";

    protected override IReadOnlyList<PersonaOption> Options { get; } =
        [Verbose, .. VaultOptions.All, Output, EncryptId, AskForText, ShowInput, VariableName, StdinName, NewPasswordFile, NewId];

    protected override Task<int> RunAsync(PersonaArguments arguments, Surroundings around, CancellationToken cancellation)
    {
        if (arguments.Positional.Count == 0)
        {
            throw new PersonaUsageException("the following arguments are required: action");
        }

        var action = arguments.Positional[0];
        IReadOnlyList<string> operands = [.. arguments.Positional.Skip(1)];

        if (!Actions.TryGetValue(action, out var own))
        {
            throw new PersonaUsageException($"argument action: invalid choice: '{action}' (choose from {string.Join(", ", Actions.Keys.Select(a => $"'{a}'"))})");
        }

        if (arguments.Given.FirstOrDefault(g => g.Option != Verbose && !VaultOptions.All.Contains(g.Option) && !own.Contains(g.Option)).Option is { } strange)
        {
            throw new PersonaUsageException($"unrecognized arguments: {strange.Names[^1]}");
        }

        if (arguments.Has(Output) && operands.Count > 1 && action != "encrypt_string")
        {
            throw new PersonaException("At most one input file may be used with the --output option", PersonaExitCodes.Options);
        }

        Run(action, operands, arguments, around, LoadSettings(around));
        return Task.FromResult(PersonaExitCodes.Success);
    }

    private static void Run(string action, IReadOnlyList<string> operands, PersonaArguments arguments, Surroundings around, AnsibleSettings settings)
    {
        var passwords = new VaultPasswords(around);
        var request = VaultOptions.Request(arguments, settings);
        var encrypts = action is "encrypt" or "encrypt_string" or "create";
        var secrets = passwords.Get(request, isNew: encrypts, asksIfNone: true);
        var encryptId = arguments.Text(EncryptId) ?? settings.VaultEncryptIdentity;
        var work = new VaultWork(around, secrets);
        var output = arguments.Text(Output);
        switch (action)
        {
            case "encrypt":
                var secret = Choose(secrets, encryptId);
                ForEach(operands, file => work.Encrypt(file, secret, output));
                work.SayToTerminal("Encryption successful");
                break;
            case "decrypt":
                ForEach(operands, file => work.Decrypt(file, output));
                work.SayToTerminal("Decryption successful");
                break;
            case "view":
                ForEach(operands, work.View);
                break;
            case "create":
                work.Create(operands is [var created] ? created : throw new PersonaException("ansible-vault create can take only one filename argument", PersonaExitCodes.Options), Choose(secrets, encryptId));
                break;
            case "edit":
                ForEach(operands, file => work.Edit(file, encryptId is null ? null : Choose(secrets, encryptId)));
                break;
            case "rekey":
                var newSecret = Choose(passwords.Get(NewRequest(arguments, settings, encryptId), isNew: true, asksIfNone: true), encryptId);
                ForEach(operands, file => work.Rekey(file, newSecret));
                around.Terminal.Error.WriteLine("Rekey successful");
                break;
            case "encrypt_string":
                new VaultStrings(around, Choose(secrets, encryptId)).Write(
                    operands, arguments.Texts(VariableName), arguments.Text(StdinName), arguments.Has(AskForText), arguments.Has(ShowInput), output);
                work.SayToTerminal("Encryption successful");
                break;
        }
    }

    private static void ForEach(IReadOnlyList<string> files, Action<string> work)
    {
        foreach (var file in files.Count > 0 ? files : ["-"])
        {
            work(file);
        }
    }

    private static VaultRequest NewRequest(PersonaArguments arguments, AnsibleSettings settings, string? encryptId) => new(
        [.. encryptId is null ? [] : settings.VaultIdentityList, .. arguments.Texts(NewId)],
        arguments.Texts(NewPasswordFile),
        AsksDefault: false)
    {
        DefaultLabel = settings.VaultIdentity,
    };

    private static VaultSecret Choose(VaultSecrets secrets, string? label)
    {
        if (label is not null)
        {
            return secrets.All.FirstOrDefault(s => s.Label == label)
                ?? throw new PersonaException($"Did not find a match for --encrypt-vault-id={label} in the known vault-ids {string.Join(",", secrets.All.Select(s => s.Label))}");
        }

        return secrets.All.Count == 1
            ? secrets.All[0]
            : throw new PersonaException($"The vault-ids {string.Join(",", secrets.All.Select(s => s.Label))} are available to encrypt. Specify the vault-id to encrypt with --encrypt-vault-id", PersonaExitCodes.Options);
    }
}
