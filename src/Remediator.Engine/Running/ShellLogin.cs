using System.Security.Cryptography;
using System.Text;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>What came of a login.</summary>
internal abstract record LoginResult
{
    private LoginResult()
    {
    }

    public sealed record Open(ShellChannel Channel) : LoginResult;

    /// <summary>Trouble of the shell's or sudo's own.</summary>
    public sealed record Refused(Trouble Trouble) : LoginResult;

    /// <summary>The process ended, or said nothing in time, before there was a shell: its starter knows what that means.</summary>
    public sealed record Silent(Ending Ending) : LoginResult;
}

/// <summary>From a process that has just been started to a channel: becomes the user, opens the session, waits for its first word.</summary>
internal sealed class ShellLogin
{
    /// <summary>The exit code by which the session's script says that it found no folder to write to.</summary>
    private const int NoFolder = 70;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private readonly string host;
    private readonly ChildProcess child;
    private readonly StderrTail stderr;
    private readonly Sudo? sudo;
    private readonly EventReader reader;
    private readonly string nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private string noise = "";

    private ShellLogin(string host, ChildProcess child, Sudo? sudo)
    {
        (this.host, this.child, this.sudo) = (host, child, sudo);
        stderr = new StderrTail(child.Error);
        reader = new EventReader(nonce);
    }

    /// <summary>Bounded by <paramref name="time"/>. Without a channel in the end, the process is ended.</summary>
    /// <param name="lost">Says what it means that the process ended while a segment ran.</param>
    public static async Task<LoginResult> OpenAsync(
        string host, ChildProcess child, Sudo? sudo, ChannelOptions options, TimeSpan time, TimeProvider clock, Func<Ending, Trouble> lost, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        var login = new ShellLogin(host, child, sudo);
        LoginResult? result = null;
        try
        {
            result = await login.OpenAsync(options, lost, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            result = login.TimedOut();
        }
        finally
        {
            if (result is not LoginResult.Open)
            {
                await child.EndAsync().ConfigureAwait(false);
                await child.DisposeAsync().ConfigureAwait(false);
            }
        }

        return result;
    }

    private async Task<LoginResult> OpenAsync(ChannelOptions options, Func<Ending, Trouble> lost, CancellationToken cancellation)
    {
        // Not from the pool: a read may still be under way when a login is given up.
        var buffer = new byte[4096];
        if (sudo?.Password is not null && await BecomeAsync(buffer, cancellation).ConfigureAwait(false) is { } trouble)
        {
            return trouble;
        }

        var sent = new HashSet<string>();
        var writing = child.Input.SendAsync(SessionScript.Write(nonce, options.Check, options.Diff, sent, options.OutputCap, options.Store), cancellation);
        while (await child.Output.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
        {
            if (reader.Feed(buffer.AsSpan(0, read)).OfType<Event.Hello>().FirstOrDefault() is { } hello)
            {
                await writing.ConfigureAwait(false);
                return new LoginResult.Open(new ShellChannel(child, stderr, nonce, hello, sent, lost));
            }
        }

        return await EndedAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>sudo's dialogue: null where the new user's shell has come up.</summary>
    private async Task<LoginResult?> BecomeAsync(byte[] buffer, CancellationToken cancellation)
    {
        var asked = stderr.Heard(sudo!.Prompt);
        var passwords = 0;
        await child.Input.SendAsync(sudo.Line, cancellation).ConfigureAwait(false);
        var reading = child.Output.ReadAsync(buffer, cancellation).AsTask();
        while (true)
        {
            await Task.WhenAny(reading, asked).ConfigureAwait(false);
            if (reading.IsCompleted)
            {
                var read = await reading.ConfigureAwait(false);
                if (read == 0)
                {
                    return passwords > 0 && stderr.Text.Contains("incorrect password") ? new LoginResult.Refused(sudo.WrongPassword(host)) : await EndedAsync(cancellation).ConfigureAwait(false);
                }

                noise += Encoding.UTF8.GetString(buffer, 0, read);
                if (noise.Contains(sudo.Ready))
                {
                    return null;
                }

                noise = noise.Length > 4096 ? noise[^2048..] : noise;
                reading = child.Output.ReadAsync(buffer, cancellation).AsTask();
            }
            else if (++passwords > 1)
            {
                return new LoginResult.Refused(sudo.WrongPassword(host));
            }
            else
            {
                asked = stderr.Heard(sudo.Prompt);
                await child.Input.SendAsync(sudo.Password!.Reveal + "\n", cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<LoginResult> EndedAsync(CancellationToken cancellation)
    {
        var ending = await EndingOf(child, stderr, noise + reader.Noise, cancellation).ConfigureAwait(false);
        return ending.ExitCode switch
        {
            NoFolder => new LoginResult.Refused(new Trouble(TroubleKind.Shell, $"{host} has no folder that a session could write to", "TMPDIR, /tmp, /var/tmp, /dev/shm and /run were tried")),
            _ => new LoginResult.Silent(ending),
        };
    }

    private LoginResult TimedOut()
    {
        var ending = new Ending(null, stderr.Text, noise + reader.Noise);
        return sudo is not null && ending.Noise.Contains(sudo.Reached) ? new LoginResult.Refused(sudo.Silence(host, ending)) : new LoginResult.Silent(ending);
    }

    /// <summary>Waits a little for the exit code and the last words of a process whose stdout has ended.</summary>
    internal static async Task<Ending> EndingOf(ChildProcess child, StderrTail stderr, string noise, CancellationToken cancellation)
    {
        await Task.WhenAny(Task.WhenAll(child.Exited, stderr.Drained), Task.Delay(LastWords, cancellation)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new Ending(child.Exited.IsCompleted ? await child.Exited.ConfigureAwait(false) : null, stderr.Text, noise);
    }
}
