using Remediator.Language.Values;

namespace Remediator.Language.Tests.Expressions;

/// <summary>What filters and calls say of what they cannot use, in the parts that plays look for.</summary>
public sealed class FilterErrorTests
{
    [Theory]
    [InlineData("[{'a': 1}, {'a': 1}] | unique(case_sensitive=false)", "cannot fall back")]
    [InlineData("none | random", "random can only be used on sequences and integers")]
    [InlineData("'much' | human_readable", "human_readable() failed on bad input")]
    [InlineData("'a' is match('*')", "nothing to repeat at position 0")]
    [InlineData("dict(a=1, a=2)", "keyword argument repeated: a")]
    [InlineData("'aXbX' | regex_replace('X', '-', mandatory_count=1)", "should match 1 times, but matches 2 times")]
    public void Message_has_the_words_of_ansible(string expression, string part) => Assert.Contains(part, Jinja.Evaluate(expression).Error!.Message);

    [Theory]
    [InlineData("[{'a': 1}, {'a': 1}] | unique", "[{'a': 1}]")]
    [InlineData("'aXbX' | regex_replace('X', '-', count=1)", "a-bX")]
    [InlineData("'aXbX' | regex_replace('X', '-', mandatory_count=2)", "a-b-")]
    [InlineData("'x' | vault('pw', salt='0123', vault_id='me') | unvault('pw', vault_id='me')", "x")]
    [InlineData("'x' | vault('pw', wrap_object=true) | type_debug", "AnsibleVaultEncryptedUnicode")]
    [InlineData("('%r' | format(missing)).startswith('AnsibleUndefined')", "True")]
    public void Value_is_what_ansible_gives(string expression, string text) => Assert.Equal(text, PythonText.Str(Jinja.Evaluate(expression).Value));
}
