using System.Collections.Concurrent;
using Remediator.Engine.Running;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Variables;

/// <summary>What a run has learnt of a host so far: facts, set facts, registered results. Changed only by the host's own runner, read by those of all hosts through <c>hostvars</c>.</summary>
public sealed class HostState
{
    private readonly FactCache cache;

    /// <param name="cache">Has what is known of the host already, and keeps what is found out.</param>
    internal HostState(string name, FactCache cache)
    {
        Name = name;
        this.cache = cache;
        if (cache.Read(name) is var (facts, isGathered))
        {
            HasGathered = isGathered;
            Set(facts);
        }
    }

    public string Name { get; }

    /// <summary>From <c>setup</c> and its like, with the <c>ansible_</c> prefix as gathered.</summary>
    public ConcurrentDictionary<string, Value> Facts { get; } = [];

    /// <summary>From <c>set_fact</c> and <c>register</c>.</summary>
    public ConcurrentDictionary<string, Value> SetFacts { get; } = [];

    /// <summary>From <c>include_vars</c>: as files have them, not rendered.</summary>
    public ConcurrentDictionary<string, Value> IncludedVars { get; } = [];

    /// <summary>Steps of the jobs that tasks left running on its behalf, by their ids: what a job says is read by them.</summary>
    internal ConcurrentDictionary<string, IReadOnlyList<Step>> Jobs { get; } = [];

    /// <summary>Keys of handlers that the host remembers as notified, and where it does.</summary>
    internal ConcurrentDictionary<string, Endpoint> Pending { get; } = [];

    /// <summary>Channels whose first word was heard.</summary>
    internal HashSet<IChannel> Greeted { get; } = [];

    /// <summary>What <c>ansible_facts</c> was made of the facts; null when they changed since.</summary>
    private volatile DictValue? ansibleFacts;

    /// <summary>Check mode: a task would change something, so what a verification would find is not known.</summary>
    public bool HasDrift { get; set; }

    /// <summary>Facts were gathered for a play, so that smart gathering spares the host from then on.</summary>
    public bool HasGathered { get; set; }

    /// <summary>The last number given to a script task of this host.</summary>
    public int LastScriptId { get; set; }

    /// <summary><c>ansible_facts</c>: the facts without their prefix.</summary>
    public DictValue AnsibleFacts
    {
        get
        {
            if (ansibleFacts is not { } known)
            {
                var builder = new DictBuilder();
                foreach (var (key, value) in Facts)
                {
                    builder[key.StartsWith("ansible_", StringComparison.Ordinal) && key != "ansible_local" ? key["ansible_".Length..] : key] = value;
                }

                return ansibleFacts = builder.Build();
            }

            return known;
        }
    }

    public void AddFacts(DictValue facts)
    {
        Set(facts);
        cache.Write(Name, Facts, HasGathered);
    }

    private void Set(DictValue facts)
    {
        foreach (var (key, value) in facts)
        {
            Facts[key.ToString() ?? ""] = value;
        }

        ansibleFacts = null;
    }

    public void ClearFacts()
    {
        Facts.Clear();
        HasGathered = false;
        cache.Forget(Name);
        ansibleFacts = null;
    }
}
