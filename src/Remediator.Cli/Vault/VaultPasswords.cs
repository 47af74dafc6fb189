using System.Text;
using Remediator.Cli.Personas;
using Remediator.Language.Vault;

namespace Remediator.Cli.Vault;

/// <summary>Gets vault passwords from terminals, files and programs. A password is in memory only.</summary>
internal sealed class VaultPasswords(Surroundings around)
{
    private const string Prompt = "prompt";
    private const string AskedPrompt = "prompt_ask_vault_pass";

    /// <summary>The secrets in the order in which they are tried.</summary>
    /// <param name="isNew">Whether they are to encrypt: then what is typed is asked for twice.</param>
    /// <param name="asksIfNone">Whether to ask for a password where nothing else gives one.</param>
    /// <exception cref="PersonaException">A source gives none.</exception>
    public VaultSecrets Get(VaultRequest request, bool isNew = false, bool asksIfNone = false)
    {
        var sources = request.Ids.Select(id => Split(id, request.DefaultLabel)).Concat(request.PasswordFiles.Select(file => (Label: request.DefaultLabel, Source: file))).ToList();
        if (request.AsksDefault || (asksIfNone && sources.Count == 0))
        {
            sources.Add((request.DefaultLabel, AskedPrompt));
        }

        var secrets = new List<VaultSecret>();
        foreach (var (label, source) in sources)
        {
            secrets.Add(new VaultSecret(label, source is Prompt or AskedPrompt ? Ask(label, source, isNew) : FromFile(label, source)));
        }

        return new VaultSecrets(secrets) { MustMatchLabel = request.MustMatchLabel };
    }

    private static (string Label, string Source) Split(string id, string defaultLabel) =>
        id.IndexOf('@') is >= 0 and var at ? (at > 0 ? id[..at] : defaultLabel, id[(at + 1)..]) : (defaultLabel, id);

    private byte[] Ask(string label, string source, bool isNew)
    {
        var place = source == AskedPrompt ? "" : $" ({label})";
        var typed = Typed(isNew ? $"New Vault password{place}: " : $"Vault password{place}: ", label);
        if (isNew && typed != Typed($"Confirm New Vault password{place}: ", label))
        {
            throw new PersonaException("Passwords do not match");
        }

        return Checked(Encoding.UTF8.GetBytes(typed), $"Invalid vault password was provided for vault-id {label}");
    }

    private string Typed(string prompt, string label) =>
        around.Terminal.AskSecret(prompt)?.Trim() ?? throw new PersonaException($"EOFError (ctrl-d) on prompt for ({label}): there is no terminal to ask on");

    private static byte[] FromFile(string label, string file)
    {
        var home = Environment.GetEnvironmentVariable("HOME");
        var path = Path.GetFullPath(file.StartsWith("~/", StringComparison.Ordinal) ? home + file[1..] : file);
        if (!File.Exists(path))
        {
            throw new PersonaException($"The vault password file {path} was not found");
        }

        return Programs.IsExecutable(path) ? FromProgram(label, path) : FromPlainFile(path);
    }

    private static byte[] FromPlainFile(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PersonaException($"Could not read vault password file ({path}): {error.Message}");
        }

        return VaultEnvelope.IsVault(content)
            ? throw new PersonaException($"The vault password file {path} is itself encrypted, which is not read")
            : Checked(Trimmed(content), $"Invalid vault password was provided from file ({path})");
    }

    /// <summary>A program whose name ends in <c>-client</c> is told the identity.</summary>
    private static byte[] FromProgram(string label, string path)
    {
        var isClient = Path.GetFileNameWithoutExtension(path).EndsWith("-client", StringComparison.Ordinal);
        var (code, output, error) = Programs.Capture(path, isClient ? ["--vault-id", label] : []);
        if (isClient && code == 2)
        {
            throw new PersonaException($"Vault password client script {path} did not find a secret for vault-id={label}: {error}");
        }

        return code == 0
            ? Checked(Trimmed(output), $"Invalid vault password was provided from script ({path})")
            : throw new PersonaException($"Vault password {(isClient ? "client " : "")}script {path} returned non-zero ({code}){(isClient ? $" when getting secret for vault-id={label}" : "")}: {error}");
    }

    private static byte[] Checked(byte[] password, string message) => password.Length > 0 ? password : throw new PersonaException(message);

    /// <summary>Without the ASCII blanks at both ends, as Python's bytes.strip.</summary>
    private static byte[] Trimmed(byte[] bytes) => bytes.AsSpan().Trim(" \t\n\r\v\f"u8).ToArray();
}
