using Remediator.Cli.Engine;
using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Remediator.Cli.Output;

/// <summary>
/// The text report with the hosts' progress live below it. One task alone writes, at most ten times a second: events only change
/// the state that it draws, so a slow terminal does not hold up the run.
/// </summary>
internal sealed class LiveReport : TextReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Terminal terminal;
    private readonly LineWriter lines;
    private readonly Lock gate = new();
    private readonly Progress progress;
    private readonly ProgressView view;
    private readonly TimeProvider clock;
    private CancellationTokenSource stopping = new();
    private Task drawing;
    private List<TextLine> waiting = [];
    private bool isClosed;

    private LiveReport(Terminal terminal, TimeProvider clock, TextDetail detail, LineWriter lines)
        : base(terminal, detail, lines)
    {
        this.terminal = terminal;
        this.lines = lines;
        this.clock = clock;
        progress = new Progress(clock);
        view = new ProgressView(progress, gate);
        drawing = Task.Run(DrawAsync);
    }

    public static LiveReport Open(Terminal terminal, TimeProvider clock, TextDetail detail, LineWriter lines) => new(terminal, clock, detail, lines);

    public override void On(RunEvent next)
    {
        lock (gate)
        {
            progress.On(next);
        }

        base.On(next);
    }

    public override void Diagnose(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.Any(d => d.Severity == Severity.Error))
        {
            Close();
            base.Diagnose(diagnostics);
            return;
        }

        Put([.. diagnostics.SelectMany(DiagnosticLines.Of)]);
    }

    public override string? Ask(Func<string?> ask)
    {
        Stop();
        try
        {
            return ask();
        }
        finally
        {
            stopping = new CancellationTokenSource();
            drawing = Task.Run(DrawAsync);
        }
    }

    public override void Fail(IReadOnlyList<UsageError> errors, string verb)
    {
        Close();
        base.Fail(errors, verb);
    }

    public override void List(IReadOnlyList<PlaybookOutline> playbooks, Listing listing)
    {
        Close();
        base.List(playbooks, listing);
    }

    public override int End(int exitCode)
    {
        base.End(exitCode);
        Close();
        return exitCode;
    }

    public override void Dispose() => Close();

    protected override void Put(IReadOnlyList<TextLine> said)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                waiting.AddRange(said);
                return;
            }
        }

        base.Put(said);
    }

    protected override void Warn(TextLine line) => Put([line]);

    private void Close()
    {
        lock (gate)
        {
            if (isClosed)
            {
                return;
            }

            isClosed = true;
        }

        Stop();
    }

    private void Stop()
    {
        stopping.Cancel();
        drawing.GetAwaiter().GetResult();
        stopping.Dispose();
    }

    private async Task DrawAsync()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = lines.HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        console.Profile.Encoding = System.Text.Encoding.UTF8;
        console.Profile.Width = terminal.Columns;
        await console.Live(view).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                console.Profile.Width = terminal.Columns;
                if (Take() is { Count: > 0 } said)
                {
                    console.Write(new Above(lines.Write(said)));
                }
                else
                {
                    live.Refresh();
                }
            }
            while (await WaitAsync(timer));
            if (Take() is { Count: > 0 } last)
            {
                console.Write(new Above(lines.Write(last)));
            }
        });
        terminal.Out.Flush();
    }

    private async Task<bool> WaitAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private List<TextLine> Take()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = [];
            return taken;
        }
    }

    /// <summary>Lines that scroll above the live part: they are written where it stood, and it is drawn again below them.</summary>
    private sealed class Above(string text) : Renderable
    {
        private const string EraseBelow = "\u001b[0J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [Segment.Control(EraseBelow + text)];
    }
}
