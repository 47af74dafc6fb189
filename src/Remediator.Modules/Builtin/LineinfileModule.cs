using Remediator.Language.Values;
using Remediator.Modules.Edits;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class LineinfileModule : Module
{
    private static readonly Parameter<string> Line = Parameter.Text("line", "The line.").WithAliases("value");

    private static readonly Parameter<string> Regex = Parameter
        .Text("regexp", "An expression; the last line that matches is replaced, or all are removed. The host's grep matches it; what POSIX has no form for, the controller does.").WithAliases("regex");

    private static readonly Parameter<string> Search = Parameter.Text("search_string", "As regexp, but a text that the line holds.");

    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether the line is there.", "absent", "present").WithDefault("present");

    private static readonly Parameter<bool?> FirstMatch = Parameter.Flag("firstmatch", "The first line that matches counts, not the last.").WithDefault(false, "false");

    private static readonly Parameter<bool?> BackReferences = Parameter
        .Flag("backrefs", "\\1 and \\g<name> in the line stand for groups of the match; where nothing matches the file stays as it is.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("lineinfile", "Sees to one line of a file: that it is there, or that none like it is.")
    {
        Parameters =
        [
            EditOptions.Target, Line, Regex, Search, State, FirstMatch,
            BackReferences, .. EditOptions.Common,
        ],
        Rules =
        [
            new ParameterRule.Exclusive(Regex, Search), new ParameterRule.Exclusive(BackReferences, Search), new ParameterRule.Exclusive(EditOptions.InsertAfter, EditOptions.InsertBefore),
            new ParameterRule.RequiredIf(State, Value.Of("present"), Line), new ParameterRule.OneOf(Line, Regex, Search),
        ],
        Returns = [("msg", "line added, line replaced, N line(s) removed, or nothing."), ("found", "How many lines were removed, with state absent."), .. EditOptions.Returns],
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
            new ModuleExample("""
                - name: More open files, whatever else the line says
                  lineinfile:
                    path: /etc/security/limits.conf
                    regexp: ^(?P<who>hdfs\s+-\s+nofile)\s+(?!65536\b)\d+(.*)$
                    line: \g<who> 65536\2
                    backrefs: true
                """)
            {
                Before = "mkdir -p /etc/security && printf 'hdfs - nofile 1024 # small\\nyarn - nofile 1024\\n' >/etc/security/limits.conf",
                Damage = new Dictionary<string, string> { ["content"] = "echo 'hdfs - nofile 10' >/etc/security/limits.conf" },
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

        if (args.Get(BackReferences) is true && !args.Has(Regex))
        {
            return [new Step.Fail("regexp is required with backrefs=true")];
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
                return ByController(args, isAbsent, EditOptions.NoEquivalent("regexp", obstacle!));
            }

            pattern = posix;
        }

        if (args.Get(BackReferences) is true || line?.Contains('\n') == true)
        {
            return ByController(args, isAbsent, args.Get(BackReferences) is true ? "backrefs takes Python's expressions" : "line is more than one line");
        }

        if (isAbsent)
        {
            return EditOptions.Steps(args, Sh.Of($"rmd_drop_lines {kind} {pattern}"), mayBeAbsent: true);
        }

        var (where, anchor, error) = EditOptions.Place(args);
        var first = args.Get(FirstMatch) is true ? "first" : "last";
        return error is not null ? ByController(args, isAbsent, error) : EditOptions.Steps(args, Sh.Of($"rmd_set_line {line!} {kind} {pattern} {first} {where} {anchor}"), mayBeAbsent: false, Sh.Of($"rmd_has_line \"$1\" {line!} {kind} {pattern} {first} {where} {anchor}"));
    }

    /// <summary>The edit as the controller makes it, with Python's own dialect.</summary>
    private static IEnumerable<Step> ByController(Arguments args, bool isAbsent, string obstacle)
    {
        var (where, anchor) = args.Get(EditOptions.InsertBefore) is { } before ? ("before", before) : ("after", args.Get(EditOptions.InsertAfter) ?? "EOF");
        var (regex, error) = args.Get(Regex) is { } pattern ? PythonExpression.Read("regexp", pattern) : (null, null);
        var (anchorRegex, anchorError) = anchor is "BOF" or "EOF" ? (null, null) : PythonExpression.Read("insert" + where, anchor);
        if ((error ?? anchorError) is { } wrong)
        {
            return [new Step.Fail(wrong)];
        }

        var edit = new LineEdit(args.Get(Line), regex, args.Get(Search), where == "after", anchorRegex, anchor == "BOF", args.Get(FirstMatch) is true, args.Get(BackReferences) is true);
        var missing = args.Get(EditOptions.Create) is true ? "" : $"Destination {args.Require(EditOptions.Target)} does not exist !";
        return EditOptions.Steps(args, old => PythonExpression.Guard(() => isAbsent ? edit.Drop(old) : edit.Set(old, missing)), mayBeAbsent: isAbsent, obstacle);
    }
}
