using System.Globalization;
using System.Text;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Language.Vault;

namespace Remediator.Language.Yaml;

/// <summary>Turns nodes into values as Ansible types them; text that holds template syntax becomes a <see cref="TemplateValue"/>.</summary>
public static class YamlValues
{
    /// <summary>The value of a node; what cannot have one is a diagnostic and null. Depth is bounded by the reader's budget.</summary>
    public static Value ToValue(YamlNode node, DiagnosticBag diagnostics) => node switch
    {
        _ when YamlTags.IsVault(node.Tag) => ToVaulted(node, diagnostics),
        YamlScalar scalar => ToScalar(scalar, diagnostics),
        YamlSequence sequence => ToList(sequence, diagnostics),
        YamlMapping mapping => ToDict(mapping, diagnostics),
        _ => Value.Null,
    };

    /// <summary>Text as a value: a template where it holds <c>{{</c>, <c>{%</c> or <c>{#</c>.</summary>
    public static Value ToText(string text, Text.Span span) => IsTemplate(text) ? new TemplateValue(text, span) : new TextValue(text);

    /// <summary>Whether text holds the start of a Jinja2 expression, statement or comment.</summary>
    public static bool IsTemplate(string text)
    {
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('{', at + 1))
        {
            if (text[at + 1] is '{' or '%' or '#')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A mapping's key: typed as any scalar, never a template.</summary>
    public static Value ToKey(YamlNode key) => key is YamlScalar scalar
        ? (scalar.Style == ScalarStyle.Plain && scalar.Tag is null ? YamlScalars.Resolve(scalar.Text) : null) ?? new TextValue(scalar.Text)
        : Value.Null;

    private static Value ToVaulted(YamlNode node, DiagnosticBag diagnostics)
    {
        if (node is YamlScalar { Text: var text } && VaultEnvelope.IsVault(text.AsSpan().TrimStart()))
        {
            return new VaultedText(text.Trim() + "\n", node.Span);
        }

        diagnostics.Error("RMD1007", node.Span, "what the tag !vault marks is text that begins with $ANSIBLE_VAULT;", "remediator vault encrypt_string makes such a value");
        return Value.Null;
    }

    private static Value ToScalar(YamlScalar scalar, DiagnosticBag diagnostics)
    {
        switch (scalar.Tag)
        {
            case null:
                return (scalar.Style == ScalarStyle.Plain ? YamlScalars.Resolve(scalar.Text) : null) ?? ToText(scalar.Text, scalar.Span);
            case YamlTags.Unsafe:
                return new TextValue(scalar.Text);
            case "!" or YamlTags.Text or YamlTags.Timestamp:
                return ToText(scalar.Text, scalar.Span);
            case YamlTags.Binary:
                return ToDecoded(scalar, diagnostics);
            case YamlTags.Null:
                return Value.Null;
            case YamlTags.Int or YamlTags.Float or YamlTags.Bool:
                return ToTagged(scalar, diagnostics);
            default:
                return RefuseTag(scalar, diagnostics);
        }
    }

    /// <summary>Text from Base64; bytes that are no text are refused, for values hold none.</summary>
    private static Value ToDecoded(YamlScalar scalar, DiagnosticBag diagnostics)
    {
        try
        {
            return new TextValue(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(scalar.Text)));
        }
        catch (Exception error) when (error is FormatException or DecoderFallbackException)
        {
            diagnostics.Error("RMD1008", scalar.Span, "what the tag !!binary marks is not UTF-8 text in Base64");
            return Value.Null;
        }
    }

    private static Value ToTagged(YamlScalar scalar, DiagnosticBag diagnostics)
    {
        var value = YamlScalars.Resolve(scalar.Text);
        if (scalar.Tag == YamlTags.Float && value is IntValue whole)
        {
            return Value.Of((double)whole.Value);
        }

        if (scalar.Tag == YamlTags.Float && value is null && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return Value.Of(number);
        }

        if ((scalar.Tag, value) is (YamlTags.Int, IntValue) or (YamlTags.Float, FloatValue) or (YamlTags.Bool, BoolValue))
        {
            return value!;
        }

        diagnostics.Error("RMD1008", scalar.Span, $"'{scalar.Text}' cannot be read as the tag {Shown(scalar.Tag!)} says");
        return Value.Null;
    }

    private static Value ToList(YamlSequence sequence, DiagnosticBag diagnostics)
    {
        if (sequence.Tag is not (null or "!" or YamlTags.Seq or YamlTags.Unsafe))
        {
            return RefuseTag(sequence, diagnostics);
        }

        var items = new Value[sequence.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Child(sequence, sequence.Items[i], diagnostics);
        }

        return new ListValue(items);
    }

    private static Value ToDict(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        if (mapping.Tag is not (null or "!" or YamlTags.Map or YamlTags.Unsafe))
        {
            return RefuseTag(mapping, diagnostics);
        }

        var builder = new DictBuilder();
        foreach (var entry in mapping.Entries)
        {
            builder[ToKey(entry.Key)] = Child(mapping, entry.Value, diagnostics);
        }

        return builder.Build();
    }

    /// <summary>What stands inside an unsafe collection is unsafe too.</summary>
    private static Value Child(YamlNode parent, YamlNode child, DiagnosticBag diagnostics) =>
        ToValue(parent.Tag == YamlTags.Unsafe && child.Tag is null && !IsTyped(child) ? child with { Tag = YamlTags.Unsafe } : child, diagnostics);

    private static bool IsTyped(YamlNode node) =>
        node is YamlScalar { Style: ScalarStyle.Plain } scalar && !YamlScalars.IsText(scalar.Text);

    private static Value RefuseTag(YamlNode node, DiagnosticBag diagnostics)
    {
        var shown = Shown(node.Tag!);
        var hint = DidYouMean.Hint(shown, ["!unsafe", "!vault", "!!str", "!!int", "!!float", "!!bool", "!!null"])
            ?? "for text that starts with '!', write quotes";
        diagnostics.Error("RMD1008", node.Span, $"the tag {shown} is not known", hint);
        return Value.Null;
    }

    private static string Shown(string tag) => tag.StartsWith(YamlTags.Core, StringComparison.Ordinal) ? "!!" + tag[YamlTags.Core.Length..] : tag;
}
