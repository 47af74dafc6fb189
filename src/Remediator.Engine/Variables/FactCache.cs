using System.Text;
using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>
/// Facts that outlive a run, a JSON file per host as Ansible's <c>jsonfile</c> has them; without a folder nothing is kept. What cannot
/// be read or written is as if it were not there: facts are gathered again. Thread-safe.
/// </summary>
internal sealed class FactCache
{
    /// <summary>The name by which a file says that facts were gathered for a play.</summary>
    private const string Gathered = "_ansible_facts_gathered";

    private readonly string? folder;
    private readonly string prefix;
    private readonly TimeSpan? timeOut;
    private readonly TimeProvider time;
    private readonly Lock gate = new();

    private FactCache(string? folder, string prefix, TimeSpan? timeOut, TimeProvider time)
    {
        this.time = time;
        this.folder = folder;
        this.prefix = prefix;
        this.timeOut = timeOut;
    }

    /// <summary>The cache that the configuration asks for; a diagnostic where there is none such.</summary>
    public static FactCache Open(AnsibleSettings settings, TimeProvider time, DiagnosticBag diagnostics)
    {
        switch (settings.FactCaching)
        {
            case "memory" or "ansible.builtin.memory":
                return new FactCache(null, "", null, time);
            case not ("jsonfile" or "ansible.builtin.jsonfile"):
                diagnostics.Error("RMD2393", Span.None, $"Unable to load the facts cache plugin ({settings.FactCaching}).");
                break;
            case var plugin when settings.FactCachingConnection is null:
                diagnostics.Error("RMD2393", Span.None, $"error, '{plugin}' cache plugin requires the 'fact_caching_connection' config option to be set (to a writeable directory path)");
                break;
            case var plugin:
                try
                {
                    Directory.CreateDirectory(settings.FactCachingConnection);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    diagnostics.Error("RMD2393", Span.None, $"error in '{plugin}' cache plugin while trying to create cache dir {settings.FactCachingConnection} : {ControllerFiles.Reason(error)}");
                }

                return new FactCache(settings.FactCachingConnection, settings.FactCachingPrefix, settings.FactCachingTimeout > 0 ? TimeSpan.FromSeconds(settings.FactCachingTimeout) : null, time);
        }

        return new FactCache(null, "", null, time);
    }

    /// <summary>What is kept of a host, and whether facts were gathered for a play; null where there is nothing, or nothing young enough.</summary>
    public (DictValue Facts, bool IsGathered)? Read(string host)
    {
        lock (gate)
        {
            try
            {
                if (FileOf(host) is not { } path || !File.Exists(path) || (timeOut is { } limit && time.GetUtcNow() - File.GetLastWriteTimeUtc(path) > limit)
                    || !JsonText.TryParse(File.ReadAllText(path), out var value, out _) || value is not DictValue kept)
                {
                    return null;
                }

                var facts = kept.ToBuilder();
                facts.Remove(Value.Of(Gathered));
                return (facts.Build(), kept[Gathered] is BoolValue { Value: true });
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Keeps all that is known of a host.</summary>
    public void Write(string host, IEnumerable<KeyValuePair<string, Value>> facts, bool isGathered)
    {
        if (FileOf(host) is not { } path)
        {
            return;
        }

        var builder = new DictBuilder();
        foreach (var (name, value) in facts.Concat(isGathered ? [KeyValuePair.Create(Gathered, (Value)Value.True)] : []).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            builder[name] = value;
        }

        lock (gate)
        {
            // Others may read it at any time, another run among them: it is whole or it is the old one.
            var made = Path.Combine(folder!, $".{Guid.NewGuid():N}");
            try
            {
                File.WriteAllText(made, JsonText.Indented(builder.Build()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                File.Move(made, path, overwrite: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                File.Delete(made);
            }
        }
    }

    public void Forget(string host)
    {
        lock (gate)
        {
            if (FileOf(host) is { } path)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>A name with a slash in it would lead out of the folder.</summary>
    private string? FileOf(string host) => folder is null || host.Contains('/') || host is "" or "." or ".." ? null : Path.Combine(folder, prefix + host);
}
