using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;

namespace Remediator.Language.Templates;

/// <summary>A parsed template with the dialect that runs it.</summary>
public sealed record Template(SourceText Source, IReadOnlyList<Statement> Body, Dialect Dialect);

/// <summary>A template language: the seam at which another implementation (the Scriban package, say) is one small adapter.</summary>
public interface ITemplateLanguage
{
    /// <summary>The name errors use, such as <c>Scriban</c>.</summary>
    string Name { get; }

    /// <summary>The parsed template, or null where <paramref name="diagnostics"/> got an error. Codes RMD11xx.</summary>
    Template? Parse(SourceText source, DiagnosticBag diagnostics);
}
