namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Breaks a line into lines of a width, at blanks and after hyphens, as Python's textwrap does.</summary>
internal static class TextWrapping
{
    public static List<string> Wrap(string line, int width, bool breaksWords, bool breaksHyphens)
    {
        var chunks = new Stack<string>(Chunks(line, breaksHyphens).Reverse<string>());
        var lines = new List<string>();
        while (chunks.Count > 0)
        {
            var current = new List<string>();
            var length = 0;
            if (string.IsNullOrWhiteSpace(chunks.Peek()) && lines.Count > 0)
            {
                chunks.Pop();
            }

            while (chunks.Count > 0 && length + chunks.Peek().Length <= width)
            {
                length += chunks.Peek().Length;
                current.Add(chunks.Pop());
            }

            if (chunks.Count > 0 && chunks.Peek().Length > width)
            {
                BreakWord(chunks, current, width, length, breaksWords);
            }

            if (current.Count > 0 && string.IsNullOrWhiteSpace(current[^1]))
            {
                current.RemoveAt(current.Count - 1);
            }

            if (current.Count > 0)
            {
                lines.Add(string.Concat(current));
            }
        }

        return lines;
    }

    private static void BreakWord(Stack<string> chunks, List<string> current, int width, int length, bool breaksWords)
    {
        // A full line takes an empty piece, as in Python, which then keeps the blank before it.
        var space = width < 1 ? 1 : width - length;
        if (breaksWords)
        {
            var word = chunks.Pop();
            current.Add(word[..space]);
            chunks.Push(word[space..]);
        }
        else if (current.Count == 0)
        {
            current.Add(chunks.Pop());
        }
    }

    /// <summary>Blanks and words in turn; a word with hyphens between letters is cut after each.</summary>
    private static List<string> Chunks(string line, bool breaksHyphens)
    {
        var chunks = new List<string>();
        var start = 0;
        for (var i = 1; i <= line.Length; i++)
        {
            var ends = i == line.Length || char.IsWhiteSpace(line[i]) != char.IsWhiteSpace(line[i - 1]);
            var hyphen = breaksHyphens && i < line.Length && i > 1 && line[i - 1] == '-' && char.IsLetter(line[i - 2]) && char.IsLetter(line[i]);
            if (ends || hyphen)
            {
                chunks.Add(line[start..i]);
                start = i;
            }
        }

        return chunks;
    }
}
