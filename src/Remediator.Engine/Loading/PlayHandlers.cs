using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>The handlers of a play by the names and topics that notify them. Roles included while it runs bring more. Thread-safe.</summary>
public sealed class PlayHandlers
{
    private readonly List<Entry> entries = [];
    private readonly Lock gate = new();

    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    internal Entry this[int index]
    {
        get
        {
            lock (gate)
            {
                return entries[index];
            }
        }
    }

    /// <summary>False: what no handler answers is let pass.</summary>
    public bool MissingIsError { get; init; } = true;

    /// <summary>Adds handlers after those that are there; those of a role that is used twice, once.</summary>
    /// <param name="section">The same for those of one play's or role's list.</param>
    /// <param name="place">Of the include that brings it: hosts that are not there yet do not know it.</param>
    internal void Add(Entry handler, int section, Place place)
    {
        lock (gate)
        {
            var known = entries.FindIndex(e => e.Item.Span == handler.Item.Span && e.Context.Role?.HandlerIdentity == handler.Context.Role?.HandlerIdentity);
            if (known < 0)
            {
                entries.Add(handler with { Section = section, Place = place });
            }
            else if (place < entries[known].Place)
            {
                // A host that walks behind another comes to an earlier include later.
                entries[known] = entries[known] with { Place = place };
            }
        }
    }

    /// <summary>Indexes of the handlers that answer: of the name, the first one of the last section that has it, as in Ansible; and all that listen to the topic.</summary>
    /// <param name="nameOf">The name of a handler whose name is a template; null where it cannot be known.</param>
    /// <param name="at">Of the task that notifies.</param>
    internal IReadOnlyList<int> Find(string name, Place at, Func<Entry, string?> nameOf)
    {
        lock (gate)
        {
            var known = Enumerable.Range(0, entries.Count).Where(i => entries[i].Place <= at).ToList();
            var found = known.Where(i => entries[i].Listens(name)).ToHashSet();
            var byName = known.Where(i => entries[i].Answers(name, nameOf)).ToList();
            if (byName.Count > 0)
            {
                found.Add(byName.GroupBy(i => entries[i].Section).MaxBy(g => g.Key)!.First());
            }

            return [.. found.Order()];
        }
    }

    /// <summary>A notification of something that no handler answers is an error here rather than in the middle of a run.</summary>
    internal void Check(Setting notify, DiagnosticBag diagnostics)
    {
        var name = notify.Value.ToString() ?? "";
        lock (gate)
        {
            if (Find(name, Place.Never, e => e.Item.Name?.Value.ToString()).Count == 0 && !entries.Any(e => e.Item.Name?.Value is TemplateValue))
            {
                var known = entries.SelectMany(e => e.Topics.Append(e.Item.Name?.Value.ToString())).OfType<string>().ToList();
                diagnostics.Error("RMD2302", notify.Span, $"there is no handler '{name}'", DidYouMean.Hint(name, known) ?? (known.Count == 0 ? "the play has no handlers" : "handlers: " + string.Join(", ", known)));
            }
        }
    }

    /// <summary>A handler as it was written, with what stands around it.</summary>
    internal sealed record Entry(TaskItem Item, TaskContext Context)
    {
        public int Section { get; init; }

        public Place Place { get; init; } = Place.Start;

        public IReadOnlyList<string> Topics { get; } = [.. Item.Listen.SelectMany(l => l.Value as IReadOnlyList<Value> ?? [l.Value]).Select(v => v.ToString() ?? "")];

        /// <summary>To the topic, alone or with its role's name before it.</summary>
        public bool Listens(string topic) =>
            Topics.Contains(topic) || Topics.Any(t => IsOfRole(t, topic));

        /// <summary>By its name, alone or with its role's before it.</summary>
        public bool Answers(string name, Func<Entry, string?> nameOf)
        {
            var own = Item.Name?.Value is TemplateValue ? nameOf(this) : Item.Name?.Value.ToString();
            return own is not null && (own == name || IsOfRole(own, name));
        }

        private bool IsOfRole(string own, string name) => Context.Role is { } role && ($"{role.Name} : {own}" == name || $"{role.QualifiedName} : {own}" == name);
    }
}
