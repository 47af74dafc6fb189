using System.Text;
using Remediator.Cli.Personas;
using Remediator.Language.Vault;

namespace Remediator.Cli.Vault;

/// <summary>What is done to files of a vault. Errors are in ansible-vault's words.</summary>
internal sealed class VaultWork(Surroundings around, VaultSecrets secrets)
{
    private const string Stream = "-";

    public void Encrypt(string file, VaultSecret secret, string? output)
    {
        var plain = Read(file);
        if (VaultEnvelope.IsVault(plain))
        {
            throw new PersonaException("input is already encrypted");
        }

        Write(output ?? file, Seal(plain, secret));
    }

    public void Decrypt(string file, string? output) => Write(output ?? file, Open(file).Plain);

    public void View(string file)
    {
        around.Terminal.Out.Write(Encoding.UTF8.GetString(Open(file).Plain));
        around.Terminal.Out.Flush();
    }

    public void Create(string file, VaultSecret secret)
    {
        if (File.Exists(file))
        {
            throw new PersonaException($"{file} exists, please use 'edit' instead");
        }

        SafeFile.Create(file, Seal(VaultEditor.Edit([], Path.GetExtension(file), Editor), secret));
    }

    /// <param name="secret">What it is encrypted with afterwards; null for the secret that opened it.</param>
    public void Edit(string file, VaultSecret? secret)
    {
        var (plain, opener) = Open(file);
        var edited = VaultEditor.Edit(plain, Path.GetExtension(file), Editor);
        if (secret is not null || !edited.AsSpan().SequenceEqual(plain))
        {
            SafeFile.Write(file, Seal(edited, secret ?? opener));
        }
    }

    public void Rekey(string file, VaultSecret secret) => SafeFile.Write(file, Seal(Open(file).Plain, secret));

    /// <summary>Says something that only people want to hear.</summary>
    public void SayToTerminal(string message)
    {
        if (around.Terminal.IsOutputTerminal)
        {
            around.Terminal.Error.WriteLine(message);
        }
    }

    public static byte[] Seal(ReadOnlySpan<byte> plain, VaultSecret secret) =>
        Encoding.ASCII.GetBytes(VaultCipher.Encrypt(plain, secret.Password, secret.Label == VaultSecret.DefaultLabel ? null : secret.Label).Write());

    private string Editor => around.Terminal.Variable("EDITOR") ?? "vi";

    private (byte[] Plain, VaultSecret Secret) Open(string file)
    {
        try
        {
            return secrets.OpenWith(Encoding.UTF8.GetString(Read(file)), file);
        }
        catch (VaultException error)
        {
            throw new PersonaException($"{error.Message} for {file}");
        }
    }

    private byte[] Read(string file)
    {
        try
        {
            if (file != Stream)
            {
                return File.ReadAllBytes(file);
            }

            using var all = new MemoryStream();
            around.Terminal.InBytes.CopyTo(all);
            return all.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PersonaException($"Unable to read source file ({file}): {error.Message}");
        }
    }

    private void Write(string file, byte[] content)
    {
        if (file == Stream)
        {
            around.Terminal.OutBytes.Write(content);
            around.Terminal.OutBytes.Flush();
            return;
        }

        try
        {
            SafeFile.Write(file, content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PersonaException($"Unable to write {file}: {error.Message}");
        }
    }
}
