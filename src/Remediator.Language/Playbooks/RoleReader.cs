using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads lists of roles: a play's <c>roles</c> and a role's <c>dependencies</c>.</summary>
internal sealed class RoleReader(DirectiveReader directives, DiagnosticBag diagnostics)
{
    public IReadOnlyList<RoleEntry> Read(YamlEntry section)
    {
        if (SettingReader.IsEmpty(section.Value))
        {
            return [];
        }

        if (section.Value is not YamlSequence sequence)
        {
            diagnostics.Error("RMD2002", Words.FirstLine(section.Value.Span), "A malformed role declaration was encountered.", $"'{section.KeyText}' takes a list of roles, not {Words.KindOf(section.Value)}; start each role with '- '");
            return [];
        }

        return [.. sequence.Items.Select(ReadEntry).OfType<RoleEntry>()];
    }

    private RoleEntry? ReadEntry(YamlNode item)
    {
        switch (item)
        {
            case YamlScalar { Text: var old } when old.Contains(',', StringComparison.Ordinal):
                diagnostics.Error("RMD2002", Words.FirstLine(item.Span), $"Invalid old style role requirement: {old}", "write each role in an item of its own; parameters stand below 'role:'");
                return null;
            case YamlScalar scalar when !SettingReader.IsEmpty(scalar):
                return new RoleEntry(scalar.Span, new Setting(YamlValues.ToValue(scalar, diagnostics), scalar.Span));
            case YamlMapping mapping:
                return ReadEntry(mapping);
            default:
                diagnostics.Error("RMD2002", Words.FirstLine(item.Span), $"a role is a name or a mapping, not {Words.KindOf(item)}");
                return null;
        }
    }

    private RoleEntry? ReadEntry(YamlMapping mapping)
    {
        if ((mapping["role"] ?? mapping["name"]) is not YamlScalar name || SettingReader.IsEmpty(name))
        {
            diagnostics.Error("RMD2005", Words.FirstLine(mapping.Span), "this role has no name", "add 'role:' with the role's name");
            return null;
        }

        var own = Directives.None;
        var parameters = new DictBuilder();
        foreach (var entry in mapping.Entries)
        {
            var key = entry.KeyText!;
            if (key is "role" or "name" || directives.TryTake(ref own, entry, conditional: true) || directives.RefusesNotSupported(entry))
            {
                continue;
            }

            parameters[key] = YamlValues.ToValue(entry.Value, diagnostics);
        }

        return new RoleEntry(mapping.Span, new Setting(YamlValues.ToValue(name, diagnostics), name.Span)) { Directives = own, Parameters = parameters.Build() };
    }
}

/// <summary>What <c>meta/main.yml</c> of a role says, as far as a run needs it.</summary>
public sealed record RoleMetadata
{
    public IReadOnlyList<RoleEntry> Dependencies { get; init; } = [];

    /// <summary>False: the role runs once per host for the same parameters.</summary>
    public bool AllowsDuplicates { get; init; }

    /// <summary>Specifications of the arguments, by entry point; empty where there are none.</summary>
    public DictValue ArgumentSpecs { get; init; } = DictValue.Empty;
}

/// <summary>Reads the files of a role that are no lists of tasks.</summary>
public static class RoleFileReader
{
    /// <summary><c>meta/main.yml</c>: <c>dependencies</c>, <c>allow_duplicates</c>, <c>argument_specs</c>; other keys are for people and tools.</summary>
    public static RoleMetadata ReadMetadata(SourceText source, DiagnosticBag diagnostics)
    {
        var documents = YamlReader.Read(source, diagnostics);
        if (documents.Count == 0 || SettingReader.IsEmpty(documents[0]))
        {
            return new RoleMetadata();
        }

        if (documents[0] is not YamlMapping mapping)
        {
            diagnostics.Error("RMD2002", Words.FirstLine(documents[0].Span), $"a role's metadata is a mapping, not {Words.KindOf(documents[0])}");
            return new RoleMetadata();
        }

        var settings = new SettingReader(diagnostics);
        var roles = new RoleReader(new DirectiveReader(settings, diagnostics), diagnostics);
        var metadata = new RoleMetadata();
        foreach (var entry in mapping.Entries)
        {
            metadata = entry.KeyText switch
            {
                "dependencies" => metadata with { Dependencies = roles.Read(entry) },
                "allow_duplicates" => metadata with { AllowsDuplicates = IsTrue(YamlValues.ToValue(entry.Value, diagnostics)) },
                "argument_specs" => metadata with { ArgumentSpecs = YamlValues.ToValue(entry.Value, diagnostics) as DictValue ?? DictValue.Empty },
                _ => metadata,
            };
        }

        return metadata;
    }

    private static bool IsTrue(Value value) => value is BoolValue { Value: true } || value is TextValue text && text.Text.ToLowerInvariant() is "yes" or "true" or "on" or "1";
}
