using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Remediator.Engine.Running;

/// <summary>
/// How a channel's shell becomes another user's. Without a password sudo is what the line starts. With one, a shell of the login user
/// starts sudo with a prompt that no other program can print, and the password follows only that prompt: where sudo needs none it
/// would be read by the new shell, as a command.
/// </summary>
internal sealed partial class Sudo
{
    private readonly Become become;

    private Sudo(Become become) => this.become = become;

    /// <summary>sudo's question for the password.</summary>
    public string Prompt { get; } = $"[remediator-{RandomNumberGenerator.GetHexString(24, lowercase: true)}]";

    /// <summary>Printed by the login user's shell before it gives way to sudo: from here on, silence is sudo's.</summary>
    public string Reached { get; } = $"remediator-sudo-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>Printed by the new user's shell, first of all.</summary>
    public string Ready { get; } = $"remediator-ready-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>Null where sudo is to ask for nothing.</summary>
    public Secret? Password => become.Password;

    /// <summary>Words that start the new user's shell where no password is needed; plain in every login shell.</summary>
    public IReadOnlyList<string> Words => ["sudo", "-n", "-H", "-u", become.User, "--", "/bin/sh"];

    /// <summary>The line that starts sudo from a shell. It is sent alone: a shell may read ahead what is meant for sudo.</summary>
    public string Line => $"echo {Reached}; exec sudo -S -H -p '{Prompt}' -u {become.User} -- /bin/sh -c 'echo {Ready}; exec /bin/sh'\n";

    /// <summary>How to become the user; or null with a trouble where that cannot be; or null alone where nobody is to be become.</summary>
    public static (Sudo? Sudo, Trouble? Trouble) For(Endpoint endpoint) => endpoint.Become switch
    {
        null => (null, null),
        { Method: not "sudo" } become => (null, new Trouble(TroubleKind.Become, $"{endpoint.Host}: becoming a user by '{PlainText.Of(become.Method)}' is not supported", "sudo is")),
        { User: var user } when !UserName().IsMatch(user) => (null, new Trouble(TroubleKind.Become, $"{endpoint.Host}: '{PlainText.Of(user)}' is not a user name that can be become", "letters, digits and . _ - + @ are allowed")),
        { Password: { } password } when password.Reveal.AsSpan().IndexOfAny("\n\r\0") >= 0 => (null, new Trouble(TroubleKind.Become, $"{endpoint.Host}: the password for sudo holds a line break", "a password file may have a second line")),
        { } become => (new Sudo(become), null),
    };

    /// <summary>Why no shell came of it, from what sudo said last.</summary>
    public Trouble Explain(string host, Ending ending)
    {
        var said = PlainText.Of(ending.Said.Replace(Prompt, ""));
        var message = said.Length > 0 ? $"sudo on {host} refused to become {become.User}: {said}" : $"sudo on {host} refused to become {become.User} (exit code {ending.ExitCode})";
        return new Trouble(TroubleKind.Become, message, Hint(ending.Said));
    }

    public Trouble WrongPassword(string host) =>
        new(TroubleKind.Become, $"sudo on {host} did not accept the password", "it was sent once and will not be again; give the right one with -K or in ansible_become_password");

    /// <summary>Nothing in time: no question of ours, or no shell after the answer.</summary>
    public Trouble Silence(string host, Ending ending)
    {
        var what = ending.Said.Contains(Prompt) ? "took the password and then did not answer in time" : "neither asked for a password nor started a shell in time";
        var said = PlainText.Of(ending.Said.Replace(Prompt, ""));
        return new Trouble(TroubleKind.Become, $"sudo on {host} {what}{(said.Length > 0 ? $": {said}" : "")}", "it may ask for more than a password, or wait for a directory server");
    }

    // sudo's words as far as they are known; a translated sudo gets the last hint, which is right for most.
    private string Hint(string said) => said switch
    {
        _ when said.Contains("not in the sudoers") || said.Contains("not allowed to") => $"allow the login user to become {become.User} in sudoers",
        _ when said.Contains("not found") || said.Contains("No such file") => "install sudo there, log in as that user, or set become: false",
        _ when said.Contains("must have a tty") => "turn requiretty off for the login user in sudoers: a channel has no terminal",
        _ when said.Contains("unknown user") || said.Contains("unknown uid") => "check become_user",
        _ when Password is not null => "try sudo by hand on that host",
        _ => "give the password with -K, or let the login user become it without one (NOPASSWD)",
    };

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.@+-]*\z")]
    private static partial Regex UserName();
}
