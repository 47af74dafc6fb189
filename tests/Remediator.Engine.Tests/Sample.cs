using System.Runtime.CompilerServices;

namespace Remediator.Engine.Tests;

/// <summary>
/// A case folder copied to a place of its own: <c>playbook.yml</c>, perhaps <c>inventory.yml</c>, <c>inventory.ini</c> or a folder
/// <c>inventory</c>, whatever files it names, and <c>options.txt</c> with one word of the command line a line (<c>check</c>,
/// <c>tags=a,b</c>, <c>extra=x=1</c>). <c>{{ work }}</c> is an empty folder for what the playbook makes.
/// </summary>
internal sealed class Sample : IDisposable
{
    private Sample(string folder, IReadOnlyList<string> options)
    {
        Folder = folder;
        Options = options;
    }

    public string Folder { get; }

    public string Work => Path.Combine(Folder, "work");

    public IReadOnlyList<string> Options { get; }

    public static Sample Copy(string kind, string name, [CallerFilePath] string caller = "")
    {
        var source = Path.Combine(Path.GetDirectoryName(caller)!, kind, name);
        var folder = NewFolder();
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var options = Path.Combine(folder, "options.txt");
        var sample = new Sample(folder, File.Exists(options) ? [.. File.ReadAllLines(options).Where(l => l.Length > 0)] : []);
        Directory.CreateDirectory(sample.Work);
        return sample;
    }

    /// <summary>A folder with the given texts as files.</summary>
    public static Sample Of(params ReadOnlySpan<(string Path, string Text)> files)
    {
        var sample = new Sample(NewFolder(), []);
        Directory.CreateDirectory(sample.Work);
        foreach (var (path, text) in files)
        {
            var target = Path.Combine(sample.Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text);
        }

        return sample;
    }

    public RunRequest Request()
    {
        var request = new RunRequest
        {
            Playbooks = Has("inventory-only") ? [] : [Path.Combine(Folder, "playbook.yml")],
            Inventories = Inventories(),
            Connection = Has("ssh") ? Running.ConnectionKind.Ssh : Running.ConnectionKind.Local,
            ExtraVars = [$"work={Work}", .. All("extra")],
            Tags = [.. All("tags")],
            SkipTags = [.. All("skip-tags")],
            Limit = All("limit").FirstOrDefault(),
            Check = Has("check"),
            Diff = Has("diff"),
            ForceHandlers = Has("force-handlers"),
            Become = Has("become"),
        };
        return All("forks").FirstOrDefault() is { } forks ? request with { Forks = int.Parse(forks) } : request;
    }

    public bool Has(string option) => Options.Contains(option);

    /// <summary>A text with the place of this folder taken out.</summary>
    public string Neutral(string text) => text.Replace(Folder + "/", "").Replace(Folder, ".").Replace(Path.GetDirectoryName(Folder)!, "..");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);

    /// <summary>With a folder above it of its own: some files are looked for there, too.</summary>
    private static string NewFolder() => Directory.CreateTempSubdirectory("remediator-case-").CreateSubdirectory("case").FullName;

    private IEnumerable<string> All(string option) =>
        Options.Where(o => o.StartsWith(option + "=", StringComparison.Ordinal)).Select(o => o[(option.Length + 1)..].Replace("FOLDER", Folder));

    private IReadOnlyList<string> Inventories()
    {
        if (All("inventory").ToList() is { Count: > 0 } named)
        {
            return [.. named.Select(n => n.Contains(',') ? n : Path.Combine(Folder, n))];
        }

        var own = new[] { "inventory.yml", "inventory.ini", "inventory" }.Select(n => Path.Combine(Folder, n)).Where(p => File.Exists(p) || Directory.Exists(p)).ToList();
        return own.Count > 0 ? own : ["a,"];
    }
}
