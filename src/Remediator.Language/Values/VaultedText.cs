using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Vault;

namespace Remediator.Language.Values;

/// <summary>
/// Text that stands encrypted in a file. It is decrypted when its text is first asked for, so what nobody uses needs no password.
/// Variables hold it; what a task gets is plain text.
/// </summary>
/// <param name="ciphertext">The envelope as it stands in the file.</param>
/// <param name="span">Where it stands; the secrets are those of its source.</param>
public sealed class VaultedText(string ciphertext, Span span) : TextValue("")
{
    private string? text;

    public string Ciphertext { get; } = ciphertext;

    public override string TypeName => "AnsibleVaultEncryptedUnicode";

    /// <exception cref="EvaluationException">No secret opens it.</exception>
    public override string Text => text ??= Open();

    /// <summary>The value with every encrypted text in it as plain text; the same object where it holds none.</summary>
    /// <exception cref="EvaluationException">No secret opens one of them.</exception>
    public static Value Open(Value value) => !IsIn(value) ? value : value switch
    {
        VaultedText vaulted => new TextValue(vaulted.Text),
        ListValue list => new ListValue([.. list.Select(Open)], list.IsTuple),
        DictValue dict => Open(dict),
        _ => value,
    };

    private static DictValue Open(DictValue dict)
    {
        var builder = new DictBuilder();
        foreach (var (key, value) in dict)
        {
            builder[key] = Open(value);
        }

        return builder.Build();
    }

    private static bool IsIn(Value value)
    {
        EvaluationBudget.CheckStack();
        return value switch
        {
            VaultedText => true,
            ListValue list => list.Any(IsIn),
            DictValue { IsComputed: false } dict => dict.Any(e => IsIn(e.Value)),
            _ => false,
        };
    }

    private string Open()
    {
        try
        {
            return Encoding.UTF8.GetString(span.Source.Secrets.Open(Ciphertext));
        }
        catch (VaultException error)
        {
            throw new EvaluationException(error.Message, span);
        }
    }
}
