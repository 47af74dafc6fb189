using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Scriban;

/// <param name="StrictUndefined">
/// True (ours): writing or using a variable or member that does not exist is an error. False (Scriban's default): it is null, which
/// writes nothing.
/// </param>
public sealed record ScribanOptions(bool StrictUndefined = true);

/// <summary>The language of Scriban 7 as its documentation describes it; what differs is in docs of <see cref="ScribanOptions"/> and in the diagnostics.</summary>
public sealed class ScribanLanguage : ITemplateLanguage
{
    private readonly ScribanDialect dialect;

    public ScribanLanguage(ScribanOptions options) => dialect = new ScribanDialect(this, options);

    public static ScribanLanguage Instance { get; } = new(new ScribanOptions());

    public string Name => "Scriban";

    public Template? Parse(SourceText source, DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        var tokens = new TemplateLexer(source, found).Read();
        var body = new StatementParser(tokens, found).ParseTemplate();
        diagnostics.AddRange(found.OrderBy(d => d.Span.Start));
        return found.HasErrors ? null : new Template(source, body, dialect);
    }
}
