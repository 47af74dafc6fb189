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

    /// <summary>Processes that have a text in their command line or environment, except this one.</summary>
    public static IReadOnlyList<int> ProcessesWith(string text)
    {
        var sought = System.Text.Encoding.UTF8.GetBytes(text);
        var found = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var process) && process != Environment.ProcessId)
            {
                foreach (var file in new[] { "cmdline", "environ" })
                {
                    try
                    {
                        if (File.ReadAllBytes(Path.Combine(folder, file)).AsSpan().IndexOf(sought) >= 0)
                        {
                            found.Add(process);
                        }
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                    {
                        // It has ended, or is another user's.
                    }
                }
            }
        }

        return found;
    }

    /// <summary>A number of seconds that no other test sleeps for.</summary>
    public static string NewMark() => $"9{Random.Shared.Next(10_000_000, 99_999_999)}";

    public static int ParentOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
    }

    public static IReadOnlyList<int> ChildrenOf(int process) =>
        [.. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
