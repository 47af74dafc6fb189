namespace Remediator.Modules.Tests;

public sealed class PosixRegexTests
{
    [Theory]
    [InlineData(@"^\s*\d+\.\d+$", @"^[[:space:]]*[0-9]+\.[0-9]+$")]
    [InlineData(@"[\w.-]+", @"[[:alnum:]_.-]+")]
    [InlineData(@"(?:a|b)\/c", @"(a|b)/c")]
    [InlineData(@"[]\d]", @"[]0-9]")]
    [InlineData(@"a\+?", @"a\+?")]
    [InlineData(@"a{2}", @"a{2}")]
    public void Common_expressions_have_a_posix_form(string regex, string posix) => Assert.Equal((posix, null), PosixRegex.Translate(regex));

    [Theory]
    [InlineData(@"a(?=b)", "(?=")]
    [InlineData(@"a.*?b", "*?")]
    [InlineData(@"(a)\1", @"\1")]
    [InlineData(@"\bword", @"\b")]
    [InlineData(@"(?P<n>a)", "(?P")]
    [InlineData("a\nb", "a line end")]
    [InlineData(@"[\D]", @"\D")]
    [InlineData(@"[\]]", @"\]")]
    [InlineData(@"a\", "a backslash at the end")]
    public void Others_name_what_has_none(string regex, string obstacle) => Assert.Equal((null, obstacle), PosixRegex.Translate(regex));
}
