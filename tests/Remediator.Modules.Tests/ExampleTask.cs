using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Tests;

/// <summary>A task in YAML, read, checked and planned as the engine does it.</summary>
internal sealed record ExampleTask(string Name, Module Module, DictValue Options, Setting? FreeForm, IReadOnlyList<Diagnostic> Diagnostics)
{
    public static TheoryData<string, int> All
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var spec in ModuleCatalog.All.Select(m => m.Spec))
            {
                for (var i = 0; i < spec.Examples.Count; i++)
                {
                    data.Add(spec.Name, i);
                }
            }

            return data;
        }
    }

    public static ModuleExample Example(string module, int index) => ModuleCatalog.Find(module)!.Spec.Examples[index];

    public static ExampleTask Read(string yaml)
    {
        var text = "- hosts: all\n  tasks:\n" + string.Concat(yaml.TrimEnd('\n').Split('\n').Select(line => "    " + line + "\n"));
        var diagnostics = new DiagnosticBag();
        var playbook = PlaybookReader.Read(new SourceText("example.yml", text), diagnostics);
        Assert.True(playbook is not null && !diagnostics.HasErrors, string.Join('\n', diagnostics));
        var task = Assert.IsType<TaskItem>(Assert.Single(Assert.Single(playbook.Plays).Tasks));
        var module = ModuleCatalog.Find(task.Module);
        Assert.True(module is not null, $"no module {task.Module}");
        ArgumentBinder.Check(module.Spec, task.Arguments, task.FreeForm is not null, task.ArgumentSpans, task.Span, diagnostics, task.FreeForm?.Value);
        return new ExampleTask(task.Name?.Value.ToString() ?? "", module, task.Arguments, task.FreeForm, [.. diagnostics]);
    }

    /// <summary>What is wrong with the task, found statically or while binding.</summary>
    public IEnumerable<string> Errors() =>
        Diagnostics.Count > 0 ? Diagnostics.Select(d => d.Message) : ArgumentBinder.Bind(Module.Spec, Options, FreeForm?.Value.ToString(), new ExampleContext()).Errors;

    public IReadOnlyList<Step> Plan(bool check = false, int verbosity = 0)
    {
        Assert.True(Diagnostics.Count == 0, string.Join('\n', Diagnostics));
        var (arguments, errors) = ArgumentBinder.Bind(Module.Spec, Options, FreeForm?.Value.ToString(), new ExampleContext(check, verbosity));
        Assert.True(arguments is not null, string.Join('\n', errors));
        return [.. Module.Plan(arguments)];
    }
}
