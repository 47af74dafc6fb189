using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>A key as text, file or address, brought to <c>"$rmd_d/file"</c> for the tools that import it.</summary>
internal static class KeyImport
{
    /// <param name="source">An address or a path on the host.</param>
    public static Step Bring(string source, bool validatesCertificates) => source.Contains("://", StringComparison.Ordinal)
        ? new Step.Require(Sh.Of($"rmd_load_key {source} {(validatesCertificates ? "1" : "")}"), $"Failed to download key at {source}")
        : new Step.Require(Sh.Of($"cat {Sh.Path(source)} >\"${{rmd_d:?}}/file\""), $"file not found: {source}");
}
