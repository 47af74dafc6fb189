using System.Diagnostics;

namespace Remediator.Cli.Tests.Personas;

/// <summary>A test that compares with Ansible's own programs; skipped, with the reason, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnsibleFactAttribute : FactAttribute
{
    public AnsibleFactAttribute() => Skip = Reference.Missing!;
}

/// <summary>As <see cref="AnsibleFactAttribute"/>, for a table of cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnsibleTheoryAttribute : TheoryAttribute
{
    public AnsibleTheoryAttribute() => Skip = Reference.Missing!;
}

/// <summary>Ansible's own programs.</summary>
internal static class Reference
{
    private const string Folder = "/usr/bin";

    /// <summary>Why there is nothing to compare with, or null.</summary>
    public static string? Missing { get; } = File.Exists($"{Folder}/ansible-vault") ? null : "ansible-core is not installed here (package ansible-core)";

    public static (int Code, string Output, string Error) Run(string program, IReadOnlyList<string> words, string folder, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo($"{Folder}/{program}", words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["HOME"] = folder;
        start.Environment.Remove("ANSIBLE_CONFIG");
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
