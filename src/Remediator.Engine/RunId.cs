using System.Security.Cryptography;

namespace Remediator.Engine;

/// <summary>Names of runs: UTC time to the second and random letters, so that they sort by start and never meet.</summary>
internal static class RunId
{
    public static string Make(TimeProvider time) =>
        time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'") + "-" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 6);
}
