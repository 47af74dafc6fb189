using Remediator.Cli.Clocks;
using Remediator.Cli.Engine;
using Remediator.Cli.Terminals;
using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Output;

/// <summary>One JSON event per line on stdout and nothing else there; docs/output.md is the schema.</summary>
internal sealed class JsonReport : Report
{
    private readonly JsonEvents events;

    public JsonReport(Terminal terminal, string verb)
    {
        events = new JsonEvents(terminal.OutBytes);
        events.Started(verb, Application.Version);
    }

    public override void Diagnose(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            events.Diagnosed(diagnostic);
        }
    }

    public override void Fail(IReadOnlyList<UsageError> errors, string verb)
    {
        foreach (var (message, hint) in errors)
        {
            events.Error(message, hint);
        }
    }

    public override void On(RunEvent next) => events.On(next);

    public override void List(IReadOnlyList<PlaybookOutline> playbooks, Listing listing)
    {
        foreach (var playbook in playbooks)
        {
            events.Write("playbook", json =>
            {
                json.WriteString("path", playbook.Path);
                json.WriteList("plays", listing == Listing.Syntax ? [] : playbook.Plays, static (json, play) =>
                {
                    json.WriteString("name", play.Name);
                    json.WriteTexts("patterns", play.Patterns);
                    json.WriteTexts("tags", play.Tags);
                    json.WriteTexts("hosts", play.Hosts);
                    json.WriteList("tasks", play.Tasks, static (json, task) =>
                    {
                        json.WriteString("name", task.Name);
                        json.WriteTexts("tags", task.Tags);
                    });
                });
            });
        }
    }

    public override void Tell(ClockVerdict verdict) => events.Write("clocks_judged", json =>
    {
        json.WriteString("state", Word(verdict.State));
        json.WriteList("clocks", verdict.Hosts, static (json, clock) =>
        {
            json.WriteString("host", clock.Host);
            json.WriteString("state", Word(clock.State));
            json.WriteString("message", clock.Message);
            json.WriteNumberOrNull("offset", clock.Reading?.Offset);
            json.WriteNumberOrNull("error_bound", clock.Reading?.ErrorBound);
            json.WriteNumberOrNull("stratum", clock.Reading?.Stratum);
            json.WriteString("reference", clock.Reading?.Reference);
        });
    });

    public override void Tell(HealReport report) => events.Write("healed", json =>
    {
        json.WriteString("stopped", report.Stopped);
        json.WriteBoolean("interrupted", report.Interrupted);
        json.WriteList("hosts", report.Hosts, static (json, host) =>
        {
            json.WriteString("host", host.Host);
            json.WriteString("state", HealText.Word(host.State));
            json.WriteString("note", host.Note);
        });
    });

    private static string Word(ClockState state) => state.ToString().ToLowerInvariant();

    public override int End(int exitCode)
    {
        events.Ended(exitCode);
        return exitCode;
    }
}
