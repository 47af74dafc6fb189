using System.Text;
using Remediator.Cli.Personas;
using Remediator.Language.Vault;

namespace Remediator.Cli.Vault;

/// <summary>Encrypts texts as values for YAML files.</summary>
internal sealed class VaultStrings(Surroundings around, VaultSecret secret)
{
    private const string Indent = "          ";

    /// <summary>Writes the values of all texts: typed, from stdin, then from the command line.</summary>
    /// <param name="texts">Of the command line; <c>-</c> among them, or none, stands for stdin.</param>
    /// <param name="names">For the texts of the command line, in order.</param>
    /// <param name="output">A file, or null for stdout.</param>
    public void Write(IReadOnlyList<string> texts, IReadOnlyList<string> names, string? stdinName, bool asks, bool showsInput, string? output)
    {
        var readsStdin = texts.Contains("-") || texts.Count == 0 || stdinName is not null;
        if (asks && readsStdin && (texts.Count > 0 || stdinName is not null))
        {
            throw new PersonaException("The --prompt option is not supported if also reading input from stdin", PersonaExitCodes.Options);
        }

        var found = new List<(string Text, string? Name, string Origin)>();
        if (asks)
        {
            found.Add(Ask(showsInput));
        }
        else if (readsStdin)
        {
            found.Add((ReadStdin(), stdinName, "stdin"));
        }

        found.AddRange(texts.Where(t => t != "-").Select((text, i) => (text, names.ElementAtOrDefault(i), "the command line args")));
        if (found.Find(f => f.Text.Length == 0) is { Origin: { } origin })
        {
            throw new PersonaException(origin == "stdin" ? "stdin was empty, not encrypting" : $"The plaintext provided from {origin} was empty, not encrypting", PersonaExitCodes.Options);
        }

        var values = new List<string>();
        foreach (var (text, name, source) in found)
        {
            values.Add(Value(text, name));
            if (found.Count > 1)
            {
                around.Terminal.Error.WriteLine(name is null
                    ? $"# The encrypted version of the string #{values.Count} from {source}.)"
                    : $"# The encrypted version of variable (\"{name}\", the string #{values.Count} from {source}).");
            }
        }

        Put(string.Join('\n', values), output);
    }

    private string Value(string text, string? name)
    {
        var lines = Encoding.ASCII.GetString(VaultWork.Seal(Encoding.UTF8.GetBytes(text), secret)).TrimEnd('\n').Split('\n');
        return (name is null ? "" : $"{name}: ") + "!vault |\n" + string.Join('\n', lines.Select(l => Indent + l));
    }

    private (string Text, string? Name, string Origin) Ask(bool showsInput)
    {
        var name = around.Terminal.Ask("Variable name (enter for no name): ");
        var text = showsInput ? around.Terminal.Ask("String to encrypt:") : around.Terminal.AskSecret("String to encrypt (hidden): ");
        return (text ?? "", name is { Length: > 0 } ? name : null, "the prompt");
    }

    private string ReadStdin()
    {
        using var reader = new StreamReader(around.Terminal.InBytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private void Put(string text, string? output)
    {
        if (output is null or "-")
        {
            around.Terminal.Out.Write(around.Terminal.IsOutputTerminal ? text + "\n" : text);
            around.Terminal.Out.Flush();
        }
        else
        {
            SafeFile.Write(output, Encoding.UTF8.GetBytes(text));
        }
    }
}
