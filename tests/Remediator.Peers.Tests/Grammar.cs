namespace Remediator.Peers.Tests;

/// <summary>
/// Forms of expressions by the type that they give: I whole numbers, N numbers, T text, B booleans, L lists, P lists of text, Q lists
/// of whole numbers, R lists of dicts, D dicts, A anything. In a form, a letter in angle brackets is an expression of that type.
/// </summary>
internal static class Grammar
{
    public static IReadOnlyDictionary<char, string[]> Forms { get; } = new Dictionary<char, string[]>
    {
        ['I'] =
        [
            "0", "1", "3", "-7", "42", "one", "two", "neg", "server.port", "server['port']", "low.d.x", "low['l'][1]", "numbers[0]", "numbers[-1]",
            "(<I> + <I>)", "(<I> - <I>)", "(<I> * 3)", "(<I> // <I>)", "(<I> % <I>)", "(-<I>)", "(<L> | length)", "(<T> | length)", "(<D> | count)",
            "(<T> | int)", "(<N> | int)", "(<T> | int(default=<I>))", "(<Q> | sum)", "(<Q> | max)", "(<Q> | min)", "(<Q> | first)", "(<Q> | last)",
            "(<I> | abs)",
            "(<I> if <B> else <I>)", "(<T>.find(<T>))", "(<T>.rfind('e'))", "(<T>.count('a'))", "(<Q>.index(<I>))", "(<P>.count('fig'))",
            "(<D>.get('port', <I>))",
            "(<R> | map(attribute='age') | sum)", "(<R> | sum(attribute='age'))", "(<B> | int)", "(missing | default(<I>))", "(<T> | wordcount)",
            "(2 ** 5)",
        ],
        ['N'] =
        [
            "half", "2.5", "-0.25", "1e3", "<I>", "(<N> + <N>)", "(<N> - <N>)", "(<N> * 0.5)", "(<N> / <N>)", "(<N> // 2)", "(<N> % 7)",
            "(<N> | float)", "(<T> | float)", "(<N> | round)", "(<N> | round(1))", "(<N> | round(0, 'floor'))", "(<N> | round(1, 'ceil'))",
            "(<N> | abs)", "(<Q> | sum / 4)",
        ],
        ['T'] =
        [
            "'a'", "'B c'", "''", "'12'", "' x '", "'-3.5'", "name", "text", "lines", "spaces", "unicode", "path", "version", "quote", "backslash",
            "html", "server.host", "words[1]", "people[0].name",
            "(<T> ~ <A>)", "(<T> + <T>)", "(<T> * 2)", "(<T> | upper)", "(<T> | lower)", "(<T> | title)", "(<T> | capitalize)", "(<T> | trim)",
            "(<T> | replace('a', <T>))", "(<T> | replace('e', 'E', 1))",
            "(<P> | join(', '))", "(<L> | join('-'))", "(<A> | string)", "(<I> | string)", "(<T> | reverse)", "(<T> | center(12))",
            "(<T> | truncate(9))", "(<T> | truncate(9, true, '…', 0))", "(<T> | indent(2))", "(<T> | indent(2, true))", "(<T> | wordwrap(6))",
            "(<T>)[1:]", "(<T>)[:3]", "(<T>)[-2:]", "(<T>)[::-1]", "(<T>)[1:6:2]", "(<T>)[0]", "(<T> | first)", "(<T> | last)",
            "(<T> | default('d'))", "(<T> | default('d', true))", "(missing | default(<T>))",
            "<T>.upper()", "<T>.lower()", "<T>.title()", "<T>.capitalize()", "<T>.swapcase()", "<T>.strip()", "<T>.lstrip()", "<T>.rstrip('.x ')",
            "<T>.replace('a', 'oo')", "<T>.zfill(6)", "<T>.ljust(8, '.')", "<T>.rjust(8)", "<T>.center(9, '*')", "<T>.join(<P>)", "<T>.expandtabs(4)",
            "<T>.removeprefix('a')", "<T>.removesuffix('y')",
            "('%s' % <A>)", "('%s=%d' % (<T>, <I>))", "('%05d|%x|%+d' % (<I>, 42, <I>))", "('%.2f %5.1f' % (<N>, <N>))", "('%-8s|%8s' % (<T>, <T>))",
            "('%r' % <T>)", "('%s %s' | format(<T>, <A>))",
            "'{}-{}'.format(<T>, <A>)", "'{1}{0}'.format(<T>, <I>)", "'{:>8}|{:<6}|{:^7}'.format(<T>, <T>, <I>)",
            "'{:05d} {:,} {:x}'.format(<I>, <I>, 255)", "'{:.2f} {:e} {:g}'.format(<N>, <N>, <N>)", "'{a[port]} {b!r}'.format(a=server, b=<T>)",
            "(<A> | to_json)", "(<A> | to_nice_json)", "(<A> | to_json(sort_keys=true))", "(<A> | type_debug)",
            "(<T> | regex_replace('[aeiou]', '_'))", "(<T> | regex_replace('^(\\\\w)(.*)$', '\\\\2\\\\1'))",
            "(<T> | regex_search('[a-z]+') | default('none', true))", "(<T> | b64encode)", "(<T> | b64encode | b64decode)", "(<T> | hash('md5'))",
            "(<T> | sha1)", "(<T> | quote)", "(<T> | urlencode)", "(<T> | basename)", "(<T> | dirname)", "(<T> | escape | string)",
            "(<T> | striptags)", "(<T> | regex_escape)", "(<T> | comment)",
            "(<T> if <B> else <T>)", "(<B> | ternary(<T>, 'no'))", "(<I> | human_readable)",
        ],
        ['B'] =
        [
            "true", "false", "yes", "no", "(<I> == <I>)", "(<I> < <I>)", "(<N> >= <N>)", "(<T> == <T>)", "(<T> < <T>)", "(<T> in <T>)",
            "(<T> in <P>)", "(<I> not in <Q>)", "(<A> == <A>)", "(<A> != <A>)", "(<L> == <L>)", "(<Q> < <Q>)", "(<T> in <D>)", "(1 < <I> <= 9)",
            "(not <A>)", "(<B> and <B>)", "(<B> or <B>)", "(<A> is defined)", "(missing is undefined)", "(server.nope is defined)", "(<A> is string)",
            "(<A> is number)", "(<A> is mapping)", "(<A> is iterable)", "(<A> is sequence)", "(<A> is none)", "(<A> is boolean)", "(<A> is integer)",
            "(<A> is float)", "(<A> is truthy)", "(<A> is falsy)",
            "(<I> is odd)", "(<I> is even)", "(<I> is divisibleby 3)", "(<T> is match('[a-z]'))", "(<T> is search('an'))", "(<T> is regex('^.$'))",
            "(<T> is lower)", "(<T> is upper)", "(<I> is in <Q>)", "(<P> is contains('fig'))", "(<Q> is subset([1, 2, 3, 4]))",
            "(<Q> is superset([1]))", "(<I> is gt 2)", "(<I> is sameas 1)", "(version is version('4.2', '>='))", "(<L> is all)", "(<L> is any)",
            "<T>.startswith('C')", "<T>.endswith(<T>)", "<T>.isdigit()", "<T>.isalpha()", "<T>.isupper()", "<T>.isspace()", "<T>.isalnum()",
            "(<A> | bool)", "(<B> if <A> else <B>)",
        ],
        ['L'] =
        [
            "mixed", "nested", "pairs", "emptylist", "<P>", "<Q>", "<R>", "[<A>, <A>]", "[<I>, <T>, <B>]", "(<A>, <A>)", "(<L> + <L>)", "(<L>)[1:]",
            "(<L>)[::-1]", "(<L>)[-2:]", "(<L>)[:2]", "(<L> | list)", "(<L> | reverse | list)", "(<L> | flatten)", "(<L> | flatten(levels=1))",
            "(<L> | batch(2) | list)", "(<L> | batch(3, 'x') | list)", "(<L> | slice(2) | list)", "(<L> | slice(3, none) | list)",
            "(<L> | zip(<L>) | list)", "(<L> | zip_longest(<L>, fillvalue='-') | list)", "(<L> | select('string') | list)",
            "(<L> | select('number') | list)", "(<L> | reject('none') | list)", "(<L> | select | list)", "(<L> | map('string') | list)",
            "(<L> | map('default', 'd', true) | list)", "(<D> | dict2items)", "(<D> | items | list)", "(<D>.items() | list)", "(<D> | dictsort)",
            "(<D> | dictsort(true, 'key', true))", "(people | groupby('age') | map('list') | list)", "(<R> | groupby('city') | map('last') | list)", "(<Q> | product(<P>) | list)",
            "(<Q> | permutations(2) | list)", "(<P> | combinations(2) | list)", "(users | subelements('groups'))", "(<T>.partition('e'))",
            "(<L> if <B> else <L>)", "(<T> | list)", "(<L> * 2)", "(<T> | splitext)", "(<L> | unique | list)",
        ],
        ['P'] =
        [
            "words", "['b', 'a', 'B']", "server.tags", "users[0].groups", "[<T>, <T>]", "(<P> + <P>)", "(<P> | sort)", "(<P> | sort(reverse=true))",
            "(<P> | sort(case_sensitive=true))", "(<P> | unique | list)", "(<P> | unique(true) | list)", "(<P> | map('upper') | list)",
            "(<P> | map('length') | map('string') | list)", "(<P> | map('replace', 'a', 'o') | list)",
            "(<P> | map('regex_replace', '^a', 'A') | list)", "(<P> | select('match', '^[a-m]') | list)", "(<P> | reject('search', 'p') | list)",
            "(<P> | select('in', <P>) | list)", "(<P> | union(<P>) | sort)", "(<P> | intersect(<P>) | sort)", "(<P> | difference(<P>) | sort)",
            "(<P> | symmetric_difference(<P>) | sort)", "(<R> | map(attribute='name') | list)", "(<T>.split())", "(<T>.split('a'))",
            "(<T>.split('e', 1))", "(<T>.rsplit('/', 1))", "(<T>.splitlines())", "(<T> | split('/'))", "(<D> | list)", "(<D>.keys() | list)",
            "(<T> | regex_findall('[a-z]+'))", "(<P>)[1:]", "(<P> | reverse | list)",
        ],
        ['Q'] =
        [
            "numbers", "[5, 1, 5]", "low.l", "[<I>, <I>]", "(<Q> + <Q>)", "(<Q> | sort)", "(<Q> | sort(reverse=true))", "(<Q> | unique | list)",
            "(<Q> | map('abs') | list)", "(<P> | map('length') | list)", "(<P> | map('int') | list)", "(<Q> | select('odd') | list)",
            "(<Q> | reject('gt', 2) | list)", "(<Q> | select('in', <Q>) | list)", "(range(5) | list)", "(range(1, 8, 3) | list)",
            "(range(<I> % 9) | list)", "(<R> | map(attribute='age') | list)", "(<Q> | difference(<Q>) | sort)", "(<Q> | union(<Q>) | sort)",
            "(<Q>)[::2]",
        ],
        ['R'] =
        [
            "people", "options", "users", "(<R> | selectattr('name', 'defined') | list)", "(<R> | selectattr('age', 'gt', 26) | list)",
            "(<R> | rejectattr('name', 'eq', 'bob') | list)", "(<R> | selectattr('city', 'search', 'o') | list)",
            "(<R> | selectattr('groups') | list)", "(people | sort(attribute='age'))", "(people | sort(attribute='age,name', reverse=true))",
            "(people | sort(attribute='city'))", "(<R> | unique(attribute='age') | list)", "(<R>)[:2]", "(<R> + <R>)", "(<D> | dict2items)",
            "(<R> | map('combine', {'x': <I>}) | list)", "(<R> | reverse | list)",
        ],
        ['D'] =
        [
            "low", "high", "server", "emptydict", "deep", "server.options", "people[1]", "ok", "{'a': <A>}", "{'k': <I>, <T>: <A>}",
            "dict(a=<A>, b=<I>)", "(<D> | combine(<D>))", "(<D> | combine(<D>, recursive=true))",
            "(<D> | combine(<D>, recursive=true, list_merge='append'))", "(<D> | combine(<D>, list_merge='prepend_rp'))", "(options | items2dict)",
            "(<D> | dict2items | items2dict)", "dict(<P> | zip(<Q>))", "dict(pairs)", "(<D> if <B> else <D>)",
        ],
        ['A'] =
        [
            "<I>", "<N>", "<T>", "<B>", "<L>", "<D>", "nothing", "none", "<Q>", "<P>", "<R>", "deep.a.b.c[0].d", "server['options']",
            "users[0]['keys'].ssh", "(<A> | default(<A>))", "(server.nope | default(<A>))", "(<L> | first)", "(<L> | last)", "(<D>.get('a'))",
            "(<D>.get('zz', <A>))", "(<A> or <A>)", "(<A> and <A>)", "(<L>)[0]", "(<L>)[-1]", "(<A> if <B>)", "(<A> | to_json | from_json)",
            "(<D> | to_yaml | from_yaml)", "(<L> | min)", "(<L> | max)",
        ],
    };
}
