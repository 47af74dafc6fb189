using System.Text;
using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Personas;

/// <summary>Warnings as Ansible writes them: on stderr, words wrapped to the terminal's width.</summary>
internal static class PersonaWarnings
{
    public const string Mark = "[WARNING]: ";

    public static void Write(Terminal terminal, string message, bool hasColor = false)
    {
        var width = terminal.IsOutputTerminal ? Math.Max(79, terminal.Columns - 1) : 79;
        foreach (var line in Wrap($"{Mark}{PrintableText.Of(message.ReplaceLineEndings(" "))}", width))
        {
            terminal.Error.WriteLine(hasColor ? $"\u001b[1;35m{line}\u001b[0m" : line);
        }
    }

    /// <summary>Lines of at most <paramref name="width"/> letters; a word that is longer is cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            var rest = word;
            if (line.Length > 0 && line.Length + 1 + rest.Length > width)
            {
                if (rest.Length > width && line.Length + 1 < width)
                {
                    var room = width - line.Length - 1;
                    line.Append(' ').Append(rest, 0, room);
                    rest = rest[room..];
                }

                yield return line.ToString();
                line.Clear();
            }
            else if (line.Length > 0)
            {
                line.Append(' ');
            }

            while (rest.Length > width)
            {
                yield return rest[..width];
                rest = rest[width..];
            }

            line.Append(rest);
        }

        yield return line.ToString();
    }
}
