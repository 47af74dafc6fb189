using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>The names and topics by which handlers are notified.</summary>
internal sealed class HandlerNames
{
    private readonly List<(string? Name, IReadOnlyList<string> Topics)> handlers = [];

    public HandlerNames(IEnumerable<TaskNode> nodes) => Add(nodes);

    /// <summary>Indexes of the handlers that answer: the last one of the name, as in Ansible, and all that listen to the topic.</summary>
    public IReadOnlyList<int> Find(string name)
    {
        var found = Enumerable.Range(0, handlers.Count).Where(i => handlers[i].Topics.Contains(name)).ToHashSet();
        if (handlers.FindLastIndex(h => h.Name == name) is >= 0 and var byName)
        {
            found.Add(byName);
        }

        return [.. found.Order()];
    }

    /// <summary>A notification of something that no handler answers is an error here rather than in the middle of a run.</summary>
    public void Check(Setting notify, DiagnosticBag diagnostics)
    {
        var name = notify.Value.ToString() ?? "";
        if (Find(name).Count == 0)
        {
            var known = handlers.SelectMany(h => h.Topics.Append(h.Name)).OfType<string>().ToList();
            diagnostics.Error("RMD2302", notify.Span, $"there is no handler '{name}'", DidYouMean.Hint(name, known) ?? (known.Count == 0 ? "the play has no handlers" : "handlers: " + string.Join(", ", known)));
        }
    }

    private void Add(IEnumerable<TaskNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TaskItem item:
                    handlers.Add(((item.Name?.Value)?.ToString(), [.. item.Listen.SelectMany(l => l.Value as IReadOnlyList<Value> ?? [l.Value]).Select(v => v.ToString() ?? "")]));
                    break;
                case BlockNode block:
                    Add(block.Body);
                    break;
            }
        }
    }
}
