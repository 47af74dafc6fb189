using Remediator.Language.Text;

namespace Remediator.Language.Diagnostics;

public enum Severity
{
    Warning,
    Error,
}

/// <summary>Something the author of a playbook, template or inventory got wrong, told before any host is contacted.</summary>
/// <param name="Code">RMD1xxx syntax, RMD2xxx meaning, RMD3xxx cannot be compiled to a script.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
/// <param name="Hint">How to mend it, or null.</param>
public sealed record Diagnostic(string Code, Severity Severity, Span Span, string Message, string? Hint = null)
{
    public static Diagnostic Error(string code, Span span, string message, string? hint = null) =>
        new(code, Severity.Error, span, message, hint);

    public static Diagnostic Warning(string code, Span span, string message, string? hint = null) =>
        new(code, Severity.Warning, span, message, hint);

    public override string ToString() => $"{Span}: {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
