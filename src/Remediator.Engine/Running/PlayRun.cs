using Remediator.Engine.Planning;
using Remediator.Engine.Variables;

namespace Remediator.Engine.Running;

/// <summary>What the hosts of one batch of one play share while it runs.</summary>
internal sealed class PlayRun(BoundPlay play, IReadOnlyList<string> hosts, SegmentPlanner planner, SegmentRun segments, bool isCheck, ChannelPool channels, RunLog log, TimeProvider time, Func<string, HostVariables> variablesOf)
{
    public BoundPlay Play => play;

    public Program Program => play.Program;

    public SegmentPlanner Planner => planner;

    public SegmentRun Segments => segments;

    public ChannelPool Channels => channels;

    public RunLog Log => log;

    public TimeProvider Time => time;

    public Rendezvous Rendezvous { get; } = new(hosts);

    public IReadOnlyList<string> Hosts => hosts;

    /// <summary>True where nothing is to be changed.</summary>
    public bool IsCheck => isCheck;

    /// <summary>Not null once the batch ends early for all hosts: <c>any_errors_fatal</c>, <c>meta: end_play</c>.</summary>
    public string? StopReason { get; set; }

    /// <summary>True where the whole play ends, not only this batch.</summary>
    public bool EndsPlay { get; set; }

    public HostVariables VariablesOf(string host) => variablesOf(host);
}
