using System.Text;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Testing;

namespace Remediator.Engine.Tests;

/// <summary>Whole playbooks over real shells on this machine: every folder of Cases, against its <c>expected.txt</c>.</summary>
public class CaseTests
{
    /// <summary>Twenty times: <c>delay: 1</c> takes 50 ms.</summary>
    private const int Haste = 20;

    /// <summary>Needs sudo, and to be root so that it asks for no password.</summary>
    private const string BecomesAnother = "become-another-user";

    public static TheoryData<string> Names() =>
        [.. Folders.In("Cases").Where(n => n != BecomesAnother || (Shells.Has("sudo") && Environment.UserName == "root"))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Playbook_run_over_shells_does_as_expected(string name)
    {
        using var sample = Sample.Copy("Cases", name);
        Golden.Verify(sample.Neutral(await RunAsync(sample)), $"Cases/{name}/expected.txt");
    }

    private static async Task<string> RunAsync(Sample sample)
    {
        var request = sample.Request();
        var diagnostics = new DiagnosticBag();
        if (Session.Load(request, diagnostics, new FastTime(Haste)) is not { } session)
        {
            return "refused\n" + string.Concat(diagnostics.Select(DiagnosticText.Render));
        }

        var transcript = new Transcript(sample.Has("results"));
        var transport = new CountedTransport(new LocalTransport(Folders.Channels(request.Check, request.Diff)));
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var report = await session.RunAsync([transcript], _ => transport, bound.Token);
        return transcript.Print(report, transport.SegmentsOf) + Made(sample);
    }

    /// <summary>The files that the run made, with what is in them.</summary>
    private static string Made(Sample sample)
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(sample.Work, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            text.Append("\n-- ").Append(Path.GetRelativePath(sample.Work, file)).Append('\n').Append(File.ReadAllText(file));
        }

        return text.ToString();
    }
}
