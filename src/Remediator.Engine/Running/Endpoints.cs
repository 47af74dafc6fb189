using System.Collections.Concurrent;
using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>Reads where and as whom a task runs from its keywords, the host's <c>ansible_*</c> variables and the command line.</summary>
public sealed class Endpoints(RunRequest request)
{
    /// <summary>Read for each task of each host, and the same for most.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> words = new();
    private readonly ConcurrentDictionary<string, Endpoint> last = new();

    /// <summary>Null where some of it cannot be read, which the keywords remember.</summary>
    internal Endpoint? Of(string host, TaskKeywords keywords, VariableScope scope)
    {
        string? Text(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (scope.TryGet(name, out var value) && value is not (NullValue or UndefinedValue or OmitValue))
                {
                    return value.ToString();
                }
            }

            return null;
        }

        try
        {
            var isImplicitLocalhost = host is "localhost" or "127.0.0.1" or "::1" && Text("ansible_host") is null;
            var connection = Text("ansible_connection") ?? request.Connection?.ToString().ToLowerInvariant() ?? keywords.Text(d => d.Connection) ?? (isImplicitLocalhost ? "local" : "ssh");
            var isLocal = connection == "local" || connection.EndsWith(".local", StringComparison.Ordinal);
            var endpoint = new Endpoint(host, isLocal ? ConnectionKind.Local : ConnectionKind.Ssh)
            {
                Become = BecomeOf(keywords, Text),
                ConnectTimeout = request.ConnectTimeout ?? (double.TryParse(Text("ansible_timeout", "ansible_ssh_timeout"), out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(10)),
            };
            if (isLocal)
            {
                return Known(endpoint);
            }

            IReadOnlyList<string> arguments = [.. Words(request.SshCommonArgs), .. Words(Text("ansible_ssh_common_args")), .. Words(Text("ansible_ssh_extra_args"))];
            return Known(endpoint with
            {
                Address = Text("ansible_host", "ansible_ssh_host"),
                Port = int.TryParse(Text("ansible_port", "ansible_ssh_port") ?? keywords.Text(d => d.Port), out var port) ? port : request.Settings.RemotePort,
                User = Text("ansible_user", "ansible_ssh_user") ?? keywords.Text(d => d.RemoteUser) ?? request.User,
                PrivateKeyFile = Text("ansible_ssh_private_key_file", "ansible_private_key_file") ?? request.PrivateKeyFile,
                SshArguments = arguments,
                Bastion = BastionOf(arguments),
            });
        }
        catch (LateValueException late)
        {
            keywords.WaitFor(late.Name);
        }
        catch (Exception error) when (error is EvaluationException or FormatException)
        {
            keywords.Refuse($"the variables of the connection are wrong: {error.Message}", (error as EvaluationException)?.Hint);
        }

        return null;
    }

    /// <summary>The host's endpoint as it was before, where it is still the same: those are told to be equal at a glance.</summary>
    private Endpoint Known(Endpoint endpoint)
    {
        if (last.TryGetValue(endpoint.Host, out var before) && before == endpoint)
        {
            return before;
        }

        last[endpoint.Host] = endpoint;
        return endpoint;
    }

    /// <summary>What templates may read of a connection though no variable says it. Lowest of all.</summary>
    /// <param name="isListed">False for the implicit localhost.</param>
    internal ConnectionLayer KnownOf(string host, bool isListed, BoundTask task) => new ConnectionLayer(request, host, isListed, task);

    private delegate string? Lookup(params ReadOnlySpan<string> names);

    private Become? BecomeOf(TaskKeywords keywords, Lookup text)
    {
        var wanted = text("ansible_become") is { } said ? said.ToLowerInvariant() is "true" or "yes" or "1" or "on" : keywords.Flag(d => d.Become, "become") ?? request.Become;
        if (!wanted)
        {
            return null;
        }

        var password = text("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass") is { } own ? new Secret(own) : request.BecomePassword;
        return new Become(
            text("ansible_become_user") ?? keywords.Text(d => d.BecomeUser) ?? request.BecomeUser ?? "root",
            text("ansible_become_method") ?? keywords.Text(d => d.BecomeMethod) ?? request.BecomeMethod ?? "sudo")
        {
            Password = password,
        };
    }

    /// <summary>The jump host that the words name, or null; one that only ssh_config names is not known here.</summary>
    private static string? BastionOf(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "-J" && i + 1 < words.Count)
            {
                return words[i + 1];
            }

            var option = word == "-o" && i + 1 < words.Count ? words[i + 1] : word.StartsWith("-o", StringComparison.Ordinal) ? word[2..] : "";
            if (option.StartsWith("ProxyJump", StringComparison.OrdinalIgnoreCase))
            {
                return option["ProxyJump".Length..].TrimStart(' ', '=');
            }
        }

        return null;
    }

    private IReadOnlyList<string> Words(string? text) => text is null ? [] : words.GetOrAdd(text, CommandWords.Split);
}
