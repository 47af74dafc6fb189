namespace Remediator.Language.Templates.Jinja;

/// <summary>Delimiters and whitespace rules of a Jinja template, with Ansible's defaults: <c>trim_blocks</c> on, <c>lstrip_blocks</c> off.</summary>
internal sealed record JinjaSyntax
{
    public static JinjaSyntax Default { get; } = new();

    /// <summary>For text in a playbook: there a backslash in a string of <c>{{ }}</c> is itself, as YAML has unescaped it already.</summary>
    public static JinjaSyntax Embedded { get; } = new() { KeepsBackslashes = true };

    public string BlockStart { get; init; } = "{%";

    public string BlockEnd { get; init; } = "%}";

    public string VariableStart { get; init; } = "{{";

    public string VariableEnd { get; init; } = "}}";

    public string CommentStart { get; init; } = "{#";

    public string CommentEnd { get; init; } = "#}";

    public string? LineStatementPrefix { get; init; }

    public string? LineCommentPrefix { get; init; }

    public bool TrimBlocks { get; init; } = true;

    public bool LstripBlocks { get; init; }

    public bool KeepsBackslashes { get; init; }

    /// <summary>The syntax with one option of a <c>#jinja2:</c> header line, or of a task, set; null where there is no such option or the value has the wrong type.</summary>
    public JinjaSyntax? With(string option, string literal)
    {
        var text = literal.Length >= 2 && literal[0] is '\'' or '"' && literal[^1] == literal[0] ? literal[1..^1] : null;
        bool? flag = (text ?? literal) switch { "True" or "true" => true, "False" or "false" => false, _ => null };
        return (option, text, flag) switch
        {
            ("trim_blocks", _, { } on) => this with { TrimBlocks = on },
            ("lstrip_blocks", _, { } on) => this with { LstripBlocks = on },
            ("keep_trailing_newline", _, not null) => this,
            ("newline_sequence", "\\n", _) => this,
            ("block_start_string", { Length: > 0 }, _) => this with { BlockStart = text },
            ("block_end_string", { Length: > 0 }, _) => this with { BlockEnd = text },
            ("variable_start_string", { Length: > 0 }, _) => this with { VariableStart = text },
            ("variable_end_string", { Length: > 0 }, _) => this with { VariableEnd = text },
            ("comment_start_string", { Length: > 0 }, _) => this with { CommentStart = text },
            ("comment_end_string", { Length: > 0 }, _) => this with { CommentEnd = text },
            ("line_statement_prefix", { Length: > 0 }, _) => this with { LineStatementPrefix = text },
            ("line_comment_prefix", { Length: > 0 }, _) => this with { LineCommentPrefix = text },
            _ => null,
        };
    }

    public static IReadOnlyList<string> Options { get; } =
    [
        "trim_blocks", "lstrip_blocks", "keep_trailing_newline", "newline_sequence", "block_start_string", "block_end_string", "variable_start_string",
        "variable_end_string", "comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix",
    ];
}
