using System.Globalization;

namespace Remediator.Shell;

/// <summary>Where and how a host writes down what a run changes on it (Prelude/journal.sh).</summary>
/// <param name="Run">The run's name, which sorts by start: letters, digits, dashes. It is the folder's name.</param>
/// <param name="Play">The play, from 0 over all of the run.</param>
/// <param name="IsStrict">What cannot be kept for a rollback is not changed.</param>
public sealed record RunJournal(string Run, int Play, bool IsStrict)
{
    /// <summary>Journals of runs before this day go when the first change of this one is written down.</summary>
    public DateOnly? KeepFrom { get; init; }

    /// <summary>Above it, in MiB, the oldest journals go, too.</summary>
    public int KeepMebibytes { get; init; } = DefaultMebibytes;

    public const int DefaultMebibytes = 256;

    /// <summary>Not null where a host works for another one: its journal is apart, so that the other can be taken back alone.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The folder's name.</summary>
    public string Folder => OnBehalfOf is { } other ? $"{Run}+{string.Concat(other.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'))}" : Run;

    /// <summary>The assignments, and a note of them in the session's folder for rmd_tokens, where the channel does not have them yet.</summary>
    internal string Setting(ISet<string> sent)
    {
        var keepFrom = KeepFrom is { } day ? $" rmd_keep_from={day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}" : "";
        keepFrom += KeepMebibytes == DefaultMebibytes ? "" : $" rmd_keep_kib={KeepMebibytes * 1024L}";
        var text = $"rmd_run_id={Sh.Quote(Folder)} rmd_play={Play} rmd_strict={(IsStrict ? "1" : "''")}{keepFrom}\nprintf '%s %s %s\\n' \"$rmd_run_id\" \"$$\" \"$rmd_boot\" >\"$rmd_d/run\"\n";
        if (sent.Contains(text))
        {
            return "";
        }

        // Another play of the run may come first, and then this one's tasks again.
        foreach (var other in sent.Where(s => s.StartsWith("rmd_run_id=", StringComparison.Ordinal)).ToList())
        {
            sent.Remove(other);
        }

        sent.Add(text);
        return text;
    }
}
