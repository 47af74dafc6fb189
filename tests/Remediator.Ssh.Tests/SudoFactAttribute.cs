using Remediator.Engine.Running;

namespace Remediator.Ssh.Tests;

/// <summary>A test that becomes another user by the real sudo; skipped, with the reason, where that cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SudoFactAttribute : FactAttribute
{
    public SudoFactAttribute() => Skip =
        ChildProcess.Find("sudo") is null ? "sudo is not installed" :
        Environment.UserName != "root" ? "only root may surely become another user without a password" : null!;
}
