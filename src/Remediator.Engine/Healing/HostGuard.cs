using System.Globalization;
using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Engine.Healing;

/// <summary>What a host's guard says to a remediation.</summary>
/// <param name="State">Null where it may begin; else why not: blocked, leased or unreachable.</param>
/// <param name="Note">Why not; or what is worth telling, such as a dead lease that was taken over; or empty.</param>
internal sealed record GuardAnswer(HealState? State, string Note);

/// <summary>
/// A host before and while it is remediated: asks whether it may be (Prelude/guard.sh), takes its lease, prolongs it and gives it back.
/// It has a channel of its own, for that of the run is busy.
/// </summary>
internal sealed class HostGuard(string host, Endpoint endpoint, ITransport transport, string lease, HealSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A pass that is interrupted does not wait long for a host to take its lease back.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);
    private IChannel? channel;
    private int segments;
    private bool isHeld;

    public string Host => host;

    /// <param name="makestep">See <see cref="ClockSteps.Question"/>; null where the clock may be stepped, or would not be.</param>
    public async Task<GuardAnswer> AskAsync(string? makestep, TimeProvider time, CancellationToken cancellation)
    {
        var command = makestep is null
            ? Sh.Of($"rmd_guard {lease} {settings.Controller} {settings.Holder} {Seconds}")
            : Sh.Of($"rmd_guard {lease} {settings.Controller} {settings.Holder} {Seconds} {makestep}");
        var (text, trouble) = await SayAsync(command, Patience, time, cancellation).ConfigureAwait(false);
        if (text is null)
        {
            return new GuardAnswer(HealState.Unreachable, trouble);
        }

        var answer = Read(text);
        isHeld = answer.State is null;
        return answer;
    }

    /// <summary>False where the lease is another's by now, or the host did not answer.</summary>
    public async Task<bool> KeepAsync(TimeProvider time, CancellationToken cancellation) =>
        (await SayAsync(Sh.Of($"rmd_lease_keep {lease} {settings.Controller} {settings.Holder} {Seconds}"), Patience, time, cancellation).ConfigureAwait(false)).Text?.Trim() == "kept";

    /// <summary>Gives the lease back; one that cannot be given back ends by itself.</summary>
    public async Task DropAsync(TimeProvider time)
    {
        if (isHeld)
        {
            isHeld = false;
            await SayAsync(Sh.Of($"rmd_lease_drop {lease} {settings.Controller}"), Farewell, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => channel?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>What the guard printed, as an answer.</summary>
    internal static GuardAnswer Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', 2)).Select(w => (Word: w[0], Words: w.Length > 1 ? w[1] : "")).ToList();
        string[] Of(string word) => [.. lines.Where(l => l.Word == word).Select(l => l.Words)];
        if (Of("full") is { Length: > 0 } full)
        {
            return new GuardAnswer(HealState.Blocked, string.Join("; ", full.Select(Full)));
        }

        if (Of("step") is [var step, ..])
        {
            return new GuardAnswer(HealState.Blocked, $"{ClockSteps.Variable} is never: {step}; tasks that drain the host first have the tag '{ClockSteps.Drain}'");
        }

        if (Of("broken") is [var broken, ..])
        {
            return new GuardAnswer(HealState.Blocked, $"its lease cannot be taken: {broken}");
        }

        if (Of("held") is [var held, ..])
        {
            var (age, holder) = Split(held);
            return new GuardAnswer(HealState.Leased, $"held by {holder} for {age} s");
        }

        if (Of("taken").Length == 0)
        {
            return new GuardAnswer(HealState.Blocked, $"its guard said nothing that can be understood: {PlainText.Of(text)}");
        }

        return new GuardAnswer(null, string.Join("; ", Of("stale").Select(Stale)));
    }

    private long Seconds => (long)Math.Ceiling(settings.Lease.TotalSeconds);

    private static string Full(string line)
    {
        var (kind, rest) = Split(line);
        var (left, mount) = Split(rest);
        return $"disk full on {mount} ({left} {kind} free)";
    }

    private static string Stale(string line)
    {
        var (why, rest) = Split(line);
        var (age, holder) = Split(rest);
        return why switch
        {
            "boot" => $"took over the lease of {holder}: the host has booted since",
            "over" => $"took over the lease of {holder}: it was {age} s old and over",
            "own" => $"took over this controller's own lease, {age} s old: {holder} is gone",
            _ => "took over a lease that cannot be read",
        };
    }

    private static (string First, string Others) Split(string text) => text.IndexOf(' ') is > 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");

    /// <summary>What the command printed, or why nothing is known.</summary>
    private async Task<(string? Text, string Trouble)> SayAsync(Sh command, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            if (channel is null)
            {
                var opening = await transport.OpenAsync(endpoint, both.Token).ConfigureAwait(false);
                if (opening.Channel is null)
                {
                    return (null, opening.Trouble!.Message);
                }

                channel = opening.Channel;
            }

            var task = new ScriptTask(1, "guard", [new Step.Capture("guard", command, static c => Language.Values.Value.Of(c.Text))]);
            string? text = null;
            await foreach (var next in channel.RunAsync(ScriptWriter.WriteSegment(++segments, [task], channel.Sent), both.Token).ConfigureAwait(false))
            {
                switch (next)
                {
                    case ChannelEvent.Said { Event: Event.Capture captured }:
                        text = System.Text.Encoding.UTF8.GetString(captured.Stdout);
                        break;
                    case ChannelEvent.Lost lost:
                        await ForgetAsync().ConfigureAwait(false);
                        return (null, lost.Trouble.Message);
                }
            }

            return (text, "its guard gave no answer");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await ForgetAsync().ConfigureAwait(false);
            return (null, string.Create(CultureInfo.InvariantCulture, $"its guard gave no answer within {patience.TotalSeconds} s"));
        }
    }

    private async Task ForgetAsync()
    {
        if (channel is { } lost)
        {
            channel = null;
            await lost.DisposeAsync().ConfigureAwait(false);
        }
    }
}
