namespace Remediator.Shell.Tests;

public sealed class PermissionsTests
{
    [Theory]
    [InlineData("644", "0644")]
    [InlineData("0644", "0644")]
    [InlineData("00644", "0644")]
    [InlineData("0", "0000")]
    [InlineData("4755", "04755")]
    [InlineData("02770", "02770")]
    public void Octal_has_one_spelling(string text, string canonical) => Assert.Equal(canonical, Permissions.Parse(text)?.Text);

    [Theory]
    [InlineData("")]
    [InlineData("0999")]
    [InlineData("17777")]
    [InlineData("u")]
    [InlineData("u=rw,")]
    [InlineData("u=rq")]
    [InlineData("rw")]
    public void What_is_no_mode_is_none(string text) => Assert.Null(Permissions.Parse(text));

    [Theory]
    [InlineData("0644", false, false, "0644", "07133")]
    [InlineData("u=rwX,g=rX,o=", true, false, "0750", "0027")]
    [InlineData("u=rwX,g=rX,o=", false, true, "0750", "06027")]
    [InlineData("u=rwX,g=rX,o=", false, false, "0640", "06137")]
    [InlineData("a+x", false, false, "0111", "0000")]
    [InlineData("+w", false, false, "0200", "0000")]
    [InlineData("go-w", false, false, "0000", "0022")]
    [InlineData("u+x,u-x", false, false, "0000", "0100")]
    [InlineData("u+s,o+t", false, false, "05000", "0000")]
    public void Symbolic_mode_tells_the_bits_it_sets_and_clears(string text, bool isFolder, bool isExecutable, string set, string clear)
    {
        var masks = Permissions.Parse(text)!.Masks(isFolder, isExecutable);
        Assert.Equal((set, clear), (Permissions.Of(masks.Set).Text, Permissions.Of(masks.Clear).Text));
    }

    [Fact]
    public void Mode_that_copies_bits_is_relative()
    {
        Assert.True(Permissions.Parse("g=u")!.IsRelative);
        Assert.False(Permissions.Parse("g=rX")!.IsRelative);
    }
}
