using Remediator.Language.Diagnostics;
using Remediator.Testing;

namespace Remediator.Engine.Tests;

/// <summary>What is wrong before any host is contacted: every folder of Refusals, against the diagnostics in its <c>expected.txt</c>.</summary>
public class RefusalTests
{
    public static TheoryData<string> Names() => [.. Folders.In("Refusals")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Request_that_is_checked_is_refused_or_taken_as_expected(string name)
    {
        using var sample = Sample.Copy("Refusals", name);
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(sample.Request(), diagnostics);
        var verdict = session is null ? "refused\n" : "taken\n";
        Golden.Verify(sample.Neutral(verdict + string.Concat(diagnostics.InReadingOrder().Select(d => "\n" + DiagnosticText.Render(d)))), $"Refusals/{name}/expected.txt");
    }
}
