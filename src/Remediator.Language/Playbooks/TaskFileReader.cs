using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads a file of tasks or handlers, as includes, imports and roles name it.</summary>
public static class TaskFileReader
{
    /// <summary>The tasks; an empty file has none. Diagnostics as <see cref="PlaybookReader"/> has them, in the order of the file.</summary>
    /// <param name="areHandlers">True where its tasks are handlers, which may listen to topics.</param>
    public static IReadOnlyList<TaskNode> Read(SourceText source, bool areHandlers, DiagnosticBag diagnostics)
    {
        DiagnosticBag found = [];
        var tasks = Read(source, areHandlers, found, YamlReader.Read(source, found));
        diagnostics.AddRange(found.OrderBy(d => d.Span.Start));
        return tasks;
    }

    private static IReadOnlyList<TaskNode> Read(SourceText source, bool areHandlers, DiagnosticBag diagnostics, IReadOnlyList<YamlNode> documents)
    {
        if (documents.Count == 0 || SettingReader.IsEmpty(documents[0]))
        {
            return [];
        }

        if (documents[0] is not YamlSequence sequence)
        {
            var hint = documents[0] is YamlMapping mapping && (mapping["tasks"] ?? mapping["hosts"]) is not null ? "this is a play; name it with import_playbook, or keep its tasks only" : "start each task with '- '";
            diagnostics.Error("RMD2010", Words.FirstLine(documents[0].Span), $"a file of tasks is a list of tasks, not {Words.KindOf(documents[0])}", hint);
            return [];
        }

        if (documents.Count > 1)
        {
            diagnostics.Error("RMD2010", Words.FirstLine(documents[1].Span), "a file of tasks is one document", "remove the '---' before this");
        }

        var settings = new SettingReader(diagnostics);
        var reader = new TaskListReader(settings, new DirectiveReader(settings, diagnostics), diagnostics);
        return reader.Read(sequence, areHandlers ? TaskPlace.Handlers : TaskPlace.Tasks);
    }
}
