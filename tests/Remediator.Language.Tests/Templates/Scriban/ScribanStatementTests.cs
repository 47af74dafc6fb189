using Remediator.Language.Values;
using static Remediator.Language.Tests.Templates.Scriban.Rendering;

namespace Remediator.Language.Tests.Templates.Scriban;

public class ScribanStatementTests
{
    [Theory]
    [InlineData("plain { text } }}", "plain { text } }}")]
    [InlineData("{{}}x{{ }}", "x")]
    [InlineData("{{ # comment }}x{{ ## long\ncomment ## 'y' }}", "xy")]
    [InlineData("{{ 'a' # to the end\n'b' }}", "ab")]
    [InlineData("{{ x = 5; x; x + 1 }}", "56")]
    [InlineData("{{\n x = 5\n x\n}}", "5")]
    [InlineData("a\r\n{{ n }}\r\nb", "a\r\n5\r\nb")]
    [InlineData("{%{ {{ raw }} }%}", " {{ raw }} ")]
    [InlineData("{%%{ }%} }%%}", " }%} ")]
    public void Text_and_code_are_told_apart(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a \n {{- n -}} \n b", "a5b")]
    [InlineData("a \n  {{~ n ~}}  \n  b", "a \n5  b")]
    [InlineData("a  {{~ n ~}}  b", "a5b")]
    [InlineData("a\n\n  {{~ n ~}}\n\nb", "a\n\n5\nb")]
    [InlineData("x {{- 'y' }} z", "xy z")]
    [InlineData("x {%{- a -}%} z", "x a z")]
    [InlineData("l\n{{~ for s in servers ~}}\n  {{ s }}\n{{~ end ~}}\nr", "l\n  ntp1\n  ntp2\n  ntp3\nr")]
    [InlineData("l\r\n{{~ if true ~}}\r\nm\r\n{{~ end ~}}\r\nr", "l\r\nm\r\nr")]
    [InlineData("{{~ n ~}}", "5")]
    public void White_space_is_stripped_as_the_marks_say(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("   {{ \"a\\nb\" }}", "   a\n   b")]
    [InlineData("x\n  {{ \"a\\nb\\n\" }}c", "x\n  a\n  b\nc")]
    [InlineData("x\n  {{ \"a\\n\\nb\" }}", "x\n  a\n  \n  b")]
    [InlineData("  {{- \"a\\nb\" }}", "a\nb")]
    [InlineData("x {{ \"a\\nb\" }}", "x a\nb")]
    [InlineData("{{ x = 1 -}}\n  {{ \"a\\nb\" }}", "a\nb")]
    public void Value_of_several_lines_keeps_the_indent_of_its_block(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ if n > 3 }}big{{ end }}", "big")]
    [InlineData("{{ if n > 9 }}a{{ else if n > 4 }}b{{ else }}c{{ end }}", "b")]
    [InlineData("{{ if n > 9; 'a'; else; 'c'; end }}", "c")]
    [InlineData("{{ if '' }}text{{ end }}{{ if 0 }}zero{{ end }}", "textzero")]
    [InlineData("{{ case n; when 1, 2; 'few'; when 4 || 5; 'some'; else; 'many'; end }}", "some")]
    [InlineData("{{ case name }}\n {{ when 'world' }}hi{{ else }}ho{{ end }}", "hi")]
    [InlineData("{{ case 9; when 1; 'a'; end }}|", "|")]
    public void Condition_chooses_one_branch(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ for s in servers }}{{ s }},{{ end }}", "ntp1,ntp2,ntp3,")]
    [InlineData("{{ for x in 1..3; x; end }}", "123")]
    [InlineData("{{ for x in [] }}a{{ else }}none{{ end }}", "none")]
    [InlineData("{{ for x in none }}a{{ else }}none{{ end }}", "none")]
    [InlineData("{{ for x in [1,2,3,4] limit:2; x; end }}", "12")]
    [InlineData("{{ tablerow x in [1,2,3] cols:2; x; end }}", "<tr class=\"row1\"><td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n<tr class=\"row2\"><td class=\"col1\">3</td></tr>\n")]
    [InlineData("{{ for x in [1,2,3,4] offset:2; x; end }}", "34")]
    [InlineData("{{ for x in [1,2,3,4] offset:1 limit:2 reversed; x; end }}", "32")]
    [InlineData("{{ for x in (1..4) reversed; x; end }}", "4321")]
    [InlineData("{{ for x in servers | array.sort | array.reverse; x; ' '; end }}", "ntp3 ntp2 ntp1 ")]
    [InlineData("{{ for x in servers }}{{ for.index }}{{ for.rindex }}{{ for.first }}{{ for.last }};{{ end }}", "02truefalse;11falsefalse;20falsetrue;")]
    [InlineData("{{ for x in servers }}{{ for.even }}/{{ for.odd }}/{{ for.length }} {{ end }}", "true/false/3 false/true/3 true/false/3 ")]
    [InlineData("{{ for x in [1,1,2] }}{{ for.changed }} {{ end }}", "true false true ")]
    [InlineData("{{ for x in servers }}{{ x }}{{ if !for.last }}, {{ end }}{{ end }}", "ntp1, ntp2, ntp3")]
    [InlineData("{{ for x in 1..9; if x == 2; continue; end; if x > 3; break; end; x; end }}", "13")]
    [InlineData("{{ for e in {a: 1, b: 2} }}{{ e.key }}={{ e.value }};{{ end }}", "a=1;b=2;")]
    [InlineData("{{ for $x in [1]; $x; end }}", "1")]
    [InlineData("{{ for x in [1,2]; for y in [1,2]; if y == 2; break; end; x; y; end; end }}", "1121")]
    [InlineData("{{ i = 0; while i < 3; i = i + 1; i; end }}", "123")]
    [InlineData("{{ i = 0; while i < 2; i++; while.index; while.first; end }}", "00true11false")]
    [InlineData("{{ total = 0; for x in 1..4; total += x; end; total }}", "10")]
    public void Loop_runs_its_rounds(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ x = 1; x += 4; x -= 2; x *= 6; x /= 2; x //= 2; x %= 3; x }}", "1")]
    [InlineData("{{ x = 'a'; x += 'b'; x }}", "ab")]
    [InlineData("{{ x = 5; a = x++; a }}{{ x }}", "56")]
    [InlineData("{{ x = 5; a = --x; a }}{{ x }}", "44")]
    [InlineData("{{ o = {}; o.a = 1; o['b'] = 2; o }}", "{a: 1, b: 2}")]
    [InlineData("{{ o = {a: {b: 1}}; o.a.b = 2; o.a.b }}", "2")]
    [InlineData("{{ l = []; l[0] = 1; l[2] = 3; l }}", "[1, null, 3]")]
    [InlineData("{{ l = [1,2]; l[-1] = 9; l }}", "[1, 9]")]
    [InlineData("{{ this.a = 1; a }}{{ this['b'] = 2; b }}", "12")]
    [InlineData("{{ k = 'c'; this[k] = 3; c }}{{ this[k] }}", "33")]
    [InlineData("{{ capture t }}hi {{ name }}{{ end }}[{{ t }}]", "[hi world]")]
    [InlineData("{{ o = {}; capture o.t }}x{{ end }}{{ o.t }}", "x")]
    [InlineData("{{ o = {}; with o; a = 1; b = a + n; end; o }}", "{a: 1, b: 6}")]
    [InlineData("{{ with host }}{{ name }}:{{ port }}{{ end }}", "web1:22")]
    [InlineData("{{ import host; port }}", "22")]
    [InlineData("{{ o = {x: 1}; x = 5; readonly x; import o; x }}", "5")]
    [InlineData("{{ $x = 1; x = 2; $x + x }}", "3")]
    [InlineData("a{{ ret }}b", "a")]
    [InlineData("{{ for x in 1..3; x; ret; end }}", "1")]
    public void Assignment_changes_what_it_names(string template, string expected) => Assert.Equal(expected, Render(template));

    [Fact]
    public void Assignment_leaves_another_variable_with_the_same_value_alone() =>
        Assert.Equal("[1] [1, 2]", Render("{{ a = [1]; b = a; b[1] = 2; a }} {{ b }}"));

    [Theory]
    [InlineData("{{ func inc; ret $0 + 1; end; inc 1; 2 | inc; inc(3) }}", "234")]
    [InlineData("{{ func add(x, y = 10); ret x + y; end; add 1; ' '; add 1 2; ' '; add y: 1 x: 1; ' '; 5 | add 5 }}", "11 3 2 10")]
    [InlineData("{{ func all(x, y...); ret x + y.size; end; all 1; all 1 2 3 }}", "13")]
    [InlineData("{{ sq(x) = x * x; sq 3; sq(4) }}", "916")]
    [InlineData("{{ f = do; ret $0 - $1; end; 5 | f 3 }}", "2")]
    [InlineData("{{ func twice; ret $0 | array.each @$1; end; [1, 2] | twice @(do; ret $0 * 2; end) }}", "[2, 4]")]
    [InlineData("{{ func run; $0 1 2; end; run do; ret $0 + $1; end }}", "3")]
    [InlineData("{{ func n1; ret $.a + $['b'] + $.size; end; n1 1 2 a: 3 b: 4 }}", "9")]
    [InlineData("{{ func o; ret $.c ?? 'no'; end; o }}", "no")]
    [InlineData("{{ func four; ret $0 + $1 + $2 + $3; end; four ^[1, 2, 3, 4] }}", "10")]
    [InlineData("{{ func hi }}Hi {{ $0 }}!{{ end }}{{ hi 'bo' }}", "Hi bo!")]
    [InlineData("{{ func both }}text {{ ret 5; end }}{{ x = both }}{{ x }}", "text 5")]
    [InlineData("{{ func leave; 'a'; ret; 'b'; end; leave }}c", "ac")]
    [InlineData("{{ func $local; ret 7; end; $local }}", "7")]
    [InlineData("{{ func outer; func $inner; ret $0 * 2; end; ret $inner $0; end; outer 4 }}", "8")]
    [InlineData("{{ func see; ret x + 1; end; for x in 1..3; see; end }}", "234")]
    [InlineData("{{ func keep(a); b = a; ret b; end; keep 1; b ?? 'gone' }}", "1gone")]
    [InlineData("{{ func fact(k); if k < 2; ret 1; end; ret k * fact(k - 1); end; fact 10 }}", "3628800")]
    [InlineData("{{ func frame; '['; $$; ']'; end; wrap frame; name; end }}", "[world]")]
    [InlineData("{{ func times; for i in 1..$0; $$; end; end; wrap times 3; i; end }}", "123")]
    [InlineData("{{ fs = [@string.upcase]; fs[0] 'a' }}", "A")]
    [InlineData("{{ (do; ret 1; end) + (do; ret 2; end) }}", "3")]
    [InlineData("{{ (5 | math.minus 1) | math.plus 2 }}", "6")]
    public void Function_gets_its_arguments_and_gives_its_value(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ include 'greet' 'bo' }}", "hello bo")]
    [InlineData("{{ x = include 'greet' 'bo'; x | string.upcase }}", "HELLO BO")]
    [InlineData("{{ include 'named' who: 'al' }}", "al/world")]
    [InlineData("{{ y = 1; include 'count'; include 'count'; y }}", "[2][3]3")]
    [InlineData("{{ include_join ['one', 'two'] ', ' '<' '>' }}", "<1, 2>")]
    [InlineData("{{ include_join ['one', 'two'] 'tpl:comma' }}", "1,2")]
    public void Include_writes_the_other_template(string template, string expected) => Assert.Equal(expected, Render(template, new()
    {
        ["greet"] = "hello {{ $0 }}",
        ["named"] = "{{ $.who }}/{{ name }}",
        ["count"] = "{{ y = y + 1 }}[{{ y }}]",
        ["one"] = "1",
        ["two"] = "2",
        ["comma"] = ",",
    }));

    [Theory]
    [InlineData("{{ result.rc }}")]
    [InlineData("{{ result ?? 1 }}")]
    [InlineData("{{ if result == null; end }}")]
    [InlineData("{{ x = [result]; x }}")]
    public void Value_that_is_not_known_yet_ends_the_evaluation(string template) => Assert.Equal(
        "late: result",
        Render(template, variables: Value.Dict(("result", new LateValue("result")))));

    [Fact]
    public void Lenient_options_take_missing_for_null() =>
        Assert.Equal("<><><>b", Render("<{{ nowhere }}><{{ host.missing }}><{{ servers[9] }}>{{ if nowhere }}a{{ else }}b{{ end }}", options: new(StrictUndefined: false)));
}
