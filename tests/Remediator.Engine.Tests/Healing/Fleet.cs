using System.Collections.Concurrent;
using System.Text;
using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Shell;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Engine.Tests.Healing;

/// <summary>Hosts of a made-up fleet, and passes over them: what a host is like is set by the test, what was done to it is counted.</summary>
internal sealed class Fleet(params IReadOnlyList<string> hosts)
{
    private const string Playbook = """
        - hosts: all
          gather_facts: false
          tasks:
            - { name: Configure, command: "true" }
          verify:
            - { name: Works, command: "true", changed_when: false }
        """;

    private readonly ConcurrentDictionary<string, int> runs = [];

    public StillTime Time { get; } = new();

    public Kept Memory { get; } = new();

    public HashSet<string> Drifted { get; } = [];

    /// <summary>Nothing has drifted, and the verification fails.</summary>
    public HashSet<string> Failing { get; } = [];

    public HashSet<string> Unreachable { get; } = [];

    /// <summary>A remediation fails.</summary>
    public HashSet<string> Hopeless { get; } = [];

    /// <summary>What a host's guard prints; taken where nothing is said.</summary>
    public Dictionary<string, string> Guards { get; } = [];

    /// <summary>A host that somebody else mends between the check and the run.</summary>
    public string? Mended { get; init; }

    public string Inventory { get; init; } = "";

    public string Play { get; init; } = Playbook;

    public HealSettings Settings { get; init; } = new() { Controller = "c", Holder = "heal of a test" };

    /// <summary>Hosts whose guard was asked, in order.</summary>
    public ConcurrentQueue<string> Guarded { get; } = [];

    public Transcript Transcript { get; } = new();

    /// <summary>How often a run that may change things came to the host.</summary>
    public int RunsOf(string host) => runs.GetValueOrDefault(host);

    public int Touched => runs.Count;

    public async Task<HealReport> PassAsync(CancellationToken cancellation = default)
    {
        using var sample = Sample.Of(("playbook.yml", Play), ("hosts.ini", Inventory.Length > 0 ? Inventory : string.Join('\n', hosts) + "\n"));
        var request = new RunRequest { Playbooks = [Path.Combine(sample.Folder, "playbook.yml")], Inventories = [Path.Combine(sample.Folder, "hosts.ini")] };
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(request, diagnostics, Time);
        Assert.Empty(diagnostics.Select(DiagnosticText.Render));
        var pass = new HealPass(request, Settings, Memory, Transports, [Transcript], Time, () => 0);
        return await pass.RunAsync(session!, cancellation).WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The three kinds of channels of a pass are told apart by their request.</summary>
    private Func<ConnectionKind, ITransport> Transports(RunRequest request)
    {
        var transport = new FakeTransport(
            e => Unreachable.Contains(e.Host) ? new Trouble(TroubleKind.Network, "no way") : null,
            (e, number) => request.Check ? (tasks, _) => Say(Checked(e.Host, tasks))
                : request.Limit is null ? (_, _) => Say(Guard(e.Host, number))
                : (tasks, _) => Say(Run(e.Host, tasks, number)));
        return _ => transport;
    }

    private IReadOnlyList<ChannelEvent> Checked(string host, IReadOnlyList<int> tasks) => Ended(tasks, Drifted.Contains(host) ? TaskStatus.Changed
        : Failing.Contains(host) ? TaskStatus.Failed : TaskStatus.Ok);

    private IReadOnlyList<ChannelEvent> Guard(string host, int number)
    {
        if (number == 1)
        {
            Guarded.Enqueue(host);
        }

        if (host == Mended)
        {
            Drifted.Remove(host);
        }

        var text = number == 1 ? Guards.GetValueOrDefault(host, "taken\n") : "dropped\n";
        return
        [
            FakeTransport.Start(1), new ChannelEvent.Said(new Event.Capture(1, "guard", 0, Encoding.UTF8.GetBytes(text), [])),
            new ChannelEvent.Said(new Event.Done(1, TaskStatus.Ok, false, "")), new ChannelEvent.Ended(),
        ];
    }

    private IReadOnlyList<ChannelEvent> Run(string host, IReadOnlyList<int> tasks, int segment)
    {
        if (segment == 1)
        {
            runs.AddOrUpdate(host, 1, (_, n) => n + 1);
        }

        if (Hopeless.Contains(host))
        {
            return Ended(tasks, TaskStatus.Failed);
        }

        var status = Drifted.Remove(host) ? TaskStatus.Changed : Failing.Contains(host) ? TaskStatus.Failed : TaskStatus.Ok;
        return Ended(tasks, status);
    }

    /// <summary>The first task is the one that changes something; a verification after it in the segment does not.</summary>
    private static IReadOnlyList<ChannelEvent> Ended(IReadOnlyList<int> tasks, TaskStatus status)
    {
        var said = new List<ChannelEvent>();
        foreach (var task in tasks)
        {
            var own = status == TaskStatus.Changed && said.Count > 0 ? TaskStatus.Ok : status;
            said.Add(FakeTransport.Start(task));
            said.Add(new ChannelEvent.Said(new Event.Done(task, own, own == TaskStatus.Changed, "")));
            if (status == TaskStatus.Failed)
            {
                break;
            }
        }

        return [.. said, new ChannelEvent.Ended()];
    }

    private static async IAsyncEnumerable<ChannelEvent> Say(IReadOnlyList<ChannelEvent> said)
    {
        foreach (var one in said)
        {
            await Task.Yield();
            yield return one;
        }
    }

    /// <summary>A memory that lasts as long as the test.</summary>
    internal sealed class Kept : IHealMemory
    {
        private readonly List<HealAttempt> attempts = [];

        public bool IsBroken { get; set; }

        public IReadOnlyList<HealAttempt> All => attempts;

        public IReadOnlyList<HealAttempt> Since(DateTimeOffset since) => [.. attempts.Where(a => a.At >= since)];

        public void Add(HealAttempt attempt)
        {
            if (IsBroken)
            {
                throw new IOException("no space left on device");
            }

            attempts.Add(attempt);
        }
    }
}
