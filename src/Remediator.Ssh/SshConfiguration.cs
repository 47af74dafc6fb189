using System.Text;

namespace Remediator.Ssh;

/// <summary>
/// The configuration file that the client is given: what must hold, then the user's own configuration, then our defaults. Of each
/// option the client takes the first value it meets, so a default given as <c>-o</c> would override the user's file; and unlike
/// options, a file also reaches the clients that <c>ProxyJump</c> starts.
/// </summary>
internal sealed class SshConfiguration(TimeSpan? keep = null) : IDisposable
{
    // What a user configured for sessions of their own (forwardings, a remote command) would collide with ours.
    private const string Fixed =
        """
        IgnoreUnknown RemoteCommand
        BatchMode yes
        ForwardAgent no
        ForwardX11 no
        ClearAllForwardings yes
        RemoteCommand none
        PermitLocalCommand no
        RequestTTY no
        LogLevel INFO

        """;

    // Under BatchMode the client's own default for host keys, to ask, refuses unknown and changed ones as well; "yes" says why.
    // Keep-alives: a host that is gone is noticed in about 6 s.
    private const string Defaults =
        """
        Match all
        StrictHostKeyChecking yes
        ServerAliveInterval 3
        ServerAliveCountMax 2

        """;

    // Where the client would offer sntrup761 first, a login takes 150 ms of computing instead of 15. A system with a policy of its own
    // (FIPS) sets KexAlgorithms in a file that is read before this.
    private const string FastKeyExchange = "KexAlgorithms ^curve25519-sha256\n";

    private static readonly string[] SystemFiles = ["/etc/ssh/ssh_config", "/usr/etc/ssh/ssh_config"];
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> files = [];
    private readonly HashSet<string> fast = [];
    private bool isFast = true;
    private int written;
    private string? folder;

    /// <summary>The path of the file for a user configuration: the one given by the user's <c>-F</c>, or null for the usual ones.</summary>
    public string FileFor(string? userFile)
    {
        lock (gate)
        {
            if (!files.TryGetValue(userFile ?? "", out var path))
            {
                // Only its owner can enter the folder.
                folder ??= Directory.CreateTempSubdirectory("remediator-ssh-").FullName;
                path = Path.Combine(folder, $"config{written++}");
                File.WriteAllText(path, Write(userFile, isFast, (keep is { } time ? Shared(time) : "") + WithoutKerberos()));
                files[userFile ?? ""] = path;
                if (isFast)
                {
                    fast.Add(path);
                }
            }

            return path;
        }
    }

    /// <summary>
    /// True where a client ended because it does not know the key exchange of ours: before OpenSSH 8.0 none knows the <c>^</c>, and some
    /// builds and policies do not know the curve. From then on files are without it. To ask each client first would cost a process.
    /// </summary>
    /// <param name="path">The file that it was given.</param>
    /// <param name="said">Its last words.</param>
    public bool Relents(string path, string said)
    {
        lock (gate)
        {
            if (!fast.Contains(path) || !said.Split('\n').Any(l => l.StartsWith($"{path} line ", StringComparison.Ordinal) && l.Contains("KexAlgorithms")))
            {
                return false;
            }

            if (isFast)
            {
                isFast = false;
                files.Clear();
            }

            return true;
        }
    }

    public void Dispose()
    {
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The text of the file.</summary>
    /// <param name="userFile">As the client's <c>-F</c>: null for the usual files, <c>none</c> for none.</param>
    /// <param name="more">Further lines that win over the user's own.</param>
    internal static string Write(string? userFile, bool fast, string more = "")
    {
        var text = new StringBuilder(Fixed).Append(more);
        IEnumerable<string> included = userFile switch
        {
            null => ["~/.ssh/config", .. SystemFiles.Where(File.Exists).Take(1)],
            "none" => [],
            _ => [Path.GetFullPath(userFile)],
        };
        foreach (var file in included)
        {
            text.Append("Match all\nInclude \"").Append(file).Append("\"\n");
        }

        return text.Append(Defaults).Append(fast ? FastKeyExchange : "").ToString();
    }

    // Whoever can use the socket can use the login: only its owner can enter the folder. Its path must be short, or no socket can bear it.
    private static string Shared(TimeSpan time)
    {
        if (OperatingSystem.IsWindows())
        {
            // Its client cannot share.
            return "";
        }

        var folder = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime)
            ? Path.Combine(runtime, "remediator-ssh")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh", "remediator");
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, Private);
        File.SetUnixFileMode(folder, Private);
        return $"ControlMaster auto\nControlPath \"{folder}/%C\"\nControlPersist {(long)Math.Max(1, time.TotalSeconds)}\n";
    }

    // Distributions turn GSSAPI on for all; without Kerberos it only costs each login the setting up of a library, and may ask name servers.
    private static string WithoutKerberos()
    {
        var hasKerberos = new[] { "KRB5CCNAME", "KRB5_CONFIG" }.Any(v => Environment.GetEnvironmentVariable(v) is not null) || File.Exists("/etc/krb5.conf");
        return !hasKerberos && SystemFiles.Any(f => File.Exists(f) && File.ReadAllText(f).Contains("GSSAPIAuthentication")) ? "GSSAPIAuthentication no\n" : "";
    }
}
