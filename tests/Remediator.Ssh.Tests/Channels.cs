using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Ssh.Tests;

/// <summary>Short words for what tests do with channels.</summary>
internal static class Channels
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    /// <summary>A segment with one task that runs a command, as the text of its <c>cmd</c>.</summary>
    public static string Segment(IChannel channel, string command, int segment = 1)
    {
        var task = new ScriptTask(1, "a task", [new Step.Act(Sh.Of($"sh -c {command}")) { HasOutput = true }]);
        return ScriptWriter.WriteSegment(segment, [task], channel.Sent);
    }

    public static async Task<List<ChannelEvent>> RunAsync(IChannel channel, string segment, CancellationToken cancellation = default)
    {
        var events = new List<ChannelEvent>();
        await foreach (var e in channel.RunAsync(segment, cancellation))
        {
            events.Add(e);
        }

        return events;
    }

    /// <summary>Waits until it holds, for long; false where it never does.</summary>
    public static async Task<bool> Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 600; i++)
        {
            if (holds())
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }

    /// <summary>True where the process is there and no zombie.</summary>
    public static bool Runs(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
