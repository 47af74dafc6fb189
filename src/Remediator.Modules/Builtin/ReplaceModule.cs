using Remediator.Language.Templates.Jinja;
using Remediator.Language.Values;
using Remediator.Modules.Edits;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class ReplaceModule : Module
{
    private static readonly Parameter<string> Regex = Parameter
        .Text("regexp", "An expression of Python's; ^ and $ stand at every line. Where sed surely means the same, the host replaces; else the controller does, so all of the dialect is there.").Required();

    private static readonly Parameter<string> Replacement = Parameter
        .Text("replace", "What takes the place of each match; \\1, \\g<1> and \\g<name> stand for groups. Without it matches are removed.").WithDefault("");

    private static readonly Parameter<string> After = Parameter.Text("after", "Only what stands after the match of this expression is looked at; . matches line ends, too.");

    private static readonly Parameter<string> Before = Parameter.Text("before", "Only what stands before the match of this expression is looked at; . matches line ends, too.");

    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644'. Kept where not given.");

    public override ModuleSpec Spec { get; } = new("replace", "Replaces all matches of an expression in a file.")
    {
        Parameters =
        [
            EditOptions.Target, Regex, Replacement, After, Before, Mode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup, FileOptions.Validate,
            Parameter.Refused("encoding", "files are edited as UTF-8, or as bytes where they are none", Value.Of("utf-8")), .. FileOptions.Refused,
        ],
        Returns = [("msg", "How many replacements were made; empty for none."), .. EditOptions.Returns],
        Examples =
        [
            new ModuleExample("""
                - name: Names of the old domain become those of the new one
                  replace:
                    path: /etc/hosts
                    regexp: (\s+)(\w+)\.old\.example\.org(?=\s|$)
                    replace: \1\2.new.example.org
                """)
            {
                Before = "mkdir -p /etc && printf '10.0.0.1 one.old.example.org one\\n10.0.0.2\\ttwo.old.example.org' >/etc/hosts",
                Damage = new Dictionary<string, string> { ["content"] = "echo '10.0.0.3 three.old.example.org' >>/etc/hosts" },
            },
            new ModuleExample("""
                - name: No pools but those of the last section
                  replace:
                    path: /etc/chrony.conf
                    after: '^# distribution\n'
                    before: '# site'
                    regexp: '^pool .*\n'
                    mode: '0644'
                """)
            {
                Before = "mkdir -p /etc && printf '# distribution\\npool a\\npool b\\n# site\\npool c\\n' >/etc/chrony.conf && chmod 0600 /etc/chrony.conf",
                Damage = new Dictionary<string, string> { ["content"] = "sed -i '1a pool d' /etc/chrony.conf", ["mode"] = "chmod 0600 /etc/chrony.conf" },
            },
            new ModuleExample("""
                - name: No pools of the distribution
                  replace:
                    path: /etc/chrony.conf
                    regexp: ^(pool .*)$
                    replace: '# \1'
                """)
            {
                Before = "mkdir -p /etc && printf 'pool a iburst\\nserver x\\npool b\\n' >/etc/chrony.conf",
                Damage = new Dictionary<string, string> { ["content"] = "echo 'pool c iburst' >>/etc/chrony.conf" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(EditOptions.Target);
        var (regex, error) = PythonExpression.Read("regexp", args.Require(Regex), multiline: true);
        var section = (args.Get(After), args.Get(Before)) switch
        {
            ({ } after, { } before) => $"{after}(?P<subsection>.*?){before}",
            ({ } after, null) => $"{after}(?P<subsection>.*)",
            (null, { } before) => $"(?P<subsection>.*){before}",
            _ => null,
        };
        var (part, partError) = section is null ? (null, null) : PythonExpression.Read("after or before", section, dotAll: true);
        if ((error ?? partError) is { } wrong)
        {
            return [new Step.Fail(wrong)];
        }

        var path = Sh.Path(name);
        var (substitution, obstacle) = part is null ? LineSubstitution.Translate(args.Require(Regex), args.Require(Replacement)) : (null, "after and before");
        var put = substitution is { } made
            ? new Step.Put(name, FileContent.Empty) { Edit = Sh.Of($"rmd_substitute {made.Expression} {made.Replacement} {made.Delimiter.ToString()}") }
            : new Step.Put(name, FileContent.Empty)
            {
                Rewrite = old => PythonExpression.Guard(() => Replace(old!, regex!, args.Require(Replacement), part, section)),
                Obstacle = $"regexp is Python's, and sed has nothing like {obstacle}",
            };
        return
        [
            new Step.Require(Sh.Of($"[ ! -d {path} ]"), $"Path {name} is a directory !"),
            new Step.Require(Sh.Of($"[ -e {path} ]"), $"Path {name} does not exist !"),
            new Step.Report("path", Value.Of(name)),
            new Step.Report("rc", Value.Of(0)),
            put with
            {
                Mode = args.Get(Mode),
                Owner = args.Get(FileOptions.Owner),
                Group = args.Get(FileOptions.Group),
                Backup = args.Get(FileOptions.Backup) is true,
                Validate = args.Get(FileOptions.Validate)?.Text,
                Follow = true,
            },
            .. substitution is null ? (IEnumerable<Step>)[] : [EditOptions.CaptureSaid()],
        ];
    }

    private static Rewriting Replace(byte[] old, PythonRegex regex, string replacement, PythonRegex? part, string? section)
    {
        var (text, encoding) = FileText.Read(old);
        var (from, to) = (0, text.Length);
        if (part is not null)
        {
            if (part.Search(text) is not { } match)
            {
                return new Rewriting((byte[]?)null) { Result = Value.Dict(("msg", Value.Of($"Pattern for before/after params did not match the given file: {section}"))) };
            }

            var group = match.Groups[part.GroupNumber("subsection")];
            (from, to) = (group.Index, group.Index + group.Length);
        }

        var count = regex.All(text[from..to]).Count;
        var replaced = text[..from] + regex.Replace(text[from..to], replacement) + text[to..];
        var changed = replaced != text;
        return new Rewriting(changed ? encoding.GetBytes(replaced) : null) { Result = Value.Dict(("msg", Value.Of(changed ? $"{count} replacements made" : ""))) };
    }
}
