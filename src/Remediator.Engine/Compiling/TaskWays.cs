using System.Text;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>One way in which a task can be planned.</summary>
/// <param name="Planned">Null where it needs a value that is late.</param>
/// <param name="IsOutside">A value is none of those that are known: the task fails on such a node.</param>
internal sealed record TaskWay(PlannedTask? Planned, bool IsOutside)
{
    /// <summary>Ways with one key are written as one.</summary>
    public string Key
    {
        get
        {
            if (Planned is null || IsOutside)
            {
                return IsOutside ? "outside" : "late";
            }

            var text = new StringBuilder();
            foreach (var item in Planned.Items)
            {
                text.Append(item.Label).Append('|');
                if (item.Script is { } script)
                {
                    text.Append(ScriptWriter.Write([script]));
                }
                else if (item.SkipReason is not null)
                {
                    // Which of the conditions does not hold is all the same to what follows.
                    text.Append("skipped");
                }
                else
                {
                    text.Append(item.Problem?.Message ?? TaskResult.Of(item).Result.ToString());
                }

                text.Append('\n');
            }

            foreach (var inclusion in Planned.Inclusions)
            {
                text.Append(inclusion.Program.Prefix).Append('\n');
            }

            return text.AppendJoin(' ', Planned.Notifies).ToString();
        }
    }

    /// <summary>The late value that it needs, or null.</summary>
    public string? Late => Planned is null ? "" : Planned.Items.Select(i => i.Problem).FirstOrDefault(p => p?.Code == "RMD2330")?.Message[1..^"' is not known yet".Length];

    /// <summary>What <c>register</c> gets.</summary>
    public Defined? Result(bool isLoop)
    {
        if (Planned is null || IsOutside)
        {
            return null;
        }

        var scripts = Planned.Items.Select(i => i.Script).OfType<ScriptTask>().ToList();
        return scripts.Count == 0 ? new Defined(TaskResult.Known(Planned), null) : new Defined(null, ResultShape.Of(scripts, isLoop, isCheck: false, isLate: true));
    }

    /// <summary>Names and values that it sets.</summary>
    public IReadOnlyDictionary<string, Value> Facts
    {
        get
        {
            var facts = new Dictionary<string, Value>();
            foreach (var (name, value) in Planned is null || IsOutside ? [] : Planned.Items.SelectMany(i => i.FactsKnown))
            {
                facts[name.ToString() ?? ""] = value;
            }

            return facts;
        }
    }
}
