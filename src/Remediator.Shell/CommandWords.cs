using System.Text;

namespace Remediator.Shell;

/// <summary>Splits a command line into words as a POSIX shell does, without expansions (Python's <c>shlex.split</c>).</summary>
public static class CommandWords
{
    /// <summary>The words. Throws <see cref="FormatException"/> for a quote that is not closed.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\'' or '"':
                    inWord = true;
                    i = ReadQuoted(text, i, word);
                    break;
                case '\\' when i + 1 < text.Length:
                    inWord = true;
                    word.Append(text[++i]);
                    break;
                case ' ' or '\t' or '\n' or '\r':
                    if (inWord)
                    {
                        words.Add(word.ToString());
                        word.Clear();
                        inWord = false;
                    }

                    break;
                default:
                    inWord = true;
                    word.Append(c);
                    break;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static int ReadQuoted(string text, int open, StringBuilder word)
    {
        var quote = text[open];
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return i;
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\' or '$' or '`' or '\n' && text[i] == '\\')
            {
                i++;
            }

            word.Append(text[i]);
        }

        throw new FormatException($"no closing quotation for the {quote} in: {text}");
    }
}
