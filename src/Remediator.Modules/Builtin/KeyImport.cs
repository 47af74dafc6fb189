using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>A key as text, file or address, brought to <c>"$rmd_d/file"</c> for the tools that import it.</summary>
internal static class KeyImport
{
    /// <param name="source">An address or a path on the host.</param>
    public static Step Bring(string source, bool validatesCertificates) => source.Contains("://", StringComparison.Ordinal)
        ? new Step.Judge(Sh.Of($"rmd_http {source} GET 60 \"${{rmd_d:?}}/file\" '' all {(validatesCertificates ? "1" : "")} </dev/null"), captured => Loaded(captured, source)) { Facet = "load" }
        : new Step.Require(Sh.Of($"cat {Sh.Path(source)} >\"${{rmd_d:?}}/file\""), $"file not found: {source}");

    private static Verdict Loaded(Captured captured, string source)
    {
        var status = captured.Text.Split(' ')[0];
        return captured.ExitCode == 0 && (status == "0" || status.StartsWith('2'))
            ? Verdict.Read(DictValue.Empty)
            : new Verdict(false, $"Failed to download key at {source}: {(captured.ErrorText.Trim() is { Length: > 0 } said ? said : "HTTP Error " + status)}", DictValue.Empty);
    }
}
