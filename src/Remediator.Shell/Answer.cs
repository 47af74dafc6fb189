using System.Text;
using Remediator.Language.Values;

namespace Remediator.Shell;

/// <summary>What the controller says to a host that asks (<see cref="Event.Asked"/>): one word, and bytes that belong to it.</summary>
/// <param name="Word"><c>new</c> with content, <c>same</c>, or <c>fail</c> with a message; of a command <c>changed</c>, <c>same</c> or <c>fail</c>.</param>
public sealed record Answer(string Word, byte[] Bytes)
{
    /// <summary>Keys for the task's result.</summary>
    public DictValue Result { get; init; } = DictValue.Empty;

    public static Answer Same { get; } = new("same", []);

    public static Answer New(byte[] content) => new("new", content);

    public static Answer Failed(string message) => new("fail", Encoding.UTF8.GetBytes(message));

    /// <summary>The answer to a <see cref="Step.Put"/> whose content the controller makes.</summary>
    public static Answer Of(Step.Put put, Event.Asked asked)
    {
        try
        {
            var made = put.Rewrite!(asked.IsThere ? asked.Content : null);
            var answer = made.Failure is { } failure ? Failed(failure) : made.Content is { } content ? New(content) : Same;
            return answer with { Result = made.Result };
        }
        catch (FormatException error)
        {
            return Failed(error.Message);
        }
    }

    /// <summary>The answer about a command that the controller judges.</summary>
    public static Answer Of(Step.Judge judge, Event.Asked asked)
    {
        try
        {
            var (exitCode, _) = Head(asked.Path);
            var verdict = judge.Verdict(new Captured(exitCode, asked.Content, asked.Errors, IsCut: false));
            var answer = verdict.Failure is { } failure ? Failed(failure) : verdict.Changed ? new Answer("changed", verdict.Content) : Same;
            return answer with { Result = verdict.Result };
        }
        catch (FormatException error)
        {
            return Failed(error.Message);
        }
    }

    /// <summary>The answer to what a task asks, but for <see cref="Step.Fetch"/>; null where none of its steps asks that.</summary>
    public static Answer? Of(IReadOnlyList<Step> steps, Event.Asked asked) => asked.Key == Step.Judge.Question
        ? steps.OfType<Step.Judge>().FirstOrDefault(j => j.Facet == Head(asked.Path).Facet) is { } judge ? Of(judge, asked) : null
        : steps.OfType<Step.Put>().FirstOrDefault(p => p.Rewrite is not null && (p.Part ?? "") == asked.Key) is { } put ? Of(put, asked) : null;

    private static (int ExitCode, string Facet) Head(string text) =>
        text.IndexOf(' ') is > 0 and var blank && int.TryParse(text[..blank], out var code) ? (code, text[(blank + 1)..]) : (-1, "");

    /// <summary>The line for the channel: the word, the length of the text and the text, which is base64. <c>rmd_ask</c> reads it.</summary>
    public string Line()
    {
        var text = Convert.ToBase64String(Bytes);
        return $"{Word} {text.Length}\n{text}";
    }
}
