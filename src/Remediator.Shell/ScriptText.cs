using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Remediator.Shell;

/// <summary>
/// The text of tasks while it is written. What a task printed is kept for those after it only where one of their conditions asks for
/// it, which is known when they are written: until then there is a gap behind the task.
/// </summary>
public sealed partial class ScriptText
{
    private readonly List<(string Text, int? Task)> parts = [];
    private readonly Dictionary<int, SortedSet<string>> asked = [];
    private readonly StringBuilder open = new();

    public ScriptText Append(string text)
    {
        open.Append(text);
        return this;
    }

    public ScriptText Append(StringBuilder text)
    {
        open.Append(text);
        return this;
    }

    public ScriptText Append(char character)
    {
        open.Append(character);
        return this;
    }

    public ScriptText Append(int number)
    {
        open.Append(number);
        return this;
    }

    /// <summary>A condition as a command; what it asks of earlier tasks is kept behind them.</summary>
    public ScriptText Append(ShCondition condition)
    {
        Note(condition);
        return Append(ScriptWriter.Condition(condition));
    }

    /// <summary>Behind the task with the number.</summary>
    public void Gap(int task)
    {
        parts.Add((open.ToString(), task));
        open.Clear();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (part, task) in parts)
        {
            text.Append(part);
            if (task is { } number && asked.TryGetValue(number, out var streams))
            {
                text.Append("rmd_hear ").Append(number).Append(' ').AppendJoin(' ', streams).Append('\n');
            }
        }

        return text.Append(open).ToString();
    }

    private void Note(ShCondition condition)
    {
        switch (condition)
        {
            case ShCondition.Not not:
                Note(not.Operand);
                break;
            case ShCondition.All all:
                all.Operands.ToList().ForEach(Note);
                break;
            case ShCondition.Any any:
                any.Operands.ToList().ForEach(Note);
                break;
            case ShCondition.Asked { Load.Text: var load } when Printed().Match(load) is { Success: true } match:
                var task = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
                if (!asked.TryGetValue(task, out var streams))
                {
                    asked[task] = streams = new SortedSet<string>(StringComparer.Ordinal);
                }

                streams.Add(match.Groups[2].Value);
                break;
        }
    }

    [GeneratedRegex(@"^rmd_printed (\d+) (\w+)")]
    private static partial Regex Printed();
}
