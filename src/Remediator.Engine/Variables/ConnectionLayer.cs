using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Planning;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>What templates may read of a connection though no variable says it: keywords and the command line.</summary>
/// <param name="isListed">False for the implicit localhost.</param>
internal sealed class ConnectionLayer(RunRequest request, string host, bool isListed, BoundTask task) : ILayer
{
    private static readonly string[] All = ["ansible_host", "ansible_connection", "ansible_user", "ansible_port"];

    public IEnumerable<string> Names => All.Where(n => TryFind(n, out _));

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = name switch
        {
            "ansible_host" => Value.Of(isListed ? host : "127.0.0.1"),
            "ansible_connection" => request.Connection is { } kind ? Value.Of(kind.ToString().ToLowerInvariant()) : Keyword(static d => d.Connection) ?? Value.Of("ssh"),
            "ansible_user" => Keyword(static d => d.RemoteUser) ?? (request.User is { } user ? Value.Of(user) : null),
            "ansible_port" => Keyword(static d => d.Port) ?? (request.Settings.RemotePort is { } port ? Value.Of(port) : null),
            _ => null,
        };
        return value is not null;
    }

    private Value? Keyword(Func<Directives, Setting?> keyword) => task.Inherited(keyword)?.Value;
}
