using Remediator.Language.Templates.Jinja;
using Remediator.Language.Templates.Jinja.Filters;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class IncludeVarsModule : Module
{
    private static readonly Parameter<VariableSource> File = Parameter.Variables("file", "A file of variables on the controller, searched in vars/ of the role or beside the playbook. May stand as free text.");

    private static readonly Parameter<VariableSource> Folder = Parameter.Variables("dir", "A folder of such files, all of which are read, those of folders below it last.");

    private static readonly Parameter<string> Name = Parameter.Text("name", "A variable that gets all of them as a mapping.");

    private static readonly Parameter<long?> Depth = Parameter.Number("depth", "How many levels of folders are read; 0 for all.").WithDefault(0, "0");

    private static readonly Parameter<string> Matching = Parameter.Text("files_matching", "An expression that the names of files have to match.");

    private static readonly Parameter<IReadOnlyList<string>> Ignored = Parameter.TextList("ignore_files", "Expressions; files whose names match one are passed over.").WithDefault([], "none");

    private static readonly Parameter<bool?> IgnoresUnknown = Parameter.Flag("ignore_unknown_extensions", "Pass over files with other endings rather than fail.").WithDefault(false, "false");

    private static readonly Parameter<IReadOnlyList<string>> Extensions = Parameter.TextList("extensions", "Endings of files in a folder.").WithDefault(["json", "yaml", "yml"], "json, yaml, yml");

    private static readonly Parameter<Func<string, Value?>> HashBehaviour = Parameter.HashBehaviour("hash_behaviour", "What happens to a mapping that the host has already: replace it, or merge into it.");

    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private static readonly Parameter[] OfFolders = [Depth, Matching, Ignored, IgnoresUnknown, Extensions];

    public override ModuleSpec Spec { get; } = new("include_vars", "Reads variables from files of the controller; they are the host's for the rest of the run.")
    {
        Parameters = [File, Folder, Name, .. OfFolders, HashBehaviour],
        FreeForm = File,
        Rules = [new ParameterRule.Exclusive(File, Folder), new ParameterRule.OneOf(File, Folder)],
        Returns = [("ansible_facts", "The variables."), ("ansible_included_var_files", "Paths of the files, in the order in which they were read."), ("message", "Why it failed.")],
        Examples = [new ModuleExample("- name: Take the variables of this release\n  include_vars:\n    file: release.yml\n") { OutsideSandbox = "it needs a file beside the playbook" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var files = new List<VariableFile>();
        string? problem = null;
        if (args.Get(File) is { } single)
        {
            problem = OfFolders.Any(args.Has) ? "You are mixing file only and dir only arguments, these are incompatible"
                : single.Problem ?? (single.IsFolder ? $"{single.Path} is a folder; name it under 'dir'" : null);
            files.AddRange(single.Files);
        }
        else
        {
            var folder = args.Require(Folder);
            problem = folder.Problem ?? (folder.IsFolder ? Choose(folder, args, files) : $"{folder.Path} is not a directory");
        }

        var merged = DictValue.Empty;
        var read = new List<string>();
        foreach (var file in problem is null ? files : [])
        {
            var (variables, error) = file.Read();
            if (variables is null)
            {
                problem = error;
                break;
            }

            read.Add(file.Path);
            merged = Join(merged, variables);
        }

        if (problem is not null)
        {
            yield return new Step.Report("ansible_included_var_files", Value.OfTexts(read));
            yield return new Step.Report("message", Value.Of(problem));
            yield return new Step.Fail(problem);
            yield break;
        }

        yield return new Step.Report("ansible_included_var_files", Value.OfTexts(read));
        yield return new Step.Report("ansible_facts", args.Get(Name) is { } name ? Value.Dict((name, Merged(args, name, merged))) : Value.Dict([.. merged.Select(v => (v.Key.ToString() ?? "", Merged(args, v.Key.ToString() ?? "", v.Value)))]));
    }

    /// <summary>The files of a folder that its options choose; a phrase where one of them cannot be read as variables.</summary>
    private static string? Choose(VariableSource folder, Arguments args, List<VariableFile> chosen)
    {
        var extensions = args.Get(Extensions) ?? [];
        var ignored = (args.Get(Ignored) ?? []).Select(i => PythonRegex.Compile(i, false, false, MatchTime)).ToList();
        var matching = args.Get(Matching) is { } pattern ? PythonRegex.Compile(pattern, false, false, MatchTime) : null;
        foreach (var file in folder.Files)
        {
            var name = System.IO.Path.GetFileName(file.Path);
            if ((args.Get(Depth) is { } depth and > 0 && file.RelativePath.Count(c => c == '/') >= depth) || ignored.Exists(i => i.Search(name) is not null) || (matching is not null && matching.Search(name) is null))
            {
                continue;
            }

            if (extensions.Contains(System.IO.Path.GetExtension(name).TrimStart('.')))
            {
                chosen.Add(file);
            }
            else if (args.Get(IgnoresUnknown) != true)
            {
                return $"{file.Path} does not have a valid extension: {string.Join(", ", extensions)}";
            }
        }

        return null;
    }

    private static DictValue Join(DictValue before, DictValue after)
    {
        var joined = before.ToBuilder();
        foreach (var (key, value) in after)
        {
            joined[key] = value;
        }

        return joined.Build();
    }

    /// <summary>Into what the variable is so far, where that is asked for.</summary>
    private static Value Merged(Arguments args, string name, Value value) =>
        value is DictValue high && args.Get(HashBehaviour)?.Invoke(name) is DictValue low ? DictMerge.Merge(low, high) : value;
}
