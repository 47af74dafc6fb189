using Remediator.Engine.Reporting;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>Takes back on one host what a run changed there, from the journals on it: that of each user and place it worked as, the last used first.</summary>
internal sealed class HostRollback(string host, ChannelPool channels, SemaphoreSlim forks, TimeProvider time)
{
    /// <summary>Daemons may take minutes to stop and start.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly List<UndoReport> changes = [];
    private readonly List<string> folders = [];
    private readonly HashSet<RollbackState> states = [];

    /// <summary>After a failure in a play. Null where there was nothing that could have been taken back.</summary>
    /// <param name="reason">What failed.</param>
    public async Task<RollbackReport?> AfterFailureAsync(RollbackRequest request, IEnumerable<Endpoint> endpoints, string reason, CancellationToken cancellation)
    {
        foreach (var endpoint in endpoints)
        {
            if (await OneAsync(request, endpoint, cancellation).ConfigureAwait(false) is { } trouble)
            {
                Fail($"{endpoint.Host}{(endpoint.Become is { } become ? $" as {become.User}" : "")}", trouble.Message, RunFolder(request, endpoint));
            }

            // A host on which something cannot be put back is written to no more.
            if (states.Contains(RollbackState.Failed))
            {
                break;
            }
        }

        var outcome = states.Contains(RollbackState.Failed) ? HostOutcome.RollbackFailed : states.Contains(RollbackState.Done) ? HostOutcome.RolledBack : HostOutcome.Failed;
        return outcome == HostOutcome.Failed && changes.Count == 0 ? null : Report(outcome, reason);
    }

    /// <summary>Because a user asks for it, who may have run the play as root or not: where his own journal is not there, root's is.</summary>
    public async Task<RollbackReport> AsAskedAsync(RollbackRequest request, Endpoint endpoint, CancellationToken cancellation)
    {
        var trouble = await OneAsync(request, endpoint, cancellation).ConfigureAwait(false);
        if (trouble is null && endpoint.Become is null && states.SetEquals([RollbackState.Missing]) && !await IsRootAsync(endpoint, cancellation).ConfigureAwait(false))
        {
            await OneAsync(request, endpoint with { Become = new Become("root") }, cancellation).ConfigureAwait(false);
        }

        if (trouble is not null)
        {
            return Report(states.Contains(RollbackState.Failed) ? HostOutcome.RollbackFailed : HostOutcome.Unreachable, trouble.Message);
        }

        return states switch
        {
            _ when states.Contains(RollbackState.Failed) => Report(HostOutcome.RollbackFailed, ""),
            _ when states.Contains(RollbackState.Refused) => Report(HostOutcome.Failed, "something else has changed since, so nothing was done; --force goes over it"),
            _ when states.Contains(RollbackState.Would) => Report(HostOutcome.Drifted, ""),
            _ when states.Contains(RollbackState.Done) => Report(HostOutcome.Ok, ""),
            _ when states.Contains(RollbackState.Nothing) => Report(HostOutcome.Ok, changes.Count > 0 ? "" : "it was rolled back before, or changed nothing"),
            _ => Report(HostOutcome.Ok, $"it has no journal of the run {request.Run}"),
        };
    }

    private RollbackReport Report(HostOutcome outcome, string reason) => new(host, outcome, reason, changes, [.. folders.Distinct()]);

    private void Fail(string what, string message, string folder)
    {
        changes.Add(new UndoReport(what, "failed", message));
        folders.Add(folder);
        states.Add(RollbackState.Failed);
    }

    private static string RunFolder(RollbackRequest request, Endpoint endpoint) => "runs/" + new RunJournal(request.Run, 0, false) { OnBehalfOf = endpoint.OnBehalfOf }.Folder;

    private async Task<bool> IsRootAsync(Endpoint endpoint, CancellationToken cancellation) =>
        (await channels.OpenAsync(endpoint, cancellation).ConfigureAwait(false)).Channel is not { Hello.UserId: not 0 };

    /// <summary>Null, or why the host could not be asked or did not answer to the end.</summary>
    private async Task<Trouble?> OneAsync(RollbackRequest request, Endpoint endpoint, CancellationToken cancellation)
    {
        await forks.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var opening = await channels.OpenAsync(endpoint, cancellation).ConfigureAwait(false);
            if (opening.Channel is not { } channel)
            {
                return opening.Trouble;
            }

            var isWhole = request.Play is null;
            var folder = new RunJournal(request.Run, 0, false) { OnBehalfOf = endpoint.OnBehalfOf }.Folder;
            var script = ScriptWriter.WriteRollback(int.MaxValue, folder, request.Play, isWhole, request.IsCheck, request.IsForced, channel.Sent);
            return await HearAsync(channel, endpoint, script, cancellation).ConfigureAwait(false);
        }
        finally
        {
            forks.Release();
        }
    }

    private async Task<Trouble?> HearAsync(IChannel channel, Endpoint endpoint, string script, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        Trouble? lost = null;
        try
        {
            await foreach (var next in channel.RunAsync(script, both.Token).ConfigureAwait(false))
            {
                switch (next)
                {
                    case ChannelEvent.Lost loss:
                        lost = loss.Trouble;
                        break;
                    case ChannelEvent.Said { Event: Event.Undone undone }:
                        changes.Add(new UndoReport(undone.What, undone.State.ToString().ToLowerInvariant(), undone.Message));
                        break;
                    case ChannelEvent.Said { Event: Event.RolledBack rolled }:
                        states.Add(rolled.State);
                        folders.Add(rolled.Folder);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            lost = new Trouble(TroubleKind.TimeOut, $"the rollback did not end within {Limit.TotalMinutes:0} minutes");
        }

        if (lost is not null)
        {
            // What it has done by then, only the host knows; it can be asked for again.
            await channels.ForgetAsync(endpoint).ConfigureAwait(false);
            states.Add(RollbackState.Failed);
        }

        return lost;
    }
}
