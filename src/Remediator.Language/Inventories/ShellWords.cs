using System.Text;

namespace Remediator.Language.Inventories;

/// <summary>Splits a host line as a POSIX shell would: quotes, backslashes, and <c>#</c> as the start of a comment.</summary>
internal static class ShellWords
{
    /// <summary>The words with the offset at which each starts, or null where a quote is not closed.</summary>
    public static List<(string Text, int Start, int Length)>? Split(string line)
    {
        var words = new List<(string, int, int)>();
        var word = new StringBuilder();
        var start = -1;
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c is ' ' or '\t' or '\r' or '#')
            {
                if (start >= 0)
                {
                    words.Add((word.ToString(), start, at - start));
                    word.Clear();
                    start = -1;
                }

                if (c == '#')
                {
                    return words;
                }

                continue;
            }

            start = start < 0 ? at : start;
            if (c == '\\' && at + 1 < line.Length)
            {
                word.Append(line[++at]);
            }
            else if (c is '\'' or '"')
            {
                if (AppendQuoted(line, at, word) is not { } close)
                {
                    return null;
                }

                at = close;
            }
            else
            {
                word.Append(c);
            }
        }

        if (start >= 0)
        {
            words.Add((word.ToString(), start, line.Length - start));
        }

        return words;
    }

    private static int? AppendQuoted(string line, int open, StringBuilder word)
    {
        var quote = line[open];
        for (var at = open + 1; at < line.Length; at++)
        {
            if (line[at] == quote)
            {
                return at;
            }

            if (quote == '"' && line[at] == '\\' && at + 1 < line.Length && line[at + 1] is '"' or '\\')
            {
                at++;
            }

            word.Append(line[at]);
        }

        return null;
    }
}
