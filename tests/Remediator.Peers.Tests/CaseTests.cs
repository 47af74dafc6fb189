namespace Remediator.Peers.Tests;

/// <summary>Every case evaluated by ansible-core, here and now, and by us.</summary>
public sealed class CaseTests(Peer peer) : IClassFixture<Peer>
{
    public static TheoryData<string, string?> Expressions => Cases.Expressions;

    public static TheoryData<string, string?> Rendered => Cases.Rendered;

    public static TheoryData<string, string?> Conditions => Cases.Conditions;

    public static TheoryData<string> Templates => [.. Cases.Templates().Where(t => t.Expected is not null).Select(t => t.Title)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_evaluated_by_both_gives_the_same(string text, string? onPurpose) => Compare("expression", text, onPurpose);

    [Theory]
    [MemberData(nameof(Rendered))]
    public void Playbook_text_rendered_by_both_gives_the_same(string text, string? onPurpose) => Compare("rendered", text, onPurpose);

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Condition_checked_by_both_holds_for_both(string text, string? onPurpose) => Compare("condition", text, onPurpose);

    [Theory]
    [MemberData(nameof(Templates))]
    public void Template_rendered_by_both_gives_the_same(string title) => Compare("template", Cases.Templates().Single(t => t.Title == title).Source, null);

    [Fact]
    public void Cases_are_many_enough_to_mean_something()
    {
        Assert.True(Expressions.Count >= 200, $"{Expressions.Count} expressions");
        Assert.True(Templates.Count >= 60, $"{Templates.Count} templates");
    }

    private void Compare(string kind, string text, string? onPurpose)
    {
        var (theirs, theirDetail) = peer.Ask(kind, text);
        var (ours, ourDetail) = Ours.Answer(kind, text);
        var expected = onPurpose ?? theirs;
        Assert.True(expected == ours, $"{text}\nansible-core: {theirs} {theirDetail}\nours: {ours} {ourDetail}{(onPurpose is null ? "" : $"\non purpose: {onPurpose}")}");
    }
}
