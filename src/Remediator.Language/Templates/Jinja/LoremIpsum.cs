using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Jinja's <c>lipsum</c>: paragraphs of words without meaning, for trying out layouts.</summary>
internal static class LoremIpsum
{
    private static readonly string[] Words =
    [
        "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "eiusmod", "tempor", "incididunt", "labore",
        "magna", "aliqua", "enim", "minim", "veniam", "quis", "nostrud", "ullamco", "laboris", "nisi", "aliquip", "commodo", "consequat",
    ];

    public static Value Write(CallArguments arguments)
    {
        var count = Number(arguments, 0, "n", 5);
        var isHtml = Argument(arguments, 1, "html") is not { } html || PythonOperators.IsTrue(html);
        var (least, most) = (Number(arguments, 2, "min", 20), Number(arguments, 3, "max", 100));
        if (least >= most)
        {
            throw new EvaluationException($"empty range for randrange() ({least}, {most}, {most - least})");
        }

        arguments.Caller!.Budget.CheckLength((double)count * most * 12);
        var paragraphs = Enumerable.Range(0, (int)Math.Max(0, count)).Select(_ => Paragraph((int)Random.Shared.NextInt64(least, most)));
        return Value.Of(isHtml ? string.Join('\n', paragraphs.Select(p => $"<p>{p}</p>")) : string.Join("\n\n", paragraphs));
    }

    private static string Paragraph(int length)
    {
        var words = Enumerable.Range(0, length).Select(_ => Words[Random.Shared.Next(Words.Length)]).ToArray();
        if (words.Length > 0)
        {
            words[0] = char.ToUpperInvariant(words[0][0]) + words[0][1..];
        }

        return string.Join(' ', words) + ".";
    }

    private static Value? Argument(CallArguments arguments, int index, string name) =>
        arguments.Positional.Count > index ? arguments.Positional[index] : arguments.Named.GetValueOrDefault(name);

    private static long Number(CallArguments arguments, int index, string name, long otherwise) =>
        Argument(arguments, index, name) is not { } value ? otherwise
        : Numbers.TryGetLong(Interpreter.Defined(value), out var number) ? number
        : throw new EvaluationException($"'{value.TypeName}' object cannot be interpreted as an integer");
}
