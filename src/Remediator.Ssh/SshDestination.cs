using System.Text.RegularExpressions;
using Remediator.Engine.Running;

namespace Remediator.Ssh;

/// <summary>
/// Refuses names that a shell or the client could take for more than a name. They reach <c>ProxyCommand</c>, <c>Match exec</c> and
/// <c>ControlPath</c> of the user's own configuration by <c>%h</c> and <c>%r</c> (CVE-2023-51385, CVE-2025-61984).
/// </summary>
internal static partial class SshDestination
{
    /// <summary>What is wrong with the endpoint, or null.</summary>
    public static Trouble? Refuse(Endpoint endpoint)
    {
        var address = endpoint.Address ?? endpoint.Host;
        return endpoint switch
        {
            _ when !HostName().IsMatch(address) => Refused(endpoint, $"'{PlainText.Of(address, 80)}' is not a host name or address", "letters, digits and . _ - : are allowed, and no - at the start"),
            { User: { } user } when !UserName().IsMatch(user) => Refused(endpoint, $"'{PlainText.Of(user, 80)}' is not a user name", "letters, digits and . _ - + @ \\ are allowed, and no - at the start"),
            { Port: < 1 or > 65535 } => Refused(endpoint, $"{endpoint.Port} is not a port", "1 to 65535"),
            { PrivateKeyFile: { } key } when key.Any(char.IsControl) => Refused(endpoint, "the path of the private key holds control characters", null),
            _ => null,
        };
    }

    private static Trouble Refused(Endpoint endpoint, string what, string? hint) => new(TroubleKind.Client, $"{PlainText.Of(endpoint.Host, 80)}: {what}", hint);

    [GeneratedRegex(@"^[A-Za-z0-9_:.][A-Za-z0-9_:.%-]*\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[A-Za-z0-9_.+@][A-Za-z0-9_.+@\\-]*(?<!\\)\z")]
    private static partial Regex UserName();
}
