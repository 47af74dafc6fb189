using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class LineinfileModule : Module
{
    private static readonly Parameter<string> Line = Parameter.Text("line", "The line.").WithAliases("value");

    private static readonly Parameter<string> Regex = Parameter
        .Text("regexp", "An expression; the last line that matches is replaced, or all are removed. The host's grep matches it: what POSIX has no form for is refused.").WithAliases("regex");

    private static readonly Parameter<string> Search = Parameter.Text("search_string", "As regexp, but a text that the line holds.");

    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether the line is there.", "absent", "present").WithDefault("present");

    private static readonly Parameter<bool?> FirstMatch = Parameter.Flag("firstmatch", "The first line that matches counts, not the last.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("lineinfile", "Sees to one line of a file: that it is there, or that none like it is.")
    {
        Parameters =
        [
            EditOptions.Target, Line, Regex, Search, State, FirstMatch,
            Parameter.Refused("backrefs", "use template or replace the whole line", Value.False), .. EditOptions.Common,
        ],
        Rules =
        [
            new ParameterRule.Exclusive(Regex, Search), new ParameterRule.Exclusive(EditOptions.InsertAfter, EditOptions.InsertBefore),
            new ParameterRule.RequiredIf(State, Value.Of("present"), Line), new ParameterRule.OneOf(Line, Regex, Search),
        ],
        Returns = EditOptions.Returns,
        Examples =
        [
            new ModuleExample("""
                - name: No time servers from DHCP
                  lineinfile:
                    path: /etc/sysconfig/network
                    regexp: ^#?\s*PEERNTP=
                    line: PEERNTP=no
                    create: true
                """)
            {
                Before = "mkdir -p /etc/sysconfig && printf 'NETWORKING=yes\\n# PEERNTP=yes\\nlast' >/etc/sysconfig/network",
                Damage = new Dictionary<string, string> { ["content"] = "echo NETWORKING=yes >/etc/sysconfig/network" },
            },
            new ModuleExample("""
                - name: Log measurements after the pools
                  lineinfile:
                    path: /etc/chrony.conf
                    line: log measurements
                    insertafter: ^pool\s
                """)
            {
                Before = "mkdir -p /etc && printf 'pool a\\npool b\\nrtcsync\\n' >/etc/chrony.conf",
                Damage = new Dictionary<string, string> { ["content"] = "printf 'pool a\\nrtcsync' >/etc/chrony.conf" },
            },
            new ModuleExample("""
                - name: No server that is gone
                  lineinfile:
                    path: /etc/chrony.conf
                    search_string: gone.example.org
                    state: absent
                """)
            {
                Before = "mkdir -p /etc && printf 'server gone.example.org\\npool b\\n' >/etc/chrony.conf",
                Damage = new Dictionary<string, string> { ["content"] = "echo 'pool gone.example.org iburst' >/etc/chrony.conf" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var isAbsent = args.Require(State) == "absent";
        var line = args.Get(Line);
        if (line is null && !isAbsent)
        {
            return [new Step.Fail("line is required with state=present")];
        }

        if (line?.Contains('\n') == true)
        {
            return [new Step.Fail("line holds more than one line: use blockinfile or template")];
        }

        var (kind, pattern) = (args.Get(Regex), args.Get(Search)) switch
        {
            ({ } regex, _) => ("E", regex),
            (_, { } text) => ("F", text),
            _ => ("x", line!),
        };
        if (kind == "E")
        {
            var (posix, obstacle) = PosixRegex.Translate(pattern);
            if (posix is null)
            {
                return [new Step.Fail(EditOptions.NoEquivalent("regexp", obstacle!))];
            }

            pattern = posix;
        }

        if (isAbsent)
        {
            return EditOptions.Steps(args, Sh.Of($"rmd_drop_lines {kind} {pattern}"), mayBeAbsent: true);
        }

        var (where, anchor, error) = EditOptions.Place(args);
        var first = args.Get(FirstMatch) is true ? "first" : "last";
        return error is not null ? [new Step.Fail(error)] : EditOptions.Steps(args, Sh.Of($"rmd_set_line {line!} {kind} {pattern} {first} {where} {anchor}"), mayBeAbsent: false);
    }
}
