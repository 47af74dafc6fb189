namespace Remediator.Engine.Reporting;

/// <summary>What a rollback did on a host, as text.</summary>
internal static class RollbackText
{
    public static IEnumerable<TextLine> Of(RollbackReport report)
    {
        var (word, tone) = report.Outcome switch
        {
            HostOutcome.RolledBack => ("rolled back", Tone.Changed),
            HostOutcome.RollbackFailed => ("ROLLBACK FAILED!", Tone.Failed),
            HostOutcome.Failed => ("not rolled back", Tone.Failed),
            HostOutcome.Unreachable => ("unreachable", Tone.Unreachable),
            HostOutcome.Drifted => ("would be rolled back", Tone.Changed),
            _ => (report.Changes.Count > 0 ? "rolled back" : "nothing to do", Tone.Ok),
        };
        var reason = PrintableText.Lines(report.Reason);
        yield return new TextLine(tone, $"{word}: [{report.Host}]{(reason.Count > 0 ? $": {reason[0]}" : "")}");
        foreach (var line in reason.Skip(1))
        {
            yield return new TextLine(Tone.Plain, $"    {line}");
        }

        foreach (var change in report.Changes)
        {
            var message = PrintableText.Lines(change.Message);
            yield return new TextLine(change.State == "failed" ? Tone.Failed : Tone.Plain, $"    {Word(change.State),-9} {string.Join(' ', PrintableText.Lines(change.What))}{Why(change, message)}");
            foreach (var line in change.State == "failed" ? message.Skip(1) : [])
            {
                yield return new TextLine(Tone.Plain, $"              {line}");
            }
        }

        if (report.Outcome is HostOutcome.RollbackFailed)
        {
            yield return new TextLine(Tone.Failed, $"    Nothing more was written there. The saved copies are on the host, in {string.Join(", ", report.Folders)}.");
        }
    }

    private static string Word(string state) => state switch
    {
        "cannot" or "left" or "changed" => "stays",
        "would" => "goes back",
        _ => state,
    };

    private static string Why(UndoReport change, IReadOnlyList<string> message) => change.State switch
    {
        "cannot" => $": nothing takes it back ({message.FirstOrDefault()})",
        "changed" => ": it was changed since by something else",
        "left" or "failed" => $": {message.FirstOrDefault()}",
        _ => "",
    };
}
