using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Testing;

namespace Remediator.Language.Tests.Playbooks;

public sealed class PlaybookReaderTests
{
    public static TheoryData<string> Bad => [.. Golden.Files("Bad", "*.yml")];

    public static TheoryData<string> Good => [.. Golden.Files("Good", "*.yml")];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_playbook_is_told_with_place_caret_and_hint(string file)
    {
        DiagnosticBag diagnostics = [];
        PlaybookReader.Read(new SourceText(file, Golden.Read($"Bad/{file}")), diagnostics);
        Assert.NotEmpty(diagnostics);
        Assert.Equal(diagnostics.OrderBy(d => d.Span.Start), diagnostics);
        Golden.Verify(string.Join('\n', diagnostics.Select(DiagnosticText.Render)), $"Bad/{Path.ChangeExtension(file, ".txt")}");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_playbook_becomes_the_model(string file)
    {
        DiagnosticBag diagnostics = [];
        var playbook = PlaybookReader.Read(new SourceText(file, Golden.Read($"Good/{file}")), diagnostics);
        Assert.Empty(diagnostics);
        Golden.Verify(ModelText.Of(playbook!), $"Good/{Path.ChangeExtension(file, ".txt")}");
    }
}
