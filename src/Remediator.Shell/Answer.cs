using System.Text;
using Remediator.Language.Values;

namespace Remediator.Shell;

/// <summary>What the controller says to a host that asks (<see cref="Event.Asked"/>): one word, and bytes that belong to it.</summary>
/// <param name="Word"><c>new</c> with content, <c>same</c>, or <c>fail</c> with a message.</param>
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

    /// <summary>The line for the channel: the word, the length of the text and the text, which is base64. <c>rmd_ask</c> reads it.</summary>
    public string Line()
    {
        var text = Convert.ToBase64String(Bytes);
        return $"{Word} {text.Length}\n{text}";
    }
}
