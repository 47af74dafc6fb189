using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Expressions;

/// <summary>We give what ansible-core gives, but where the case file says why not.</summary>
public sealed class PeerTests
{
    private static readonly Renderer Renderer = new(new FakeOutside(), EvaluationLimits.Default);

    public static TheoryData<string, string> Expressions => PeerCases.Table("expressions.txt");

    public static TheoryData<string, string> Rendered => PeerCases.Table("rendered.txt");

    public static TheoryData<string, string> Conditions => PeerCases.Table("conditions.txt");

    public static TheoryData<string> Templates => [.. PeerCases.Templates().Where(t => t.Expected is not null).Select(t => t.Title)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_evaluated_gives_the_peers_value(string expression, string expected) =>
        Assert.Equal(expected, Jinja.Outcome(Jinja.Evaluate(expression)));

    [Theory]
    [MemberData(nameof(Rendered))]
    public void Playbook_text_rendered_gives_the_peers_value(string text, string expected)
    {
        var source = new SourceText("play.yml", text);
        Assert.Equal(expected, Jinja.Outcome(Renderer.Render(new TemplateValue(text, source.Whole), DictScope.Peer)));
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Condition_checked_holds_as_the_peers_does(string condition, string expected)
    {
        var source = new SourceText("play.yml", condition);
        var setting = new Setting(EmbeddedText.IsTemplate(condition) ? new TemplateValue(condition, source.Whole) : Value.Of(condition), source.Whole);
        Assert.Equal(expected, Jinja.Outcome(Renderer.Holds(setting, DictScope.Peer).Select(Value.Of)));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Template_rendered_gives_the_peers_text(string title)
    {
        var all = PeerCases.Templates().ToList();
        var files = all.Where(t => t.Title.StartsWith("file ", StringComparison.Ordinal)).ToDictionary(t => t.Title[5..], t => t.Source);
        var (_, source, expected) = all.Single(t => t.Title == title);
        var rendered = Jinja.Render(source, files: files);
        Assert.True(rendered.Succeeded, rendered.Error?.ToString());
        // A case's expected text ends its last line even where the template does not.
        Assert.Equal(expected, rendered.Value.EndsWith('\n') ? rendered.Value : rendered.Value + "\n");
    }
}
