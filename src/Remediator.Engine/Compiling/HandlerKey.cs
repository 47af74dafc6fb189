using System.Security.Cryptography;
using System.Text;
using Remediator.Engine.Planning;

namespace Remediator.Engine.Compiling;

/// <summary>The name by which a host remembers a handler that was notified and has not run: two checkouts of a playbook are one (decisions/011).</summary>
internal static class HandlerKey
{
    public static string Of(BoundPlay play, string handler) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.GetFileName(play.Syntax.Span.Source.Name)}\n{play.Title}\n{handler}")))[..32];
}
