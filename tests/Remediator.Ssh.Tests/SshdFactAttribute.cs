namespace Remediator.Ssh.Tests;

/// <summary>A test that needs a real sshd of its own; skipped, with the reason, where that cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SshdFactAttribute : FactAttribute
{
    public SshdFactAttribute() => Skip = Sshd.Missing!;
}

/// <summary>As <see cref="SshdFactAttribute"/>, for a table of cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SshdTheoryAttribute : TheoryAttribute
{
    public SshdTheoryAttribute() => Skip = Sshd.Missing!;
}
