using static Remediator.Language.Tests.Templates.Scriban.Rendering;

namespace Remediator.Language.Tests.Templates.Scriban;

public class ScribanErrorTests
{
    [Theory]
    [InlineData("a\n{{ nme }}", "2:4 'nme' is undefined [did you mean 'name'?]")]
    [InlineData("{{ host.prt }}", "1:4 the object has no member 'prt' [did you mean 'port'?]")]
    [InlineData("{{ host.zzzzz }}", "1:4 the object has no member 'zzzzz' [write 'x.y ?? z' where it may be missing]")]
    [InlineData("{{ none.x }}", "1:4 null has no member 'x' [write 'x?.y' where x may be null]")]
    [InlineData("{{ servers[7] }}", "1:4 there is no item 7: the list has 3 [write 'x.y ?? z' where it may be missing]")]
    [InlineData("{{ if nowhere }}a{{ end }}", "1:7 'nowhere' is undefined [write 'x ?? y' where it may be missing]")]
    [InlineData("{{ for x in host.missing }}a{{ end }}", "1:13 the object has no member 'missing' [write 'x.y ?? z' where it may be missing]")]
    [InlineData("{{ for x in name }}a{{ end }}", "1:13 a list is needed here, not a string [write [x] for a list of one, or split the string with 'string.split']")]
    [InlineData("{{ 'a' | string.upcse }}", "1:4 'string' has no member 'upcse' [did you mean 'upcase'?]")]
    [InlineData("{{ 'a' | upper }}", "1:4 'upper' is undefined [did you mean 'string.upcase'?]")]
    [InlineData("{{ servers | join ',' }}", "1:4 'join' is undefined [did you mean 'array.join'?]")]
    [InlineData("{{ name 'x' }}", "1:4 a string is not a function")]
    [InlineData("{{ 'a' * 'b' }}", "1:4 '*' does not work on a string and a string [convert the string with 'string.to_int' or 'string.to_float']")]
    [InlineData("{{ 1 / 0 }}", "1:4 division by zero")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "1:4 the number does not fit into 64 bits")]
    [InlineData("{{ x = 1; readonly x; x = 2 }}", "1:23 'x' is readonly and cannot be set again")]
    [InlineData("{{ func f(a, b); ret a; end; f 1 }}", "1:30 'f' needs the argument 'b'")]
    [InlineData("{{ func f(a); ret a; end; f 1 2 }}", "1:27 'f' takes 1 argument, 2 given")]
    [InlineData("{{ func f(host); ret host; end; f hst: 2 host: 1 }}", "1:33 'f' has no argument 'hst' [did you mean 'host'?]")]
    [InlineData("{{ include 'x' }}", "1:4 there is no template 'x'")]
    public void Mistake_found_while_running_names_its_place_and_a_way_out(string template, string expected) => Assert.Equal(expected, Errors(template));

    [Theory]
    [InlineData("{{ if true }}\na", "1:4 'if' has no 'end' [the block opened at line 1 reaches the end of the template; add 'end' where it closes]")]
    [InlineData("a{{ end }}", "1:5 this 'end' closes nothing [remove it, or open a block such as 'if' before it]")]
    [InlineData("a{{ else }}b{{ end }}", "1:5 this 'else' belongs to no 'if', 'case' or 'for'")]
    [InlineData("{{ if true }}{{ when 1 }}{{ end }}", "1:17 'when' cannot stand here: the open block is the 'if' of line 1")]
    [InlineData("{{ name", "1:1 the code block is never closed [add '}}' where the code ends]")]
    [InlineData("x {%{ y", "1:3 the escape block is never closed [add '}%}' where the text ends]")]
    [InlineData("{{ 'abc }}\nrest {{ name }}", "1:4 the string is never closed [add ' where it ends]")]
    [InlineData("{{ (1 + 2 }}", "1:11 ')' is needed here, not '}}' ['(' was opened at line 1, column 4]")]
    [InlineData("{{ [1, 2 }}", "1:10 ']' is needed here, not '}}' ['[' was opened at line 1, column 4]")]
    [InlineData("{{ 1 + }}", "1:8 a value is needed after '+', not '}}'")]
    [InlineData("{{ x = }}", "1:8 a value is needed after '=', not '}}'")]
    [InlineData("{{ 'a' | }}", "1:10 a function is needed after '|', not '}}'")]
    [InlineData("{{ 1 = 2 }}", "1:4 only a variable, a member or an item can be assigned to [write '==' to compare]")]
    [InlineData("{{ if n = 5 }}a{{ end }}", "1:9 an assignment is a statement of its own and cannot stand inside another one [write '==' to compare]")]
    [InlineData("{{ 5 name }}", "1:6 'name' cannot follow a value [an operator, a '|', a line end or a ';' is missing between them]")]
    [InlineData("{{ name end }}", "1:9 'end' starts a statement and cannot stand in an expression [put 'end' on a line of its own or after ';']")]
    [InlineData("{{ if n > 1 and n < 9 }}a{{ end }}", "1:13 'and' is not an operator of Scriban [write '&&']")]
    [InlineData("{{ if not n }}a{{ end }}", "1:7 'not' is not an operator of Scriban [write '!']")]
    [InlineData("{{ if n }}a{{ elif n }}b{{ end }}", "1:15 'elif' is not a statement of Scriban [write 'else if']")]
    [InlineData("{{ fro x in servers }}a", "1:4 'fro' is not a statement of Scriban [did you mean 'for'?]")]
    [InlineData("{{ set x = 1 }}", "1:4 'set' is not a statement of Scriban [write 'name = value' without a word before it]")]
    [InlineData("{{ for x servers }}{{ end }}", "1:10 'in' is needed after 'for x', not 'servers' [a loop reads 'for x in list']")]
    [InlineData("{{ for 5 in servers }}{{ end }}", "1:8 a variable is needed after 'for', not '5' [a loop reads 'for x in list']")]
    [InlineData("{{ for x in servers }}{{ for.inex }}{{ end }}", "1:30 'for' has no member 'inex' [did you mean 'index'?]")]
    [InlineData("{{ case n }}x{{ when 1 }}{{ end }}", "1:13 only 'when' can follow 'case' [what stands before the first 'when' of the 'case' of line 1 would never run]")]
    [InlineData("{{ break }}", "1:4 'break' can only stand inside 'for', 'while' or 'wrap'")]
    [InlineData("{{ func f(a = 1, b); end }}", "1:18 a parameter that must be given cannot follow one that need not")]
    [InlineData("{{ func f(a, a); end }}", "1:14 the parameter 'a' stands twice")]
    [InlineData("{{ {5: 1} }}", "1:5 a member name or '}' is needed here, not '5' [members read 'name: value' or '\"name\": value']")]
    [InlineData("{{ \"a\\qb\" }}", "1:6 '\\q' is not an escape of a string [write '\\\\' for a backslash, or use a verbatim string in backticks]")]
    [InlineData("{{ a & b }}", "1:6 unexpected character '&' [write '&&' for and]")]
    [InlineData("{{ 99999999999999999999 }}", "1:4 '99999999999999999999' is not a number of at most 64 bits [whole numbers reach from -9223372036854775808 to 9223372036854775807]")]
    [InlineData("{{ host. }}", "1:10 a member name is needed after '.', not '}}'")]
    [InlineData("{{ $\"{n\n}}", "1:6 the '{' of an interpolated string is not closed on its line [add '}', or write '\\{' for a plain brace]")]
    public void Mistake_of_syntax_is_told_once_with_its_place_and_a_way_out(string template, string expected) => Assert.Equal(expected, Errors(template));

    [Fact]
    public void Several_mistakes_are_told_together_in_their_order() => Assert.Equal(
        """
        1:8 a value is needed after '+', not '}}'
        2:8 a condition is needed after 'if', not '}}'
        3:8 ')' is needed here, not '}}' ['(' was opened at line 3, column 4]
        """,
        Errors("{{ 1 + }}\n{{ if  }}x{{ end }}\n{{ (n  }}"));

    [Fact]
    public void Mistake_is_shown_with_its_line_and_a_caret() => Assert.Equal(
        """
        test.sbn:2:11: error RMD2101: 'ntp_servrs' is undefined
          2 | server {{ ntp_servrs }}
            |           ^^^^^^^^^^
          hint: did you mean 'ntp_servers'?

        """,
        Render("# head\nserver {{ ntp_servrs }}\n", variables: Remediator.Language.Values.Value.Dict(("ntp_servers", Remediator.Language.Values.Value.Null))));

    [Fact]
    public void Mistake_in_an_included_template_names_that_template() =>
        Assert.StartsWith("part.sbn:2:6: error RMD2100: a value is needed after '!'", Render("{{ include 'part.sbn' }}", new() { ["part.sbn"] = "\n{{ ! }}" }));
}
