using System.Text;

namespace Remediator.Cli.Personas;

/// <summary>Usage and help in argparse's layout.</summary>
internal static class PersonaHelp
{
    private const int Width = 78;
    private const int DescriptionColumn = 24;

    public static string Usage(string program, string operands, IReadOnlyList<PersonaOption> options)
    {
        var start = $"usage: {program} ";
        return start + Wrap([.. options.Select(o => o.Value is null ? $"[{o.Names[0]}]" : $"[{o.Names[0]} {o.Value}]"), operands], start.Length, start.Length);
    }

    public static string Write(string program, string summary, string operands, IReadOnlyList<PersonaOption> options)
    {
        var text = new StringBuilder(Usage(program, operands, options));
        text.Append('\n').Append(Wrap(summary.Split(' '), 0, 0)).Append("\noptions:\n");
        foreach (var option in options.OrderBy(o => o.Names[0], StringComparer.Ordinal))
        {
            var names = "  " + string.Join(", ", option.Names.Select(n => option.Value is null ? n : $"{n} {option.Value}"));
            var fits = names.Length <= DescriptionColumn - 2;
            text.Append(names).Append(fits ? new string(' ', DescriptionColumn - names.Length) : "\n" + new string(' ', DescriptionColumn));
            text.Append(Wrap(option.Description.Split(' '), DescriptionColumn, DescriptionColumn));
        }

        return text.ToString();
    }

    private static string Wrap(IReadOnlyList<string> parts, int column, int indent)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst && column + 1 + part.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (!isFirst)
            {
                text.Append(' ');
                column++;
            }

            text.Append(part);
            column += part.Length;
            isFirst = false;
        }

        return text.Append('\n').ToString();
    }
}
