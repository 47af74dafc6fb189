using Remediator.Engine.Running;

namespace Remediator.Ssh;

/// <summary>The words that start the client for an endpoint: an argument vector, read by no shell of this machine.</summary>
internal static class SshCommandLine
{
    /// <summary>The words. Of each option the client takes the first, so the order is: the command line's, the inventory's, ours.</summary>
    /// <param name="configuration">The file that holds our defaults.</param>
    /// <param name="remote">The command for the host, of plain characters only: whatever shell the user has there reads it.</param>
    public static IReadOnlyList<string> Write(SshOptions options, Endpoint endpoint, string configuration, IReadOnlyList<string> remote)
    {
        var words = new List<string> { options.Command, "-T", "-o", "BatchMode=yes" };
        words.AddRange(WithoutFile(options.Arguments));
        words.AddRange(WithoutFile(endpoint.SshArguments));
        words.AddRange(["-F", configuration]);
        words.AddRange(["-o", $"ConnectTimeout={Math.Max(1, (int)Math.Ceiling(endpoint.ConnectTimeout.TotalSeconds))}"]);
        if (endpoint.Port is { } port)
        {
            words.AddRange(["-p", port.ToString()]);
        }

        if (endpoint.User is { } user)
        {
            words.AddRange(["-l", user]);
        }

        if (endpoint.PrivateKeyFile is { } key)
        {
            words.AddRange(["-i", key, "-o", "IdentitiesOnly=yes"]);
        }

        words.AddRange(["--", endpoint.Address ?? endpoint.Host, "exec", .. remote]);
        return words;
    }

    /// <summary>The user's own configuration file, the last <c>-F</c> among the words; null where there is none.</summary>
    public static string? UserFile(SshOptions options, Endpoint endpoint)
    {
        string? file = null;
        string[] words = [.. options.Arguments, .. endpoint.SshArguments];
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "-F" && i + 1 < words.Length)
            {
                file = words[++i];
            }
            else if (words[i].StartsWith("-F", StringComparison.Ordinal) && words[i].Length > 2)
            {
                file = words[i][2..];
            }
        }

        return file;
    }

    // The user's file is included in ours.
    private static IEnumerable<string> WithoutFile(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "-F")
            {
                i++;
            }
            else if (!words[i].StartsWith("-F", StringComparison.Ordinal))
            {
                yield return words[i];
            }
        }
    }
}
