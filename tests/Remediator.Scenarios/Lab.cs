using System.Globalization;

namespace Remediator.Scenarios;

/// <summary>A lab of hosts for the tests of a class. Each class has its own, so that classes run side by side.</summary>
/// <param name="Name">Letters; after <see cref="Places.LabPrefix"/> the lab's name.</param>
/// <param name="Hosts">How many.</param>
/// <param name="Options">Of <c>lab.sh up</c>.</param>
public abstract class Lab(string name, int hosts, params string[] options) : IAsyncLifetime
{
    private static readonly TimeSpan limit = TimeSpan.FromMinutes(3);
    private readonly (string, string) lab = ("LAB_NAME", $"{Places.LabPrefix}{name}");

    /// <summary>Numbers of the hosts: 1 is ns1.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, hosts);

    /// <summary>Log in as ops, who may become root without a password.</summary>
    public string Inventory { get; private set; } = "";

    /// <summary>The lab's folder: the hosts' key and known_hosts are there. Tests write their files in it.</summary>
    public string Folder => Path.GetDirectoryName(Inventory)!;

    /// <summary>The address of the lab's NTP server.</summary>
    public string NtpServer { get; private set; } = "";

    /// <summary>For <c>-e</c>, with playbooks/chrony.yml: polled often, so that a clock is judged within seconds of a start.</summary>
    public string ChronyServers => $$"""{"chrony_servers":[{"host":"{{NtpServer}}","options":"iburst minpoll 1 maxpoll 4"}]}""";

    public async Task InitializeAsync()
    {
        if (Places.Obstacle is not null)
        {
            return;
        }

        await ScriptAsync(["up", hosts.ToString(CultureInfo.InvariantCulture), .. options]);
        Inventory = (await ScriptAsync(["inventory"])).Trim();
        NtpServer = File.ReadLines(Inventory).First(l => l.StartsWith("ntp_server=", StringComparison.Ordinal))["ntp_server=".Length..];
        await EachAsync(n => ExecAsync(n, "mkdir /root/etc && cp -a /etc/chrony* /root/etc/ 2>/dev/null; :"));
        Prepare();
    }

    public async Task DisposeAsync()
    {
        if (Places.Obstacle is null)
        {
            await ScriptAsync(["down"]);
        }
    }

    /// <summary>What the tests of this lab need beside, when its hosts are up.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Puts a file of a host in place, 0755, without ssh and whatever its size.</summary>
    public void Put(int host, string path, byte[] content)
    {
        var target = $"{Folder}/ns{host}/root{path}";
        File.WriteAllBytes(target, content);
        File.SetUnixFileMode(target, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Gives the hosts the controller's busybox; they are of the same distribution.</summary>
    protected void BringBusybox()
    {
        foreach (var host in Numbers)
        {
            Put(host, "/usr/bin/busybox", File.ReadAllBytes("/usr/bin/busybox"));
        }
    }

    /// <summary>What the command printed in the host, without ssh. Fails unless it ended with 0.</summary>
    public Task<string> ExecAsync(int host, string command) => ScriptAsync(["exec", $"{host}", command]);

    /// <summary>The same, whatever it ended with.</summary>
    public async Task<string> AskAsync(int host, string command) => await ExecAsync(host, $"{command}; :");

    public Task BreakAsync(int host, params string[] fault) => ScriptAsync(["break", $"{host}", .. fault]);

    /// <summary>Until a process runs in the host whose command line begins so; fails after half a minute.</summary>
    public async Task UntilAsync(int host, string command)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while ((await AskAsync(host, $"pgrep -fc '^{command}'")).Trim() == "0")
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"'{command}' did not start on ns{host}");
            await Task.Delay(200);
        }
    }

    /// <summary>Until no process runs in the host whose command line begins so; fails after a quarter of a minute.</summary>
    public async Task UntilGoneAsync(int host, string command)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while ((await AskAsync(host, $"pgrep -fc '^{command}'")).Trim() != "0")
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"'{command}' still runs on ns{host}");
            await Task.Delay(200);
        }
    }

    /// <summary>What check mode must not change.</summary>
    public Task<string> SnapshotAsync(int host) => ScriptAsync(["snapshot", $"{host}"]);

    public async Task<IReadOnlyList<string>> SnapshotsAsync() => await EachAsync(SnapshotAsync);

    /// <summary>Takes a host back to what it was when the lab came up: the distribution's chrony, running on the lab's server.</summary>
    public async Task ResetAsync(int host)
    {
        await ScriptAsync(["mend", $"{host}"]);
        await ExecAsync(host, """
            for f in /etc/chrony*; do [ ! -e "$f" ] || rm -rf "$f"; done
            cp -a /root/etc/. /etc/
            unit=chrony; [ -d /etc/chrony ] || unit=chronyd
            systemctl reset-failed "$unit" 2>/dev/null
            systemctl -q enable "$unit" && systemctl restart "$unit"
            """);
    }

    public Task ResetAsync() => EachAsync(async n =>
    {
        await ResetAsync(n);
        return "";
    });

    /// <summary>Writes a file of a test into the lab's folder.</summary>
    public string Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>An inventory with the lab's lines changed.</summary>
    public string InventoryWith(string file, Func<string, string> change) => Write(file, change(File.ReadAllText(Inventory)));

    /// <summary>The same for all hosts at a time; in the order of the hosts.</summary>
    public async Task<IReadOnlyList<T>> EachAsync<T>(Func<int, Task<T>> work) => await Task.WhenAll(Numbers.Select(work));

    private async Task<string> ScriptAsync(string[] words)
    {
        var ended = await Command.RunAsync("bash", [Places.LabScript, .. words], limit, lab);
        return ended.ExitCode == 0 ? ended.Stdout
            : throw new InvalidOperationException($"lab.sh {string.Join(' ', words)} ended with {ended.ExitCode}: {ended.Stdout}{ended.Stderr}");
    }
}
