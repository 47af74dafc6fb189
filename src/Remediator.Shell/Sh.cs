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

    /// <summary>A command that does nothing and succeeds.</summary>
    public static Sh Nothing { get; } = new(":");

    /// <summary>
    /// The fragment. A hole that is text is quoted as one word, a sequence of texts as several words, a number is written as it is,
    /// another fragment is spliced in.
    /// </summary>
    public static Sh Of(ref Builder builder) => new(builder.Finish());

    /// <summary>A text as one word of sh. Throws <see cref="ArgumentException"/> for a NUL, which no sh can hold.</summary>
    public static string Quote(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a NUL character cannot be passed to a shell", nameof(text));
        }

        return text.Length > 0 && text.All(IsPlain) && !text.StartsWith('~') ? text : "'" + text.Replace("'", "'\\''") + "'";
    }

    /// <summary>Fragments after one another, each on its own line.</summary>
    public static Sh Lines(params IEnumerable<Sh> parts) => new(string.Join('\n', parts.Select(p => p.Text)));

    /// <summary>Both must succeed, left to right.</summary>
    public Sh And(Sh other) => new($"{Text} && {other.Text}");

    public override string ToString() => Text;

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
