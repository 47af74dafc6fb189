using System.CommandLine;
using Remediator.Engine;
using Remediator.Shell;

namespace Remediator.Cli.CommandLine;

/// <summary>The flags that say how much of what it changed a host remembers.</summary>
internal sealed class JournalFlags
{
    private readonly Option<string?> days = Flags.Count("--journal-days", "DAYS", $"Hosts drop journals of runs that are older (default: {RunRequest.DefaultJournalDays}).");

    private readonly Option<string?> size = Flags.Count("--journal-size", "MIB", $"Hosts drop their oldest journals above this size (default: {RunJournal.DefaultMebibytes}).");

    public OptionGroup Group => new("Journal on the hosts", days, size);

    public RunRequest Read(ParseResult parsed, RunRequest request) => request with
    {
        KeepJournals = parsed.Number(days) is { } count ? TimeSpan.FromDays(count) : request.KeepJournals,
        JournalMebibytes = parsed.Number(size) ?? request.JournalMebibytes,
    };
}
