using Remediator.Language.Diagnostics;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Where a list of tasks stands, which decides the words its tasks may have.</summary>
internal enum TaskPlace
{
    Tasks,
    Handlers,
    Verify,
}

/// <summary>Reads lists of tasks and the blocks in them. Nesting is bounded by the YAML reader's budget.</summary>
internal sealed class TaskListReader(SettingReader settings, DirectiveReader directives, DiagnosticBag diagnostics)
{
    private readonly TaskReader tasks = new(settings, directives, diagnostics);

    public IReadOnlyList<TaskNode> Read(YamlEntry section, TaskPlace place)
    {
        if (SettingReader.IsEmpty(section.Value))
        {
            diagnostics.Warn("RMD2015", section.Key.Span, $"'{section.KeyText}' has no tasks");
            return [];
        }

        if (section.Value is not YamlSequence sequence)
        {
            diagnostics.Error("RMD2002", Words.FirstLine(section.Value.Span), $"A malformed block was encountered while loading {section.KeyText}: {(section.Value is YamlScalar scalar ? scalar.Text : Words.KindOf(section.Value))} should be a list or None", "start each task with '- '");
            return [];
        }

        return Read(sequence, place);
    }

    public IReadOnlyList<TaskNode> Read(YamlSequence sequence, TaskPlace place)
    {
        var nodes = new List<TaskNode>(sequence.Items.Count);
        foreach (var item in sequence.Items)
        {
            if (ReadItem(item, place) is { } node)
            {
                nodes.Add(node);
            }
        }

        return nodes;
    }

    private TaskNode? ReadItem(YamlNode item, TaskPlace place)
    {
        if (item is not YamlMapping mapping)
        {
            var text = (item as YamlScalar)?.Text ?? "";
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            diagnostics.Error("RMD2002", Words.FirstLine(item.Span), $"a task is a mapping, not {Words.KindOf(item)}",
                colon > 0 && colon + 1 < text.Length && text[colon + 1] != ' ' ? $"a blank is missing after the colon: '{text[..colon]}: {text[(colon + 1)..]}'"
                : text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || c is '_' or '.') ? $"write '{text}:' for a module without options"
                : null);
            return null;
        }

        return mapping.Entries.Any(e => e.KeyText is { } key && Keywords.BlockSections.Contains(key)) ? ReadBlock(mapping, place) : tasks.Read(mapping, place);
    }

    private BlockNode ReadBlock(YamlMapping mapping, TaskPlace place)
    {
        var block = new BlockNode(mapping.Span);
        var own = Directives.None;
        foreach (var entry in mapping.Entries)
        {
            switch (entry.KeyText)
            {
                case "name":
                    block = block with { Name = directives.ReadName(entry) };
                    break;
                case "block":
                    block = block with { Body = Read(entry, place) };
                    break;
                case "rescue":
                    block = block with { Rescue = Read(entry, place) };
                    break;
                case "always":
                    block = block with { Always = Read(entry, place) };
                    break;
                default:
                    if (!directives.TryTake(ref own, entry, conditional: true) && !directives.RefusesNotSupported(entry))
                    {
                        RefuseInBlock(entry);
                    }

                    break;
            }
        }

        if (mapping["block"] is null)
        {
            var section = mapping.Entries.First(e => e.KeyText is "rescue" or "always");
            diagnostics.Error("RMD2005", section.Key.Span, $"'{section.KeyText}' belongs to a block, and this has no 'block'", "add 'block:' with the tasks that it guards");
        }

        return block with { Directives = own };
    }

    private void RefuseInBlock(YamlEntry entry)
    {
        var key = entry.KeyText!;
        if (key is "loop" or "loop_control" || key.StartsWith("with_", StringComparison.Ordinal))
        {
            diagnostics.Error("RMD2007", entry.Key.Span, $"a block cannot have '{key}'", "loop over each task of the block");
        }
        else if (Keywords.OfTasks.Contains(key))
        {
            diagnostics.Error("RMD2007", entry.Key.Span, $"'{key}' belongs to a task, not to a block", "move it to the tasks of the block");
        }
        else
        {
            diagnostics.Error("RMD2001", entry.Key.Span, $"'{key}' is not a valid attribute for a Block",
                DidYouMean.Hint(key, Keywords.OfBlocks) ?? "a block has no module; move it to a task of its own");
        }
    }
}
