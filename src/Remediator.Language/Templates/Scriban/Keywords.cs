using Remediator.Language.Diagnostics;

namespace Remediator.Language.Templates.Scriban;

/// <summary>The words that start a statement, and those of other languages that people write instead.</summary>
internal static class Keywords
{
    private static readonly string[] Statements =
    [
        "break", "capture", "case", "continue", "else", "end", "for", "func", "if", "import", "readonly", "ret", "tablerow", "when", "while", "with", "wrap",
    ];

    public static bool IsStatement(string word) => Array.BinarySearch(Statements, word, StringComparer.Ordinal) >= 0;

    /// <summary>The operator that other languages write as a word, or null.</summary>
    public static string? Operator(string word) => word switch
    {
        "and" => "&&",
        "or" => "||",
        "not" => "!",
        "is" => "==",
        _ => null,
    };

    /// <summary>What to write instead of a statement of Jinja, Liquid or C#, or of a misspelt one; null where the word may well be a name.</summary>
    /// <param name="isAlone">True where nothing follows the word in its statement.</param>
    public static string? Instead(string word, bool isAlone) => word switch
    {
        "elif" or "elsif" or "elseif" => "write 'else if'",
        "endif" or "endfor" or "endwhile" or "endcase" or "endcapture" or "endwith" or "endfunc" when isAlone => "every block of Scriban ends with 'end'",
        "unless" when !isAlone => "write 'if !(…)'",
        "foreach" when !isAlone => "write 'for x in y'",
        "set" or "assign" or "let" or "var" when !isAlone => "write 'name = value' without a word before it",
        "return" => "write 'ret'",
        "function" or "macro" or "def" when !isAlone => "write 'func name(x)'",
        "switch" when !isAlone => "write 'case x' and 'when y'",
        "endraw" or "raw" or "verbatim" when isAlone => "write '{%{ … }%}' around text that is not to be read",
        _ => null,
    };

    /// <summary>The statement meant by a word before <c>x in y</c>, such as <c>fro</c>.</summary>
    public static string? Nearest(string word) => DidYouMean.Hint(word, Statements);
}
