using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Tests.Reporting;

/// <summary>Runs that the tests of text, JSON and the terminal share.</summary>
internal static class Tapes
{
    public static readonly TaskHeading Facts = Tape.Task(0, "Gathering Facts", TaskKind.GatherFacts, "setup");
    public static readonly TaskHeading Install = Tape.Task(1, "Install chrony", module: "package");
    public static readonly TaskHeading Configure = Tape.Task(2, "Configure chrony", module: "template");
    public static readonly TaskHeading Loop = Tape.Task(3, "Ask each server", module: "command");
    public static readonly TaskHeading Say = Tape.Task(4, "Say what is known", module: "debug");
    public static readonly TaskHeading Restart = Tape.Task(5, "Restart chrony", TaskKind.Handler, "service");
    public static readonly TaskHeading Verify = Tape.Task(6, "Clock is right", TaskKind.Verify, "chrony_tracking");

    private static readonly string[] Hosts = ["web1", "web2", "db1"];

    public static IReadOnlyDictionary<string, Tape> All { get; } = new Dictionary<string, Tape>
    {
        ["heal"] = Heal(),
        ["failures"] = Failures(),
        ["loops"] = Loops(),
        ["plan"] = Plan(),
        ["rollback"] = Rollback(),
        ["hostile"] = Hostile(),
        ["interrupted"] = Interrupted(),
        ["empty"] = Empty(),
    };

    /// <summary>Every host at its own pace; a handler on two; a verification that takes some tries.</summary>
    private static Tape Heal()
    {
        var tape = new Tape().Run().Play("Heal the clocks", Hosts, Facts, Install, Configure, Say, Restart, Verify);
        foreach (var host in (string[])["db1", "web1"])
        {
            tape.Start(host, Facts).End(host, Facts, result: Value.Dict(("ansible_facts", Value.Dict(("ansible_os_family", Value.Of("Debian"))))))
                .Start(host, Install).End(host, Install, host == "db1" ? ReportStatus.Changed : ReportStatus.Ok)
                .Start(host, Configure).End(host, Configure, ReportStatus.Changed)
                .Start(host, Say).End(new TaskReport(host, Say, ReportStatus.Ok) { IsSpoken = true, Result = Tape.Said($"the clock of {host} is 3 ms off ⏱") })
                .Start(host, Restart).End(host, Restart, ReportStatus.Changed);
        }

        tape.Start("web1", Verify).Retry("web1", Verify, 1, null, "Not synchronised").Retry("web1", Verify, 2, null, "offset 4.1 s")
            .Start("web2", Facts).End("web2", Facts).Start("web2", Install).End("web2", Install, ReportStatus.Skipped, "Conditional result was False")
            .End("web1", Verify).Start("web2", Configure).End("web2", Configure)
            .Start("web2", Say).End(new TaskReport("web2", Say, ReportStatus.Skipped) { IsSpoken = true })
            .Start("web2", Verify).End("web2", Verify).Start("db1", Verify)
            .End("db1", Verify, ReportStatus.Failed, "not converged within 120 s: system time 4.1 s slow, stratum 0, reach 0\nlast sources: none");
        return tape.Leave("db1", HostOutcome.Failed, "Clock is right").Finish(
            new HostRecap("web1", HostOutcome.Converged) { Ok = 6, Changed = 2, Note = "system time 12 µs fast, stratum 3" },
            new HostRecap("web2", HostOutcome.Converged) { Ok = 3, Skipped = 2 },
            new HostRecap("db1", HostOutcome.Failed) { Ok = 5, Changed = 3, Failed = 1, Note = "not converged within 120 s: system time 4.1 s slow\nlast sources: none" });
    }

    /// <summary>One host is as it was, the other cannot be taken back; what failed is still held back when that is told.</summary>
    private static Tape Rollback()
    {
        var tape = new Tape().Run().Play("Heal the clocks", ["db1", "web1"], Configure, Restart);
        foreach (var host in (string[])["web1", "db1"])
        {
            tape.Start(host, Configure).End(host, Configure, ReportStatus.Changed)
                .Start(host, Restart).End(host, Restart, ReportStatus.Failed, "Unable to restart service chrony\nFatal error : nosuch0");
        }

        return tape.Add(new RunEvent.RolledBack(new RollbackReport("web1", HostOutcome.RolledBack, "Restart chrony failed",
            [
                new UndoReport("/etc/chrony/chrony.conf", "restored", "Configure chrony"),
                new UndoReport("package chrony", "cannot", "Install chrony"),
                new UndoReport("chrony.service", "restarted", "Restart chrony"),
            ], ["/var/lib/remediator/runs/20261122T201500-quiet"])))
            .Leave("web1", HostOutcome.RolledBack, "Restart chrony failed")
            .Add(new RunEvent.RolledBack(new RollbackReport("db1", HostOutcome.RollbackFailed, "Restart chrony failed",
            [
                new UndoReport("/etc/chrony/chrony.conf", "failed", "the saved copy is gone\nor never was"),
            ], ["/var/lib/remediator/runs/20261122T201500-quiet"])))
            .Leave("db1", HostOutcome.RollbackFailed, "Restart chrony failed")
            .Finish(
                new HostRecap("db1", HostOutcome.RollbackFailed) { Ok = 1, Changed = 1, Failed = 1, Note = "Restart chrony: Unable to restart service chrony\nFatal error : nosuch0" },
                new HostRecap("web1", HostOutcome.RolledBack) { Ok = 1, Changed = 1, Failed = 1, Note = "Restart chrony: Unable to restart service chrony\nFatal error : nosuch0" });
    }

    private static Tape Failures()
    {
        var hosts = new[] { "web1", "web2", "web3", "web4", "web5" };
        return new Tape().Run().Play("Break things", hosts, Install, Configure, Say)
            .End(new TaskReport("web3", Install, ReportStatus.Unreachable)
            {
                Message = "connection refused", Trouble = "network", Hint = "is sshd running on web3?",
                Result = Value.Dict(("changed", Value.False), ("msg", Value.Of("connection refused")), ("unreachable", Value.True)),
            })
            .Leave("web3", HostOutcome.Unreachable, "connection refused")
            .End("web2", Install, ReportStatus.Failed, "non-zero return code", Tape.Output(2, "partial\n", "E: no such package\nE: give up", "non-zero return code"))
            .Leave("web2", HostOutcome.Failed, "Install chrony")
            .End(new TaskReport("web1", Install, ReportStatus.Failed) { Ignored = true, Message = "bad", Result = Tape.Said("bad") })
            .End("web1", Configure, ReportStatus.TimedOut, "ended after 30 s")
            .Leave("web1", HostOutcome.Failed, "ended after 30 s")
            .End("web4", Install, ReportStatus.Unknown, "the line dropped while it ran")
            .Leave("web4", HostOutcome.Unreachable, "the line dropped while it ran")
            .Leave("web5", HostOutcome.Unreachable, "no answer within 10 s")
            .Add(new RunEvent.Warning("one host is in two inventories"))
            .Finish(
                new HostRecap("web1", HostOutcome.Failed) { Ok = 1, Failed = 1, Ignored = 1, Note = "ended after 30 s" },
                new HostRecap("web2", HostOutcome.Failed) { Failed = 1, Note = "non-zero return code" },
                new HostRecap("web3", HostOutcome.Unreachable) { Unreachable = 1, Note = "connection refused" },
                new HostRecap("web4", HostOutcome.Unreachable) { Unreachable = 1, Note = "the line dropped while it ran" },
                new HostRecap("web5", HostOutcome.Unreachable) { Unreachable = 1, Note = "no answer within 10 s" });
    }

    private static Tape Loops()
    {
        var ok = new ItemReport("a.pool", ReportStatus.Ok, false, "", Tape.Output(0, "a"), []);
        var changed = new ItemReport("b.pool", ReportStatus.Changed, false, "", Tape.Output(0, "b"), []);
        var skipped = new ItemReport("c.pool", ReportStatus.Skipped, false, "", DictValue.Empty, []);
        var failed = new ItemReport("d.pool", ReportStatus.Failed, false, "non-zero return code", Tape.Output(1, "", "506 Cannot talk to daemon"), []);
        var said = Value.Dict(("ansible_loop_var", Value.Of("item")), ("changed", Value.False), ("item", Value.Of(1)), ("msg", Value.Dict(("a", Value.Of(1)))));
        return new Tape().Run().Play("Loop", Hosts, Loop, Say)
            .Retry("web1", Loop, 1, 2)
            .Add(new RunEvent.ItemEnded(ok, Loop, "web1")).Add(new RunEvent.ItemEnded(changed, Loop, "web1")).Add(new RunEvent.ItemEnded(skipped, Loop, "web1"))
            .End(new TaskReport("web1", Loop, ReportStatus.Changed) { Items = [ok, changed, skipped] })
            .End(new TaskReport("web2", Loop, ReportStatus.Skipped) { Items = [skipped, skipped with { Label = "d.pool" }] })
            .Add(new RunEvent.ItemEnded(ok, Loop, "db1"))
            .End(new TaskReport("db1", Loop, ReportStatus.Failed) { Items = [ok, failed], Message = "One or more items failed" })
            .Leave("db1", HostOutcome.Failed, "One or more items failed")
            .End(new TaskReport("web1", Say, ReportStatus.Ok) { IsSpoken = true, Items = [new ItemReport("1", ReportStatus.Ok, false, "", said, [])] })
            .End(new TaskReport("web2", Say, ReportStatus.Failed)
            {
                Ignored = true, Items = [new ItemReport("1", ReportStatus.Failed, true, "no", Tape.Said("no"), [])], Message = "One or more items failed",
            })
            .Finish(
                new HostRecap("web1", HostOutcome.Ok) { Ok = 2, Changed = 1 },
                new HostRecap("web2", HostOutcome.Ok) { Ok = 1, Skipped = 1, Ignored = 1 },
                new HostRecap("db1", HostOutcome.Failed) { Failed = 1 });
    }

    private static Tape Plan()
    {
        var diffs = new[]
        {
            new DiffReport("/etc/chrony/chrony.conf", "pool old.example\nmakestep 1 3\n", "pool new.example iburst\nmakestep 1 3\n"),
            new DiffReport("/etc/default/chrony", null, "DAEMON_OPTS=\"-F 1\""),
        };
        var hosts = new[] { "web1", "a-host-with-quite-a-long-name.example.net" };
        return new Tape().Run(check: true, diff: true).Play("Heal the clocks", hosts, Install, Configure)
            .End(hosts[1], Install).End(hosts[1], Configure)
            .End("web1", Install)
            .End(new TaskReport("web1", Configure, ReportStatus.Changed)
            {
                Diffs = diffs,
                Facets = [new FacetReport("content", "would", "pool old.example\n…", "pool new.example\n…"), new FacetReport("mode", "would", "0600", "0644"), new FacetReport("owner", "ok", "root", "root")],
            })
            .Finish([new HostRecap("web1", HostOutcome.Ok) { Ok = 2, Changed = 1 }, new HostRecap(hosts[1], HostOutcome.Ok) { Ok = 2 }], check: true);
    }

    /// <summary>Everything a host can say tries to take over the terminal.</summary>
    private static Tape Hostile()
    {
        const string Bad = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u0085\r\u007f";
        var item = new ItemReport(Bad, ReportStatus.Failed, false, Bad, Tape.Output(1, Bad, Bad), []);
        return new Tape().Run(diff: true).Play(Bad, ["web1"], Install with { Name = Bad }, Configure, Loop)
            .Add(new RunEvent.Warning(Bad))
            .Retry("web1", Verify with { Name = Bad }, 1, 1, Bad)
            .End(new TaskReport("web1", Install with { Name = Bad }, ReportStatus.Changed) { Diffs = [new DiffReport(Bad, Bad, Bad + "\n")] })
            .End(new TaskReport("web1", Configure, ReportStatus.Ok) { IsSpoken = true, Result = Tape.Said(Bad + "\ud800") })
            .End(new TaskReport("web1", Loop, ReportStatus.Failed) { Items = [item], Message = Bad, Hint = Bad })
            .Leave("web1", HostOutcome.Failed, Bad)
            .Finish(new HostRecap("web1", HostOutcome.Failed) { Changed = 1, Failed = 1, Note = Bad });
    }

    /// <summary>One host is amid a loop, one amid a task, when the run is ended.</summary>
    private static Tape Interrupted() => new Tape().Run().Play("Loop", Hosts, Loop, Say)
        .Start("web1", Loop).Add(new RunEvent.ItemEnded(new ItemReport("a", ReportStatus.Changed, false, "", DictValue.Empty, []), Loop, "web1"))
        .Start("web2", Loop).Retry("web2", Loop, 1, 3)
        .Start("db1", Loop).End("db1", Loop).Start("db1", Say)
        .Finish([new HostRecap("web1", HostOutcome.Ok), new HostRecap("web2", HostOutcome.Ok), new HostRecap("db1", HostOutcome.Ok) { Ok = 1 }], check: false, interrupted: true);

    private static Tape Empty() => new Tape().Run().Add(new RunEvent.PlayStarted("Second", [], 1)).Add(new RunEvent.NoHostsMatched("Second")).Finish();
}
