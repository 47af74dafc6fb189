using System.Diagnostics;
using Remediator.Engine;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;

namespace Remediator.Ssh.Tests;

/// <summary>
/// A line that is cut at some byte, on the way to the host or back, under a whole run: whatever the byte, the report is true of the host.
/// A stride and what is near the frames is cut by default; <c>REMEDIATOR_EVERY_BYTE=1</c> cuts at each byte. On the way to the host most
/// bytes are of functions that only stand there: with all of them cut, what the host makes of each cut is looked at first, and a whole
/// run is made of those after which anything is there or more was said than after a byte less.
/// </summary>
public sealed class CutTests
{
    /// <summary>The first login's line is cut after some bytes, then the client ends as it does when a line is lost; later logins are whole.</summary>
    private const string CutUp =
        """
        if [ "$(wc -l <FOLDER/tries)" -gt 1 ]; then exec setsid -w sh -c "$*"; fi
        dd bs=1 count=CUT 2>/dev/null | setsid -w sh -c "$*"
        echo 'Timeout, server web1 not responding.' >&2
        exit 255
        """;

    private const string CutDown =
        """
        if [ "$(wc -l <FOLDER/tries)" -gt 1 ]; then exec setsid -w sh -c "$*"; fi
        exec 3<&0
        trap 'exit 255' TERM
        { setsid -w sh -c "$*" <&3 3<&- | { dd bs=1 count=CUT 2>/dev/null; echo 'Timeout, server web1 not responding.' >&2; kill -TERM $$; }; } &
        exec >&-
        wait
        """;

    private const string Whole =
        """
        printf '%s' "$*" >FOLDER/command
        tee FOLDER/up | setsid -w sh -c "$*" | tee FOLDER/down
        """;

    /// <summary>Its words are a number of bytes, and then paths that must not be there afterwards: prints how many frames came, and which paths there are.</summary>
    private const string Replay =
        """
        #!/bin/sh
        cut=$1
        shift
        head -c "$cut" FOLDER/up | TMPDIR=FOLDER/tmp setsid -w sh -c "$(cat FOLDER/command)" 2>/dev/null | tr -dc '\036' | wc -c
        for path; do [ ! -e "$path" ] || echo "$path"; done
        rm -rf "$@"
        """;

    [Theory]
    [InlineData("up")]
    [InlineData("down")]
    public async Task No_cut_leaves_an_effect_that_is_not_reported(string way)
    {
        using var whole = new Target(Whole, 0);
        Assert.Equal(0, (await whole.RunAsync()).ExitCode);
        var text = File.ReadAllBytes(whole.Ssh.PathOf(way));
        var positions = (Environment.GetEnvironmentVariable("REMEDIATOR_EVERY_BYTE"), way) switch
        {
            ("1", "up") => whole.WhereItMatters(text.Length),
            ("1", _) => Enumerable.Range(0, text.Length),
            _ => PositionsOf(text, way == "up"),
        };
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(positions, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (at, _) =>
        {
            using var target = new Target(way == "up" ? CutUp : CutDown, at);
            var report = await target.RunAsync();
            outcomes.Add(target.Judge(report, $"cut at byte {at} of {text.Length}"));
        });

        // Most cuts are healed by the second login; what the host cannot tell is told as unknown.
        Assert.Contains("all done", outcomes);
    }

    private static IEnumerable<int> PositionsOf(byte[] text, bool isUp)
    {
        // Where a frame begins, and where the calls of the tasks stand at the end.
        var near = isUp ? Enumerable.Range(text.Length - 24, 24) : Enumerable.Range(0, text.Length).Where(i => text[i] == 0x1e).SelectMany(i => new[] { i, i + 1, i + 6 });
        return Enumerable.Range(0, 24).Select(i => (int)((long)i * text.Length / 24)).Concat(near).Where(i => i < text.Length).Distinct().Order();
    }

    /// <summary>A host on this machine with a folder that a playbook changes.</summary>
    private sealed class Target : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("remediator-cut-");

        public Target(string remote, int cut)
        {
            Ssh = new FakeSsh(remote: remote.Replace("CUT", cut.ToString()));
            // The folder is known only once it is there.
            Ssh.Write("ssh", File.ReadAllText(Ssh.Command).Replace("FOLDER", Path.GetDirectoryName(Ssh.Command)!));
            File.WriteAllText(PathOf("playbook.yml"), $$"""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - { name: file, copy: { content: "new", dest: {{PathOf("file")}} } }
                    - { name: count, shell: "echo x >>{{PathOf("count")}}", notify: handle }
                    - { name: last, copy: { content: "new", dest: {{PathOf("last")}} } }
                  handlers:
                    - { name: handle, shell: "echo x >>{{PathOf("handled")}}" }
                """);
        }

        public FakeSsh Ssh { get; }

        private string PathOf(string name) => Path.Combine(folder.FullName, name);

        private readonly Dictionary<string, ReportStatus> told = [];

        public async Task<RunReport> RunAsync()
        {
            var diagnostics = new DiagnosticBag();
            var session = Session.Load(new RunRequest { Playbooks = [PathOf("playbook.yml")], Inventories = ["web1,"], Connection = ConnectionKind.Ssh, ConnectTimeout = Channels.Long }, diagnostics);
            Assert.Empty(diagnostics.Select(DiagnosticText.Render));
            using var transport = new OpenSshTransport(Ssh.Options, new ChannelOptions { Store = PathOf("store") });
            return await session!.RunAsync([new Listener(told)], _ => transport, default).WaitAsync(Channels.Long);
        }

        /// <summary>Bytes at which a cut on the way to the host leaves something there, or lets it say more than the byte before.</summary>
        public IReadOnlyList<int> WhereItMatters(int length)
        {
            Ssh.Write("replay", Replay.Replace("FOLDER", Path.GetDirectoryName(Ssh.Command)!));
            string[] paths = [.. new[] { "file", "count", "last", "handled", "store" }.Select(PathOf)];
            string Said(int cut)
            {
                using var shell = Process.Start(new ProcessStartInfo(Ssh.PathOf("replay"), [$"{cut}", .. paths]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
                shell.StandardInput.Close();
                return shell.StandardOutput.ReadToEnd();
            }

            Said(length);
            var before = "";
            List<int> matters = [];
            for (var cut = 0; cut < length; cut++)
            {
                var said = Said(cut);
                if (said != before || said.Contains('/'))
                {
                    matters.Add(cut);
                }

                before = said;
            }

            return matters;
        }

        /// <summary>Compares what is there with what was said.</summary>
        public string Judge(RunReport report, string where)
        {
            foreach (var (name, file, once) in new[] { ("file", "file", "new"), ("count", "count", "x\n"), ("last", "last", "new"), ("handle", "handled", "x\n") })
            {
                var content = File.Exists(PathOf(file)) ? File.ReadAllText(PathOf(file)) : null;
                switch (told.GetValueOrDefault(name, ReportStatus.Skipped))
                {
                    case ReportStatus.Changed:
                        Assert.True(content == once, $"{where}: '{name}' was told as changed, and there is '{content}'");
                        break;
                    case ReportStatus.Unknown or ReportStatus.Failed:
                        // A task that says that it failed may have changed something, and is told so.
                        Assert.True(content is null || content == once, $"{where}: '{name}' ran more than once: '{content}'");
                        Assert.NotEqual(0, report.ExitCode);
                        break;
                    case var other:
                        Assert.True(content is null, $"{where}: '{name}' was told as {other}, and there is '{content}'");
                        break;
                }
            }

            Assert.Equal(report.ExitCode == 0, told.Count == 4);
            return report.ExitCode == 0 ? "all done" : string.Join(' ', told.Values);
        }

        public void Dispose()
        {
            Ssh.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private sealed class Listener(Dictionary<string, ReportStatus> told) : IRunObserver
    {
        public void On(RunEvent next)
        {
            if (next is RunEvent.TaskEnded { Report: var report })
            {
                told[report.Task.Name] = report.Status;
            }
        }
    }
}
