using Remediator.Engine.Running;

namespace Remediator.Ssh.Tests;

/// <summary>
/// A client that runs the remote command on this machine, in a session of its own as sshd does, and goes wrong on demand. A fake sudo
/// is in the remote PATH.
/// </summary>
internal sealed class FakeSsh : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-fake-ssh").FullName;

    /// <param name="before">sh that runs before the remote command: prints a banner, waits, or ends with trouble.</param>
    /// <param name="remote">sh that starts the remote command, which is in <c>"$@"</c>.</param>
    public FakeSsh(string before = "", string remote = "exec setsid -w sh -c \"$*\"")
    {
        Write("ssh",
            $"""
            #!/bin/sh
            [ "$2" = BatchMode=yes ] || [ "$3" = BatchMode=yes ] || exit 0
            printf '%s\n' "$@" >{folder}/words
            echo try >>{folder}/tries
            while [ "$1" != -- ]; do shift; done
            shift 2
            {before}
            PATH={folder}/bin:$PATH TMPDIR={folder}/tmp
            export PATH TMPDIR
            {remote}
            """);
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
    }

    public string Command => Path.Combine(folder, "ssh");

    /// <summary>How often the client was started for a login.</summary>
    public int Tries => File.Exists(Path.Combine(folder, "tries")) ? File.ReadAllLines(Path.Combine(folder, "tries")).Length : 0;

    /// <summary>The words of the last login.</summary>
    public string[] Words => File.ReadAllLines(Path.Combine(folder, "words"));

    /// <summary>The remote TMPDIR.</summary>
    public string Temporary => Path.Combine(folder, "tmp");

    public SshOptions Options => new() { Command = Command, Retries = 0 };

    public Endpoint Endpoint => new("web1", ConnectionKind.Ssh) { ConnectTimeout = Channels.Long };

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Puts an executable script into the folder.</summary>
    public void Write(string name, string script)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A sudo that behaves as the real one does on pipes.</summary>
    /// <param name="password">What it asks for; null where it asks for nothing (NOPASSWD).</param>
    public void WriteSudo(string? password, string promptAround = "%s") =>
        Write("bin/sudo",
            $$"""
            #!/bin/sh
            ask=1 prompt=Password:
            while [ "$1" != -- ]; do
              case $1 in -n) ask= ;; -p) prompt=$2; shift ;; -u) shift ;; esac
              shift
            done
            shift
            want='{{password}}'
            if [ -n "$want" ]; then
              [ -n "$ask" ] || { echo 'sudo: a password is required' >&2; exit 1; }
              for try in 1 2 3; do
                printf '{{promptAround}}' "$prompt" >&2
                IFS= read -r got || { echo "sudo: no password was provided" >&2; exit 1; }
                echo read >>{{folder}}/passwords
                [ "$got" != "$want" ] || break
                echo 'Sorry, try again.' >&2
                [ "$try" -lt 3 ] || { echo 'sudo: 3 incorrect password attempts' >&2; exit 1; }
              done
            fi
            exec "$@"
            """);

    /// <summary>How many lines sudo took for passwords.</summary>
    public int Passwords => File.Exists(PathOf("passwords")) ? File.ReadAllLines(PathOf("passwords")).Length : 0;

    public void Dispose()
    {
        // A shell that is on its way out may still be removing its own folder.
        for (var i = 0; ; i++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (i < 100)
            {
                Thread.Sleep(100);
            }
        }
    }
}
