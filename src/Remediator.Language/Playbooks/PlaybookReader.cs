using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads a playbook and checks its structure: keywords, shapes, one module for each task. All that is wrong is told at once, in the order of the file.</summary>
public static class PlaybookReader
{
    /// <summary>
    /// The playbook, without what could not be read, so that a binder can go on to look for more errors; it must not run while
    /// <paramref name="diagnostics"/> has errors. Null where there is no list of plays at all. Codes RMD1001 to RMD1008, RMD2001 to RMD2015.
    /// </summary>
    public static Playbook? Read(SourceText source, DiagnosticBag diagnostics)
    {
        DiagnosticBag found = [];
        var playbook = Read(source, found, YamlReader.Read(source, found));
        diagnostics.AddRange(found.OrderBy(d => d.Span.Start));
        return playbook;
    }

    private static Playbook? Read(SourceText source, DiagnosticBag diagnostics, IReadOnlyList<YamlNode> documents)
    {
        if (diagnostics.HasErrors && documents.Count == 0)
        {
            return null;
        }

        if (documents.Count == 0 || SettingReader.IsEmpty(documents[0]))
        {
            diagnostics.Error("RMD2010", new Span(source, 0, 0), "A playbook must contain at least one play", "a playbook is a list of plays; a play starts with '- hosts: …'");
            return null;
        }

        if (documents.Count > 1)
        {
            diagnostics.Error("RMD2010", Words.FirstLine(documents[1].Span), "a playbook is one document", "remove the '---' before this");
        }

        if (documents[0] is not YamlSequence plays)
        {
            var hint = documents[0] is YamlMapping mapping && mapping["hosts"] is not null ? "start the play with '- '" : "a play starts with '- hosts: …'";
            diagnostics.Error("RMD2010", Words.FirstLine(documents[0].Span), $"a playbook is a list of plays, not {Words.KindOf(documents[0])}", hint);
            return null;
        }

        if (plays.Items.Count == 0)
        {
            diagnostics.Error("RMD2010", plays.Span, "A playbook must contain at least one play", "a playbook is a list of plays; a play starts with '- hosts: …'");
            return null;
        }

        var reader = new PlayReader(diagnostics);
        return new Playbook(source, [.. plays.Items.Select(reader.Read).OfType<PlaybookEntry>()]);
    }
}
