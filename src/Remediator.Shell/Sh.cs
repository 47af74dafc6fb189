using System.Runtime.CompilerServices;
using System.Text;

namespace Remediator.Shell;

/// <summary>
/// A fragment of POSIX sh. The only way to make one is an interpolated text whose holes are quoted: a plain string cannot reach a
/// script unquoted, so no value of a playbook can become code.
/// </summary>
public sealed record Sh
{
    private Sh(string text) => Text = text;

    public string Text { get; }

    /// <summary>
    /// True for functions of the prelude that run in the session's own shell, which costs the host no process: what they have to say they
    /// leave in <c>rmd_told</c>, without an end of line, and print nothing.
    /// </summary>
    public bool Tells { get; private init; }

    /// <summary>A command that does nothing and succeeds.</summary>
    public static Sh Nothing { get; } = new(":");

    /// <summary>
    /// The fragment. A hole that is text is quoted as one word, a sequence of texts as several words, a number is written as it is,
    /// another fragment is spliced in.
    /// </summary>
    public static Sh Of(ref Builder builder) => new(builder.Finish());

    /// <summary>As <see cref="Of"/>, a fragment that <see cref="Tells"/>.</summary>
    public static Sh Told(ref Builder builder) => new(builder.Finish()) { Tells = true };

    /// <summary>A text as one word of sh. Throws <see cref="ArgumentException"/> for a NUL, which no sh can hold.</summary>
    public static string Quote(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a NUL character cannot be passed to a shell", nameof(text));
        }

        return text.Length > 0 && text.All(IsPlain) && !text.StartsWith('~') ? text : "'" + text.Replace("'", "'\\''") + "'";
    }

    /// <summary>A path on the host as one word; <c>~</c> and <c>~user</c> before its first slash become the home folder there.</summary>
    public static Sh Path(string path)
    {
        if (path.StartsWith('~'))
        {
            var end = path.IndexOf('/') is var slash and > 0 ? slash : path.Length;
            if (path.AsSpan(1, end - 1).IndexOfAnyExcept(UserNameCharacters) < 0)
            {
                // The prefix must stand bare for the shell to see it.
                return new(path[..end] + (end < path.Length ? "/" + (end + 1 < path.Length ? Quote(path[(end + 1)..]) : "") : ""));
            }
        }

        // No tool may take a path for an option.
        return new(Quote(path.StartsWith('-') ? "./" + path : path));
    }

    /// <summary>
    /// A text as one word in which <c>$NAME</c>, <c>${NAME}</c> and a leading <c>~</c> are replaced from the host's environment, as
    /// Ansible's <c>command</c> does without a shell. A name that is not set stays as it is written.
    /// </summary>
    public static Sh ExpandedWord(string word)
    {
        var text = new StringBuilder();
        var from = 0;
        if (word.StartsWith('~') && (word.Length == 1 || word[1] == '/'))
        {
            text.Append('~').Append(word.Length > 1 ? "/" : "");
            from = Math.Min(2, word.Length);
        }

        for (var i = from; i < word.Length; i++)
        {
            if (word[i] != '$' || VariableAt(word, i) is not { } name)
            {
                continue;
            }

            var length = name.Length + (word[i + 1] == '{' ? 3 : 1);
            Literal(text, word[from..i]);
            text.Append("\"${").Append(name).Append("-\\").Append(word, i, length - (length > name.Length + 1 ? 1 : 0));
            text.Append(length > name.Length + 1 ? "\\}" : "").Append("}\"");
            from = i + length;
            i = from - 1;
        }

        Literal(text, word[from..]);
        return new(text.Length == 0 ? "''" : text.ToString());

        static void Literal(StringBuilder text, string part) => text.Append(part.Length == 0 ? "" : Quote(part));
    }

    /// <summary>Fragments after one another, each on its own line.</summary>
    public static Sh Lines(params IEnumerable<Sh> parts) => new(string.Join('\n', parts.Select(p => p.Text)));

    /// <summary>Both must succeed, left to right.</summary>
    public Sh And(Sh other) => new($"{Text} && {other.Text}");

    public override string ToString() => Text;

    private const string UserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    private static string? VariableAt(string word, int dollar)
    {
        var start = dollar + 1;
        var braced = start < word.Length && word[start] == '{';
        start += braced ? 1 : 0;
        var end = start;
        while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_'))
        {
            end++;
        }

        var ends = !braced || (end < word.Length && word[end] == '}');
        return end > start && !char.IsAsciiDigit(word[start]) && ends ? word[start..end] : null;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '@' or '%' or '+' or ':' or ',' or '.' or '/' or '-';

    /// <summary>Quotes each hole of an interpolated text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Builder(int literalLength, int formattedCount)
    {
        private readonly StringBuilder text = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(string value) => text.Append(Quote(value));

        public void AppendFormatted(Sh value) => text.Append(value.Text);

        public void AppendFormatted(int value) => text.Append(value);

        public void AppendFormatted(long value) => text.Append(value);

        public void AppendFormatted(IEnumerable<string> values) => text.AppendJoin(' ', values.Select(Quote));

        public void AppendFormatted(IEnumerable<Sh> values) => text.AppendJoin(' ', values.Select(v => v.Text));

        internal string Finish() => text.ToString();
    }
}
