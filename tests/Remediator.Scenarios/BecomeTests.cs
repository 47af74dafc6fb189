using System.Diagnostics;
using System.Text;

namespace Remediator.Scenarios;

/// <summary>Who a task runs as, and what becomes of the password that it takes.</summary>
public sealed class BecomeTests(BecomeTests.TwoHosts lab) : IClassFixture<BecomeTests.TwoHosts>
{
    private const string Password = "lab-secret";

    /// <summary>Logs in as a user who may become root with a password.</summary>
    private string OfPw => lab.InventoryWith("pw.ini", text => text.Replace("ansible_user=ops", "ansible_user=pw"));

    /// <summary>Without <c>ansible_become</c>, which would win over the playbook's keywords.</summary>
    private string Plain => lab.InventoryWith("plain.ini", text => text.Replace("ansible_become=true\n", ""));

    [LabFact]
    public async Task Password_of_a_file_becomes_root_and_shows_nowhere()
    {
        var file = lab.Write("password", Password + "\n");
        using var program = RemediatorProgram.Start("run", Places.Playbook("long-command.yml"), "-i", OfPw, "-e", "seconds=7", "--become-password-file", file, "-vvv");
        await lab.UntilAsync(1, "sleep 7");
        var onHost = await lab.ExecAsync(1, "ps -eo user:20,args; cat /proc/[0-9]*/environ | tr '\\0' '\\n'");
        var here = (await Command.RunAsync("ps", ["-eo", "args"], TimeSpan.FromSeconds(20))).Stdout;
        var run = await program.EndAsync();
        var logs = await lab.ExecAsync(1, "journalctl -q -b -o cat --no-pager; cat /var/log/*.log 2>/dev/null; :");

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Matches(@"root +sleep 7", onHost);
        Assert.Contains("ssh", here);
        Assert.Contains("pw", logs);
        Assert.All([onHost, here, logs, run.Stdout, run.Stderr], text => Assert.DoesNotContain(Password, text));
    }

    [LabFact]
    public async Task Password_that_is_typed_becomes_root()
    {
        var start = new ProcessStartInfo("script", ["-qec", $"'{Places.Program}' run '{Places.Playbook("leave-a-mark.yml")}' -i '{OfPw}' -e mark=typed -K", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var shown = new StringBuilder();
        await ReadAsync(process, shown, until: "BECOME password: ", patience.Token);
        await process.StandardInput.WriteAsync($"{Password}\n");
        await process.StandardInput.FlushAsync(patience.Token);
        await ReadAsync(process, shown, until: null, patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.True(process.ExitCode == 0, shown.ToString());
        Assert.DoesNotContain(Password, shown.ToString());
        Assert.Equal(["root\n", "root\n"], await lab.EachAsync(n => lab.ExecAsync(n, "stat -c %U /run/typed")));
    }

    [LabFact]
    public async Task Wrong_password_is_tried_once_and_told_as_trouble_with_sudo()
    {
        const string Failures = "journalctl -q -b -o cat --no-pager | grep -c 'pam_unix(sudo:auth): authentication failure'";
        var file = lab.Write("wrong", "not-the-secret\n");
        var before = int.Parse(await lab.AskAsync(1, Failures));

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("leave-a-mark.yml"), "-i", OfPw, "-l", "ns1", "-e", "mark=wrong", "--become-password-file", file);

        Assert.True(run.ExitCode == 4, run.Told);
        var refused = run.Tasks.Single();
        Assert.True(refused is { Status: "unreachable", Trouble: "become" } && refused.Message.Contains("password"), refused.ToString());
        Assert.DoesNotContain("not-the-secret", run.Stdout + run.Stderr);
        Assert.Equal(before + 1, int.Parse(await lab.AskAsync(1, Failures)));
        Assert.Equal("", await lab.AskAsync(1, "ls /run/wrong 2>/dev/null"));
    }

    [LabFact]
    public async Task Missing_password_is_told_and_not_waited_for()
    {
        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("leave-a-mark.yml"), "-i", OfPw, "-l", "ns1", "-e", "mark=none");

        Assert.True(run.ExitCode == 4, run.Told);
        var refused = run.Tasks.Single();
        Assert.True(refused is { Trouble: "become" } && refused.Hint!.Contains("-K"), refused.ToString());
        Assert.True(run.Duration < TimeSpan.FromSeconds(15), run.Told);
    }

    [LabFact]
    public async Task Tasks_run_as_whom_they_name_with_the_environment_they_name()
    {
        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("becoming.yml"), "-i", Plain);

        Assert.True(run.ExitCode == 0, run.Told);
        foreach (var host in new[] { "ns1", "ns2" })
        {
            string Said(string task) => run.Task(host, task).Result.GetProperty("stdout").GetString()!;
            Assert.Equal(
                ["root", "ops", "pw", "root", "hello it's \"you\" & $HOME", "hello"],
                new[] { "As root", "As who logged in", "As another user", "As root again", "With the play's environment", "Without the task's environment" }.Select(Said).Select(s => s.TrimEnd()));
        }
    }

    [LabFact]
    public async Task Failing_first_host_of_a_serial_play_leaves_the_others_untouched()
    {
        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("one-by-one.yml"), "-i", lab.Inventory, "-e", "mark=serial");

        Assert.True(run.ExitCode == 3, run.Told);
        Assert.Equal("failed", run.Host("ns1").Outcome);
        Assert.Equal(["/run/serial\n", ""], await lab.EachAsync(n => lab.AskAsync(n, "ls /run/serial* 2>/dev/null")));

        // Turned round, the same play goes on until it fails.
        var other = await RemediatorProgram.RunAsync("run", Places.Playbook("one-by-one.yml"), "-i", lab.Inventory, "-l", "ns2", "-e", "mark=serial");
        Assert.Equal(0, other.ExitCode);
        Assert.Equal("/run/serial\n/run/serial-finished\n", await lab.AskAsync(2, "ls /run/serial*"));
    }

    /// <summary>Reads until a text was shown, or to the end.</summary>
    private static async Task ReadAsync(Process process, StringBuilder shown, string? until, CancellationToken patience)
    {
        var buffer = new char[1024];
        while (until is null || !shown.ToString().Contains(until))
        {
            var count = await process.StandardOutput.ReadAsync(buffer, patience);
            if (count == 0)
            {
                Assert.True(until is null, $"it ended without '{until}': {shown}");
                return;
            }

            shown.Append(buffer, 0, count);
        }
    }

    public sealed class TwoHosts() : Lab("become", 2);
}
