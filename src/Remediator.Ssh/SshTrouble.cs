using System.Text.RegularExpressions;
using Remediator.Engine.Running;

namespace Remediator.Ssh;

/// <summary>Trouble before there was a channel, and what may be done about it.</summary>
/// <param name="MayPass">Another try may go better: the network only.</param>
/// <param name="OfBastion">The bastion itself did not let us through; trouble of the host behind it is not.</param>
internal sealed record LoginTrouble(Trouble Trouble, bool MayPass, bool OfBastion);

/// <summary>
/// Understands the client's last words. They are English whatever the locale: OpenSSH has no translations and leaves strerror's alone.
/// What is not understood is shown as it is, as trouble of the network that may pass.
/// </summary>
internal static partial class SshTrouble
{
    /// <summary>The client's own exit code; every other one is the remote command's. The remote one may be 255 too, hence the nonce.</summary>
    private const int OfClient = 255;

    private static readonly Rule[] Rules =
    [
        new(@"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for \S+ has changed|REVOKED HOST KEY", TroubleKind.HostKey,
            "the host key of {0} is not the one known{1}", "if the change is expected, compare the fingerprint, then ssh-keygen -R and ssh-keyscan"),
        new(@"Host key verification failed|No \S+ host key is known for|no matching host key type", TroubleKind.HostKey,
            "the host key of {0} is not known{1}", "add it to known_hosts: ssh-keyscan, and compare the fingerprint by another way"),
        new(@"Permission denied, please try|Permission denied \(|Too many authentication failures|Authentication failed", TroubleKind.Authentication,
            "{0} did not accept the login: {1}", "check user and key; it was tried once and will not be again"),
        new("UNPROTECTED PRIVATE KEY FILE", TroubleKind.Authentication, "the private key for {0} is readable by others: {1}", "chmod 600"),
        new("Not allowed at this time", TroubleKind.Network, "{0} turns this machine away for a while: {1}", "earlier failed logins led to it (PerSourcePenalties)"),
        new("Bad configuration option|Bad owner or permissions|terminating, .* bad configuration|Bad SSH2|unknown option|illegal option|Can't open user config file|keyword .* extra arguments|no argument after keyword",
            TroubleKind.Client, "the ssh client does not accept its configuration, for {0}: {1}", "check ssh_config and the ssh arguments of the inventory"),
        new("Unable to negotiate|Protocol major versions differ|no matching", TroubleKind.Network, "{0} and the ssh client have no algorithm in common: {1}", "see the algorithms of both sides in ssh_config and sshd_config"),
        new("Temporary failure in name resolution", TroubleKind.Network, "the name of {0} could not be looked up: {1}", "is the name server reachable?", MayPass: true),
        new("Could not resolve hostname|Name or service not known|nodename nor servname", TroubleKind.Network, "the name of {0} is not known: {1}", "check ansible_host, or the name server"),
        new("timed out|Timeout, server", TroubleKind.TimeOut, "{0} did not answer in time: {1}", "is it up, and does a firewall drop the connection?", MayPass: true),
        new("Connection refused", TroubleKind.Network, "{0} refused the connection: {1}", "does sshd run there, on that port?", MayPass: true),
        new("No route to host|Network is unreachable|Host is down", TroubleKind.Network, "there is no way to {0}: {1}", "check the address and the routes", MayPass: true),
        new("Connection closed|Connection reset|closed by remote host|Broken pipe", TroubleKind.Network, "{0} closed the connection before a login: {1}", "sshd may be busy (MaxStartups), or denies this machine", MayPass: true),
    ];

    /// <summary>Why there is no channel.</summary>
    public static LoginTrouble Explain(Endpoint endpoint, Sudo? sudo, Ending ending)
    {
        var host = endpoint.Host;
        if (ending.ExitCode is { } code && code != OfClient)
        {
            return new LoginTrouble(sudo?.Explain(host, ending) ?? NoShell(host, ending), MayPass: false, OfBastion: false);
        }

        // A dead host behind a bastion that works: the bastion says so, in its own words.
        var ofBastion = !ForwardingFailed().IsMatch(ending.Said);
        var rule = Rules.FirstOrDefault(r => r.Pattern.IsMatch(ending.Said));
        if (rule is null)
        {
            var said = PlainText.Of(ending.Said);
            var unknown = ending.ExitCode is null
                ? new Trouble(TroubleKind.TimeOut, $"{host} did not answer within {endpoint.ConnectTimeout.TotalSeconds} s{(said.Length > 0 ? $": {said}" : "")}", "raise the connection time-out where the host or its login is slow")
                : new Trouble(TroubleKind.Network, said.Length > 0 ? $"ssh could not log in to {host}: {said}" : $"ssh could not log in to {host} and does not say why", "try the same with ssh -v");
            return new LoginTrouble(unknown, MayPass: true, ofBastion);
        }

        var words = rule.Kind == TroubleKind.HostKey ? KeyLines(ending.Said) : PlainText.Of(Telling(ending.Said, rule.Pattern));
        return new LoginTrouble(new Trouble(rule.Kind, string.Format(rule.Message, host, words), rule.Hint), rule.MayPass, ofBastion && rule.Kind is TroubleKind.Network or TroubleKind.TimeOut);
    }

    /// <summary>What it means that the client ended while a segment ran.</summary>
    public static Trouble Lost(string host, Ending ending)
    {
        var said = PlainText.Of(ending.Said);
        return ending.ExitCode is null or OfClient
            ? new Trouble(TroubleKind.Network, $"the line to {host} was lost while a segment ran{(said.Length > 0 ? $": {said}" : "")}", "what the task did is unknown; the next run will see")
            : new Trouble(TroubleKind.Shell, $"the shell on {host} ended while a segment ran (exit code {ending.ExitCode}){(said.Length > 0 ? $": {said}" : "")}", "something there ended it: the system, for want of memory, or a command of the task");
    }

    private static Trouble NoShell(string host, Ending ending)
    {
        var said = PlainText.Of(ending.Said.Length > 0 ? ending.Said : ending.Noise);
        return new Trouble(TroubleKind.Shell, $"{host} did not start /bin/sh (exit code {ending.ExitCode}){(said.Length > 0 ? $": {said}" : "")}", "the login user needs a shell there, and no forced command");
    }

    /// <summary>From the first line that the rule is about: what comes before are banners and warnings.</summary>
    private static string Telling(string said, Regex pattern)
    {
        var lines = said.Split('\n');
        return string.Join('\n', lines.SkipWhile(l => !pattern.IsMatch(l)));
    }

    private static string KeyLines(string said)
    {
        var lines = said.Split('\n').Where(l => KeyLine().IsMatch(l)).ToList();
        return lines.Count > 0 ? ": " + PlainText.Of(string.Join('\n', lines), 600) : "";
    }

    [GeneratedRegex("SHA256:|MD5:|known_hosts|Offending|host key is known for|Their offer")]
    private static partial Regex KeyLine();

    [GeneratedRegex("open failed: (connect failed|administratively prohibited|unknown channel type)|stdio forwarding failed")]
    private static partial Regex ForwardingFailed();

    /// <param name="Message">{0} is the host, {1} what the client said of it.</param>
    private sealed record Rule(string Words, TroubleKind Kind, string Message, string Hint, bool MayPass = false)
    {
        public Regex Pattern { get; } = new(Words, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
