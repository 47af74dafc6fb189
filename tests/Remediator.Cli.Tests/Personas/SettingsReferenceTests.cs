using Remediator.Cli.Engine;

namespace Remediator.Cli.Tests.Personas;

/// <summary>What ansible.cfg and flags say, beside Ansible's own program: the same playbook, output and exit code. Runs here, without ssh.</summary>
public sealed class SettingsReferenceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Folders of cases under <c>SettingsCases</c>: a playbook <c>p.yml</c>, perhaps <c>ansible.cfg</c>, an inventory <c>hosts</c>, and more.</summary>
    public static TheoryData<string, string> Cases() => new()
    {
        { "start-at-task", "--start-at-task third" },
        { "start-at-task", "--start-at-task f?r*" },
        { "start-at-task", "--start-at-task in-role" },
        { "strategy-free", "" },
        { "any-errors-fatal", "" },
        { "no-log", "" },
        { "gathering-smart", "" },
        { "gathering-explicit", "" },
        { "gathering-subset", "" },
        { "hash-merge", "-e extra={\"a\":{\"extra\":1}} -e {\"d\":{\"extra\":{\"x\":1}}}" },
        { "precedence", "" },
        { "facts-apart", "" },
        { "private-role-vars", "" },
        { "vars-root-all", "" },
        { "vars-root-bottom", "" },
        { "undefined-stays", "" },
        { "command-results", "" },
        { "fact-cache", "" },
        { "fact-cache", "--flush-cache" },
        { "metas", "" },
        { "metas", "-vv" },
        { "pattern-warning", "" },
        { "pattern-ignore", "" },
        { "pattern-error", "" },
        { "inventory-any-failed", "-i nowhere -i hosts" },
        { "inventory-failed", "-i nowhere" },
    };

    [AnsibleTheory]
    [MemberData(nameof(Cases))]
    public async Task Playbook_does_as_with_the_reference(string name, string words)
    {
        Copy(name);
        List<string> line = ["-c", "local", Path.Combine(folder, "p.yml"), "-e", "ansible_python_interpreter=/usr/bin/python3", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w is "hosts" or "nowhere" ? Path.Combine(folder, w) : w)];
        if (!words.Contains("-i ", StringComparison.Ordinal))
        {
            line = ["-i", Path.Combine(folder, "hosts"), .. line];
        }

        var terminal = new FakeTerminal { Variables = { ["HOME"] = folder, ["ANSIBLE_CONFIG"] = Path.Combine(folder, "ansible.cfg") } };
        var code = await Application.RunAsync(["ansible-playbook", .. line], new Surroundings(terminal, new EngineSession(), TimeProvider.System));
        // What the run left behind, such as kept facts, is not what the reference begins with.
        Directory.Delete(folder, recursive: true);
        Copy(name);
        var (theirCode, output, error) = Reference.Run("ansible-playbook", line, folder, variable: ("ANSIBLE_CONFIG", Path.Combine(folder, "ansible.cfg")));

        Assert.Equal(FromPlaybook(output), FromPlaybook(terminal.Written));
        Assert.Equal(Joined(error), Joined(terminal.Complained));
        Assert.Equal(theirCode, code);
    }

    /// <summary>Without line ends: the reference breaks warnings at the width of a terminal that it does not have.</summary>
    private static string Joined(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Without what verbose programs say of themselves first.</summary>
    private static string FromPlaybook(string text) => text.IndexOf("\nPLAYBOOK: ", StringComparison.Ordinal) is > 0 and var start ? text[start..] : text;

    private void Copy(string name, [System.Runtime.CompilerServices.CallerFilePath] string caller = "")
    {
        var source = Path.Combine(Path.GetDirectoryName(caller)!, "SettingsCases", name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
