using Remediator.Engine.Reporting;

namespace Remediator.Engine.Running;

/// <summary>
/// Where hosts of a batch meet. A task that runs once for all is run by the first host in order that takes part, when every other one
/// has arrived, gone past or left; what looks at all hosts waits until none is behind. A host that is behind never waits for one that
/// is ahead, so nobody waits for ever.
/// </summary>
internal sealed class Rendezvous(IReadOnlyList<string> hosts)
{
    private readonly Dictionary<string, Place> places = hosts.ToDictionary(h => h, _ => Place.Start);
    private readonly Dictionary<Place, Meeting> meetings = [];
    private readonly List<(Place At, TaskCompletionSource Reached)> gatherings = [];
    private readonly Lock gate = new();

    /// <summary>The host is at an instruction, which it has not run yet. It never goes back: where it waits already counts.</summary>
    public void Pass(string host, Place at)
    {
        lock (gate)
        {
            places[host] = places[host] < at ? at : places[host];
            Settle();
        }
    }

    /// <summary>Waits until no other host is behind the instruction.</summary>
    public Task GatherAsync(string host, Place at, CancellationToken cancellation)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gatherings.Add((at, reached));
            places[host] = at;
            Settle();
            return reached.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>The host takes no further part.</summary>
    public void Leave(string host) => Pass(host, Place.Never);

    /// <summary>Waits for the others; true for the one host that runs the task.</summary>
    public Task<bool> ArriveAsync(string host, Place at, CancellationToken cancellation)
    {
        lock (gate)
        {
            places[host] = at;
            var meeting = MeetingAt(at);
            var waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            meeting.Waiting[host] = waiting;
            Settle();
            return waiting.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>The runner's outcome for the others, which wait for it.</summary>
    public void Tell(Place at, object? outcome)
    {
        lock (gate)
        {
            MeetingAt(at).Outcome.TrySetResult(outcome);
        }
    }

    public Task<object?> OutcomeAsync(Place at, CancellationToken cancellation)
    {
        lock (gate)
        {
            return MeetingAt(at).Outcome.Task.WaitAsync(cancellation);
        }
    }

    private Meeting MeetingAt(Place at)
    {
        if (!meetings.TryGetValue(at, out var meeting))
        {
            meetings[at] = meeting = new Meeting();
        }

        return meeting;
    }

    private void Settle()
    {
        if (gatherings.Count > 0)
        {
            var last = places.Values.Min();
            foreach (var (at, reached) in gatherings.Where(g => g.At <= last))
            {
                reached.TrySetResult();
            }

            gatherings.RemoveAll(g => g.At <= last);
        }

        foreach (var (at, meeting) in meetings)
        {
            if (meeting.IsOpen && meeting.Waiting.Count > 0 && hosts.All(h => meeting.Waiting.ContainsKey(h) || places[h] > at))
            {
                meeting.IsOpen = false;
                var first = hosts.First(meeting.Waiting.ContainsKey);
                foreach (var (host, waiting) in meeting.Waiting)
                {
                    waiting.TrySetResult(host == first);
                }
            }
        }
    }

    private sealed class Meeting
    {
        public bool IsOpen { get; set; } = true;

        public Dictionary<string, TaskCompletionSource<bool>> Waiting { get; } = [];

        public TaskCompletionSource<object?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
