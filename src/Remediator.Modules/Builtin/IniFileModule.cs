using Remediator.Language.Values;
using Remediator.Modules.Edits;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class IniFileModule : Module
{
    private static readonly Parameter<string> Target = Parameter.Path("path", "The file.").WithAliases("dest").Required();
    private static readonly Parameter<string> Section = Parameter.Text("section", "The section's name; without it the lines before the first section.");
    private static readonly Parameter<string> Option = Parameter.Text("option", "The option. Without it the section as a whole is meant, to be removed or to be there.");
    private static readonly Parameter<string> Single = Parameter.Text("value", "Its value.");
    private static readonly Parameter<IReadOnlyList<string>> Many = Parameter.TextList("values", "Its values, one line each.");
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether it is there.", "absent", "present").WithDefault("present");
    private static readonly Parameter<bool?> Exclusive = Parameter.Flag("exclusive", "Other values of the option are removed.").WithDefault(true, "true");
    private static readonly Parameter<bool?> NoExtraSpaces = Parameter.Flag("no_extra_spaces", "No blanks beside the equals sign.").WithDefault(false, "false");
    private static readonly Parameter<bool?> AllowNoValue = Parameter.Flag("allow_no_value", "The option may stand without a value.").WithDefault(false, "false");
    private static readonly Parameter<bool?> Create = Parameter.Flag("create", "Make the file where there is none; without it that is a failure.").WithDefault(true, "true");
    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644'. Kept where not given, or 0666 less the umask for a new file.");

    public override ModuleSpec Spec { get; } = new("ini_file", "Sees to an option or a section of an INI file.")
    {
        OtherNames = ["community.general.ini_file"],
        Parameters =
        [
            Target, Section, Option, Single, Many, State, Exclusive, NoExtraSpaces, AllowNoValue, Create, Mode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup,
            .. FileOptions.Refused,
        ],
        Rules = [new ParameterRule.Exclusive(Single, Many)],
        Returns = [("path", "The file."), ("msg", "What was done: option changed, option added, section added, or OK."), ("backup_file", "Path of the copy, where one was kept."), .. FileState.Returns],
        Examples =
        [
            new ModuleExample("""
                - name: Keep the logs of a month
                  ini_file:
                    path: /etc/app.ini
                    section: log
                    option: days
                    value: "31"
                    mode: '0644'
                """)
            {
                Before = "mkdir -p /etc && printf '# app\\n[log]\\n;days = 7\\nlevel=info\\n\\n[net]\\nport=1\\n' >/etc/app.ini && chmod 0644 /etc/app.ini",
                Damage = new Dictionary<string, string> { ["content"] = "sed -i s/31/30/ /etc/app.ini", ["mode"] = "chmod 0600 /etc/app.ini" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var isAbsent = args.Require(State) == "absent";
        if (!isAbsent && args.Get(Option) is not null && args.Get(AllowNoValue) is not true && !args.Has(Single) && !args.Has(Many))
        {
            return [new Step.Fail("Parameter 'value(s)' must be defined if state=present and allow_no_value=False.")];
        }

        var path = args.Require(Target);
        return
        [
            new Step.Report("path", Value.Of(path)),
            new Step.Put(path, FileContent.Empty)
            {
                Rewrite = old => Edit(args, old, isAbsent),
                Mode = args.Get(Mode),
                Owner = args.Get(FileOptions.Owner),
                Group = args.Get(FileOptions.Group),
                Backup = args.Get(FileOptions.Backup) is true,
                Follow = true,
                MakesFolder = !isAbsent && args.Get(Create) is true,
            },
            FileState.Capture(Sh.Path(path), "path"),
        ];
    }

    private static Rewriting Edit(Arguments args, byte[]? old, bool isAbsent)
    {
        if (old is null && (isAbsent || args.Get(Create) is not true))
        {
            return isAbsent ? new Rewriting((byte[]?)null) { Result = Said("OK") } : Rewriting.Failed($"Destination {args.Require(Target)} does not exist!");
        }

        var (text, encoding) = FileText.Read(old ?? []);
        var lines = FileText.Lines(text);
        if (lines.Count > 0 && !lines[^1].EndsWith('\n'))
        {
            lines[^1] += "\n";
        }

        var edit = new IniEdit(lines, args.Get(NoExtraSpaces) is not true, args.Get(AllowNoValue) is true);
        var section = args.Get(Section) is { Length: > 0 } named ? named : null;
        var (changed, message) = Apply(args, edit, section, isAbsent, lines);
        return new Rewriting(changed ? encoding.GetBytes(string.Concat(lines)) : null) { Result = Said(message) };
    }

    private static (bool Changed, string Message) Apply(Arguments args, IniEdit edit, string? section, bool isAbsent, List<string> lines)
    {
        var values = args.Get(Many)?.Select(v => (string?)v).ToList() ?? (args.Has(Single) ? [args.Get(Single)] : null);
        if (args.Get(Option) is { } option)
        {
            var hadSection = edit.Has(section);
            var had = lines.Count;
            var changed = isAbsent ? edit.Remove(section, option, args.Get(Exclusive) is true ? null : values) : edit.Set(section, option, values ?? [null], args.Get(Exclusive) is true);
            return (changed, !changed ? "OK" : isAbsent || lines.Count == had ? "option changed" : hadSection ? "option added" : "section and option added");
        }

        if (isAbsent)
        {
            return section is not null && edit.RemoveSection(section) ? (true, "section removed") : (false, "OK");
        }

        if (section is null || edit.Has(section))
        {
            return (false, "OK");
        }

        lines.Add($"[{section}]\n");
        return (true, "only section added");
    }

    private static DictValue Said(string message) => Value.Dict(("msg", Value.Of(message)));
}
