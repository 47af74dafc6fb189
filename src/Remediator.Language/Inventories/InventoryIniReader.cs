using System.Text.RegularExpressions;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Inventories;

/// <summary>Reads inventories in Ansible's INI form: sections of hosts, <c>:children</c> and <c>:vars</c>. Codes RMD2050 to RMD2056.</summary>
public static partial class InventoryIniReader
{
    private enum Kind
    {
        Hosts,
        Children,
        Vars,

        /// <summary>A section that a diagnostic refused; its lines are passed over.</summary>
        Skipped,
    }

    public static void Read(SourceText source, DiagnosticBag diagnostics, InventoryBuilder builder)
    {
        DiagnosticBag found = [];
        new Reading(source, found, builder).Run();
        diagnostics.AddRange(found.OrderBy(d => d.Span.Start));
    }

    private sealed class Reading(SourceText source, DiagnosticBag diagnostics, InventoryBuilder builder)
    {
        /// <summary>Groups that only <c>:vars</c> or <c>:children</c> lists name so far, with the place.</summary>
        private readonly Dictionary<string, Span> undefined = new(StringComparer.Ordinal);
        private readonly HashSet<string> defined = new(StringComparer.Ordinal) { InventoryBuilder.All, InventoryBuilder.Ungrouped };
        private readonly List<(string Group, string Name, Value Value)> pendingVars = [];
        private string group = InventoryBuilder.Ungrouped;
        private Kind kind = Kind.Hosts;

        public void Run()
        {
            var text = source.Content;
            var at = text.StartsWith('\uFEFF') ? 1 : 0;
            while (at < text.Length)
            {
                var end = text.IndexOf('\n', at) is var newline and >= 0 ? newline : text.Length;
                ReadLine(at, text[at..end]);
                at = end + 1;
            }

            foreach (var (name, span) in undefined.Where(u => !defined.Contains(u.Key)))
            {
                diagnostics.Error("RMD2054", span, $"no section defines the group '{name}'", DidYouMean.Hint(name, defined) ?? $"add a section [{name}] with its hosts");
            }

            foreach (var (owner, name, value) in pendingVars.Where(p => defined.Contains(p.Group) || !undefined.ContainsKey(p.Group)))
            {
                builder.SetGroupVariable(owner, name, value);
            }
        }

        private void ReadLine(int offset, string line)
        {
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';')
            {
                return;
            }

            var span = new Span(source, offset + line.IndexOf(content, StringComparison.Ordinal), content.Length);
            if (content[0] == '[' && Section().Match(content) is { Success: true } section)
            {
                Open(section, span);
                return;
            }

            if (content[0] == '[' && !content.Contains(']', StringComparison.Ordinal))
            {
                diagnostics.Error("RMD2050", span, "the section's name is not closed", "write ']' behind it");
                kind = Kind.Skipped;
                return;
            }

            switch (kind)
            {
                case Kind.Hosts:
                    AddHost(content, span);
                    break;
                case Kind.Children:
                    AddChild(content, span);
                    break;
                case Kind.Vars:
                    AddVariable(content, span);
                    break;
            }
        }

        private void Open(Match section, Span span)
        {
            group = section.Groups["name"].Value;
            var state = section.Groups["kind"].Success ? section.Groups["kind"].Value : "hosts";
            var place = section.Groups["kind"];
            switch (state)
            {
                case "hosts":
                    Define();
                    kind = Kind.Hosts;
                    break;
                case "children":
                    Define();
                    kind = Kind.Children;
                    break;
                case "vars":
                    Mention(group, span.Slice(section.Groups["name"].Index, section.Groups["name"].Length));
                    kind = Kind.Vars;
                    break;
                default:
                    diagnostics.Error("RMD2050", span.Slice(place.Index, place.Length), $"a section is of hosts, 'children' or 'vars', not '{state}'", DidYouMean.Hint(state, ["children", "vars", "hosts"]));
                    kind = Kind.Skipped;
                    break;
            }
        }

        /// <summary>A group of an earlier source is defined there.</summary>
        private void Mention(string name, Span span)
        {
            if (!builder.HasGroup(name))
            {
                undefined.TryAdd(name, span);
            }
        }

        private void Define()
        {
            defined.Add(group);
            builder.AddGroup(group);
        }

        private void AddHost(string content, Span span)
        {
            if (ShellWords.Split(content) is not { } words)
            {
                diagnostics.Error("RMD2050", span, "a quote on this line is not closed");
                return;
            }

            if (words.Count == 0)
            {
                return;
            }

            var (entry, entryStart, entryLength) = words[0];
            if (entry.Contains('=', StringComparison.Ordinal) || words.Count > 1 && words[1].Text == "=")
            {
                diagnostics.Error("RMD2050", span.Slice(entryStart, entryLength), "a host's name stands first on a line; this is a variable",
                    group == InventoryBuilder.Ungrouped ? "put variables of all hosts under [all:vars]" : $"put variables of the group under [{group}:vars]");
                return;
            }

            if (entry.EndsWith(':') && !entry.Contains('[', StringComparison.Ordinal))
            {
                diagnostics.Error("RMD2050", span.Slice(entryStart, entryLength), "this looks like YAML, which an INI inventory is not", "name the file .yml, or write [group] and a host on each line");
                return;
            }

            var names = HostNames.Add(builder, entry, span.Slice(entryStart, entryLength), group, diagnostics);
            foreach (var (word, start, length) in words.Skip(1))
            {
                var equals = word.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0)
                {
                    diagnostics.Error("RMD2050", span.Slice(start, length), $"'{word}' is not key=value", "one host stands on a line; put a value with blanks in quotes: key='a b'");
                    continue;
                }

                var value = TypedValue(word[(equals + 1)..], span.Slice(start, length));
                foreach (var name in names)
                {
                    builder.SetHostVariable(name, word[..equals], value);
                }
            }
        }

        private void AddChild(string content, Span span)
        {
            if (GroupName().Match(content) is not { Success: true } match)
            {
                diagnostics.Error("RMD2050", span, "a line here names one group", "hosts belong under a section without ':children'");
                return;
            }

            var child = match.Groups["name"].Value;
            var place = span with { Length = child.Length };
            Mention(child, place);
            builder.AddChild(group, child, place, diagnostics);
        }

        private void AddVariable(string content, Span span)
        {
            var equals = content.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                diagnostics.Error("RMD2050", span, "a line here is key=value", content.Contains(": ", StringComparison.Ordinal) ? "INI takes '=', not ':'" : null);
                return;
            }

            var value = content[(equals + 1)..].Trim();
            var start = content.Length - value.Length;
            pendingVars.Add((group, content[..equals].Trim(), TypedValue(value, span.Slice(value.Length == 0 ? 0 : start, Math.Max(1, value.Length)))));
        }

        private static Value TypedValue(string text, Span span) => PythonLiteral.Read(text) switch
        {
            TextValue literal => YamlValues.ToText(literal.Text, span),
            { } value => value,
            null => YamlValues.ToText(text, span),
        };
    }

    [GeneratedRegex(@"^\[(?<name>[^:\]\s]+)(?::(?<kind>\w+))?\]\s*(?:[#;].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Section();

    [GeneratedRegex(@"^(?<name>[^:\]\s]+)\s*(?:#.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex GroupName();
}
