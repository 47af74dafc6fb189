using System.Collections;
using Remediator.Language.Text;

namespace Remediator.Language.Diagnostics;

/// <summary>Collects diagnostics so that all of them can be shown at once; the same one at the same place is kept once.</summary>
public sealed class DiagnosticBag : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> items = [];
    private readonly HashSet<(string, Span, string)> seen = [];

    public int Count => items.Count;

    public bool HasErrors => items.Exists(d => d.Severity == Severity.Error);

    public void Add(Diagnostic diagnostic)
    {
        if (seen.Add((diagnostic.Code, diagnostic.Span, diagnostic.Message)))
        {
            items.Add(diagnostic);
        }
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    public void Error(string code, Span span, string message, string? hint = null) => Add(Diagnostic.Error(code, span, message, hint));

    public void Warn(string code, Span span, string message, string? hint = null) => Add(Diagnostic.Warning(code, span, message, hint));

    /// <summary>As a reader goes through the files: file by file as they came up, from top to bottom in each.</summary>
    public IReadOnlyList<Diagnostic> InReadingOrder() => [.. items.GroupBy(d => d.Span.Source).SelectMany(g => g.OrderBy(d => d.Span.Start))];

    public IEnumerator<Diagnostic> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
