using Remediator.Language.Values;

namespace Remediator.Engine.Compiling;

/// <summary>Where a script goes, which says what is put around it.</summary>
public enum ScriptFormat
{
    /// <summary>A script by itself, as a bootstrap action of EMR is.</summary>
    Sh,

    /// <summary>User data for cloud-init.</summary>
    CloudInit,

    /// <summary>A unit that runs it once at boot, in a script that installs both.</summary>
    SystemdOneshot,

    /// <summary>An entry point of a container, which then runs the container's command.</summary>
    DockerfileEntrypoint,
}

/// <summary>What a script is compiled for, besides what a run is asked for.</summary>
public sealed record CompileRequest
{
    /// <summary>Facts that are known, without <c>ansible_</c>.</summary>
    public DictValue Facts { get; init; } = DictValue.Empty;

    /// <summary>Whose facts they are, for texts that name them.</summary>
    public string FactsFrom { get; init; } = "nodes with the facts that were given";

    public Platform? Platform { get; init; }

    /// <summary>What the node has to be; null for any.</summary>
    public Platform? MadeFor => Platform ?? (Facts.Any() ? new Platform(FactsFrom, Facts) : null);

    public ScriptFormat Format { get; init; }

    /// <summary>The script's own <c>--on-failure</c> where none is given when it runs.</summary>
    public string OnFailure { get; init; } = "config";

    public bool AllowsSecrets { get; init; }

    /// <summary>Bytes.</summary>
    public int MaxSize { get; init; } = 1024 * 1024;

    /// <summary>How to make it again, shown in its head.</summary>
    public string Command { get; init; } = "remediator bootstrap";

    /// <summary>Of the program that makes it.</summary>
    public string Version { get; init; } = "";

    /// <summary>What the file is called, for texts that name it.</summary>
    public string FileName { get; init; } = "bootstrap.sh";
}
