using System.Globalization;
using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules;

/// <content>The kinds of parameters. Each converts as Ansible's argument specs do: text to booleans and numbers, one value to a list of one.</content>
public abstract partial class Parameter
{
    private static readonly string[] TrueWords = ["yes", "on", "true", "1", "y", "t", "1.0"];
    private static readonly string[] FalseWords = ["no", "off", "false", "0", "n", "f", "0.0"];

    /// <summary>Text; numbers and booleans become Python's text of them, as in Ansible.</summary>
    public static Parameter<string> Text(string name, string description) =>
        new(name, description, "text", static (v, _) => AsText(v) is { } text ? (text, null) : (null, $"must be text, not a {v.TypeName}"));

    /// <summary>A path on the host. <c>~</c> stands for the home folder there.</summary>
    public static Parameter<string> Path(string name, string description) =>
        new(name, description, "path", static (v, _) => AsText(v) is { } text ? (text, null) : (null, $"must be a path, not a {v.TypeName}"));

    /// <summary>A boolean in any of YAML's and Ansible's spellings.</summary>
    public static Parameter<bool?> Flag(string name, string description) => new(name, description, "boolean", static (v, _) => AsFlag(v) switch
    {
        { } flag => (flag, null),
        null => (null, $"must be a boolean (true or false), not '{v}'"),
    });

    /// <summary>A whole number.</summary>
    public static Parameter<long?> Number(string name, string description) => new(name, description, "integer", static (v, _) =>
        Numbers.TryGetLong(v, out var number) || (AsText(v) is { } text && long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            ? (number, null)
            : (null, $"must be a whole number, not '{v}'"));

    /// <summary>A number, with or without a fraction.</summary>
    public static Parameter<double?> Real(string name, string description) => new(name, description, "number", static (v, _) =>
        Numbers.TryGetDouble(v, out var number) || (AsText(v) is { } text && double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            ? (number, null)
            : (null, $"must be a number, not '{v}'"));

    /// <summary>A span of time in seconds; <c>90</c>, <c>1.5</c>, <c>100ms</c>, <c>90s</c>, <c>2m</c>, <c>1h30m</c> and <c>1d</c> are taken.</summary>
    public static Parameter<TimeSpan?> Duration(string name, string description) => new(name, description, "duration", static (v, _) =>
        Language.Playbooks.Duration.TryParse(v, out var span) ? (span, null) : (null, $"must be a duration such as 0.5, 100ms, 90s, 2m or 1h, not '{v}'"));

    /// <summary>One of several words.</summary>
    public static Parameter<string> Choice(string name, string description, params IReadOnlyList<string> choices) =>
        new Parameter<string>(name, description, "choice", (v, _) =>
        {
            // YAML reads a bare yes/no as a boolean; where a choice has that word it is meant.
            var text = v is BoolValue flag ? choices.FirstOrDefault(c => (flag.Value ? TrueWords : FalseWords).Contains(c)) ?? v.ToString() : AsText(v);
            return text is not null && choices.Contains(text) ? (text, null) : (null, $"must be one of: {string.Join(", ", choices)}, not '{v}'");
        }).WithChoices(choices);

    /// <summary>A list of texts; one text is split at commas, as in Ansible.</summary>
    public static Parameter<IReadOnlyList<string>> TextList(string name, string description) => new(name, description, "list of text", static (v, _) =>
    {
        if (v is not ListValue list)
        {
            return AsText(v) is { } one ? ([.. one.Split(',').Select(s => s.Trim())], null) : (null, $"must be a list of text, not a {v.TypeName}");
        }

        var texts = list.Select(AsText).ToList();
        return texts.Contains(null) ? (null, "must be a list of text; one of its items is not text") : (texts!, null);
    });

    /// <summary>A list of words, which is never split: a comma is a letter like any other.</summary>
    public static Parameter<IReadOnlyList<string>> WordList(string name, string description) => new(name, description, "list of words", static (v, _) =>
    {
        var texts = (v as IReadOnlyList<Value> ?? [v]).Select(AsText).ToList();
        return texts.Contains(null) ? (null, "must be a list of text; one of its items is not text") : (texts!, null);
    });

    public static Parameter<DictValue> Dict(string name, string description) => new(name, description, "mapping", static (v, _) =>
        v is DictValue dict ? (dict, null) : (null, $"must be a mapping, not a {v.TypeName}"));

    /// <summary>Any value, as it is.</summary>
    public static Parameter<Value> Any(string name, string description) => new(name, description, "any", static (v, _) => (v, null));

    /// <summary>Permission bits: octal text or a YAML octal number, or symbolic such as <c>u=rw,g=r,o=r</c>. Octal arrives as <c>0644</c>.</summary>
    /// <param name="preserve">True where <c>preserve</c> is taken too, for the source's own.</param>
    public static Parameter<string> Mode(string name, string description, bool preserve = false) => new(name, description, "mode", (v, _) => v switch
    {
        // YAML 1.1 reads 0644 as the number 420: its octal digits are what was meant.
        IntValue { Value: >= 0 and <= 4095 } number => (Permissions.Of((int)number.Value).Text, null),
        TextValue { Text: "preserve" } when preserve => ("preserve", null),
        TextValue { Text: var text } when Permissions.Parse(text) is { } permissions => (permissions.Text, null),
        _ => (null, $"must be an octal mode such as '0644' or a symbolic one such as 'u=rw,g=r,o=r', not '{v}'"),
    });

    /// <summary>A command line that no shell reads: it is split into words as a shell would split it.</summary>
    public static Parameter<CommandLine> CommandLine(string name, string description) => new(name, description, "command line", static (v, _) =>
    {
        if (AsText(v) is not { } text)
        {
            return (null, $"must be text, not a {v.TypeName}");
        }

        try
        {
            return CommandWords.Split(text) is { Count: > 0 } words ? (new CommandLine(text, words), null) : (null, "must not be empty");
        }
        catch (FormatException e)
        {
            return (null, $"cannot be split into words: {e.Message}");
        }
    });

    /// <summary>A parameter with one more condition on its value; <paramref name="test"/> gives the phrase that says what is wrong, or null.</summary>
    internal static Parameter<T> Tested<T>(Parameter<T> parameter, Func<T, string?> test) => new(parameter.Name, parameter.Description, parameter.TypeName, (v, context) =>
    {
        var (value, error) = parameter.Convert(v, context);
        error ??= value is T typed ? test(typed) : null;
        return error is null ? ((T?)value, null) : (default, error);
    });

    /// <summary>
    /// An option that Ansible has and that is not supported: any value but the harmless ones is refused with the reason, so that nothing
    /// is ignored in silence.
    /// </summary>
    public static Parameter<Value> Refused(string name, string reason, params IReadOnlyList<Value> harmless) =>
        new(name, $"Not supported: {reason}.", "not supported", (v, _) =>
            harmless.Contains(v) || (AsFlag(v) is { } flag && harmless.Contains(Value.Of(flag))) ? (v, null) : (null, $"is not supported: {reason}"));

    /// <summary>A template file of the controller, which arrives rendered.</summary>
    public static Parameter<LocalFile> Template(string name, string description) =>
        new(name, description, "template file", static (v, context) => AsText(v) is { } path
            ? context.RenderTemplate(path)
            : (null, "must be the path of a template"));

    /// <summary>An option that <see cref="Template(string, string)"/> itself heeds: what marks templates in the text. Not empty.</summary>
    public static Parameter<string> TemplateMark(string name, string description) =>
        new(name, description, "text", static (v, _) => AsText(v) is { Length: > 0 } mark ? (mark, null) : (null, "must be text that is not empty"));

    /// <summary><c>replace</c> or <c>merge</c>: null, or a function from a variable's name to what it is so far.</summary>
    public static Parameter<Func<string, Value?>> HashBehaviour(string name, string description) => new(name, description, "replace or merge", static (v, context) => AsText(v) switch
    {
        "replace" => (null, null),
        "merge" => (variable => context.Variable(variable).Value, null),
        _ => (null, $"must be one of: replace, merge, not '{v}'"),
    });

    /// <summary>How text becomes bytes, by the names that Python and IANA have; its preamble belongs to the file.</summary>
    public static Parameter<Encoding> TextEncoding(string name, string description) => new(name, description, "encoding", static (v, _) =>
    {
        try
        {
            return AsText(v) is { } text ? (EncodingOf(text), null) : (null, "must be the name of an encoding");
        }
        catch (ArgumentException)
        {
            return (null, $"must be the name of an encoding, such as utf-8, not '{v}'");
        }
    });

    /// <exception cref="ArgumentException">There is no such encoding, or text cannot be written in it.</exception>
    private static Encoding EncodingOf(string name)
    {
        var known = name.ToLowerInvariant().Replace('_', '-');
        return known switch
        {
            "utf-8" or "utf8" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            "utf-8-sig" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            "utf-16" or "utf16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            "utf-16-le" or "utf-16le" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            "utf-16-be" or "utf-16be" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            "latin-1" or "latin1" or "l1" => Encoding.Latin1,
            ['c', 'p', .. var number] when number.All(char.IsAsciiDigit) => CodePagesEncodingProvider.Instance.GetEncoding(int.Parse(number, CultureInfo.InvariantCulture)) ?? Encoding.GetEncoding(known),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(known) ?? Encoding.GetEncoding(known),
        };
    }

    /// <summary>A file or folder of the controller, which arrives with its content.</summary>
    public static Parameter<LocalFile> LocalFile(string name, string description) => new(name, description, "local file", static (v, context) =>
        AsText(v) is { } path ? context.ReadFile(path) : (null, "must be the path of a file"));

    /// <summary>A file or folder of variables on the controller, which arrives with a way to read it.</summary>
    public static Parameter<VariableSource> Variables(string name, string description) => new(name, description, "variable file", static (v, context) =>
        AsText(v) is not { } path ? (null, "must be the path of a file")
        : context.ReadVariables(path) is ({ } source, _) ? (source, null)
        : (new VariableSource(path, false, []) { Problem = context.ReadVariables(path).Error }, null));

    /// <summary>A command line whose first word is a file of the controller, which arrives with its content and the rest of the line.</summary>
    public static Parameter<LocalCommand> LocalCommand(string name, string description) => new(name, description, "local command", static (v, context) =>
    {
        if (AsText(v)?.Trim() is not { Length: > 0 } text)
        {
            return (null, "must be the path of a script, and words for it");
        }

        var end = text[0] is '\'' or '"' && text.IndexOf(text[0], 1) is > 0 and var close ? close + 1 : text.IndexOfAny([' ', '\t', '\n']) is > 0 and var blank ? blank : text.Length;
        var (file, error) = context.ReadFile(text[..end].Trim('\'', '"'));
        return file is null ? (null, error) : file.Entries is not null ? (null, $"must be a file, and '{file.Path}' is a folder") : (new LocalCommand(file, text[end..].TrimStart()), null);
    });

    /// <summary>A path on the controller, for what is brought there from the host: relative to the playbook's folder.</summary>
    public static Parameter<ControllerPath> ControllerPath(string name, string description) => new(name, description, "controller path", static (v, context) =>
        AsText(v) is { } path ? (context.Destination(path), null) : (null, "must be a path"));

    /// <summary>A bare expression, which arrives as its text and its value.</summary>
    public static Parameter<(string Text, Value Value)?> Expression(string name, string description) => new(name, description, "expression", static (v, context) =>
    {
        // A list or a mapping is a value already, as in Ansible's debug.
        if (AsText(v) is not { } text)
        {
            return ((v.ToString() ?? "", v), null);
        }

        var (value, error) = context.Evaluate(text);
        return value is null ? (null, error) : ((text, value), null);
    });

    /// <summary>A spec of arguments, which arrives with the values of the variables that it names.</summary>
    public static Parameter<ArgumentSpec> ArgumentSpec(string name, string description) => new(name, description, "argument spec", static (v, context) =>
    {
        if (v is not DictValue spec)
        {
            return (null, $"Incorrect type for argument_spec, expected dict and got a {v.TypeName}");
        }

        var variables = new DictBuilder();
        foreach (var key in spec.Keys)
        {
            var (value, error) = context.Variable(key.ToString() ?? "");
            if (error is not null)
            {
                return (null, error);
            }

            if (value is not null)
            {
                variables[key] = value;
            }
        }

        return (new ArgumentSpec(spec, variables.Build()), null);
    });

    /// <summary>A job that was left running, which arrives with a way to read what it said.</summary>
    public static Parameter<JobReader> Job(string name, string description) => new(name, description, "job", static (v, context) =>
        AsText(v) is { } id ? (context.Job(id.Trim()), null) : (null, "must be the id of a job"));

    /// <summary>Conditions, one or a list, which arrive evaluated.</summary>
    public static Parameter<IReadOnlyList<CheckedCondition>> Conditions(string name, string description) => new(name, description, "conditions", static (v, context) =>
    {
        var conditions = new List<CheckedCondition>();
        foreach (var condition in v as IReadOnlyList<Value> ?? [v])
        {
            var (holds, error) = context.Holds(condition);
            if (error is not null)
            {
                return (null, error);
            }

            conditions.Add(new CheckedCondition(condition.ToString() ?? "", holds));
        }

        return (conditions, null);
    });

    internal static string? AsText(Value value) => value switch
    {
        TextValue text => text.Text,
        IntValue or FloatValue or BoolValue => value.ToString(),
        DateValue => value.ToString(),
        _ => null,
    };

    /// <summary>Ansible's booleans: <c>true</c>, 1, <c>yes</c>, <c>on</c> and the like; null for what is none.</summary>
    public static bool? AsFlag(Value value) => value switch
    {
        BoolValue flag => flag.Value,
        IntValue { Value: 0 or 1 } number => number.Value == 1,
        TextValue { Text: var text } when TrueWords.Contains(text.ToLowerInvariant()) => true,
        TextValue { Text: var text } when FalseWords.Contains(text.ToLowerInvariant()) => false,
        _ => null,
    };
}
