using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Engine.Tests;

/// <summary>What hosts print, through a real shell.</summary>
public sealed class OutputTests
{
    [Fact]
    public async Task Output_that_is_no_UTF_8_breaks_nothing()
    {
        using var sample = Sample.Of(("playbook.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - { name: bytes, shell: "printf 'a\\377\\033[31m\\000b'", register: r }
                - { name: after, assert: { that: ["r.stdout | length > 3"] } }
            """));
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(new RunRequest { Playbooks = [Path.Combine(sample.Folder, "playbook.yml")], Inventories = ["a,"], Connection = ConnectionKind.Local }, diagnostics);
        Assert.Empty(diagnostics.Select(DiagnosticText.Render));
        var transcript = new Transcript();
        var report = await session!.RunAsync([transcript], _ => new LocalTransport(Folders.Channels(check: false, diff: false)), default);

        Assert.Equal(0, report.ExitCode);
        Assert.Equal("a\ufffd\u001b[31m\0b", ((TextValue)transcript.Reports.First().Result["stdout"]!).ToString());
        Assert.Equal("a\ufffd\\x1b[31m\\x00b", PrintableText.Of("a\ufffd\u001b[31m\0b"));
    }
}
