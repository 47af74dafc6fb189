using Remediator.Language.Values;
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
        var creates = args.Get(Create) is true;
        // Without a section and an option there is nothing to see to.
        var mayBeAbsent = isAbsent || !(args.Has(Section) || args.Has(Option));
        return
        [
            .. mayBeAbsent || creates ? (IEnumerable<Step>)[] : [new Step.Require(Sh.Of($"[ -e {Sh.Path(path)} ]"), $"Destination {path} does not exist!")],
            new Step.Report("path", Value.Of(path)),
            new Step.Put(path, FileContent.Empty)
            {
                Edit = Sh.Of($"rmd_set_option {Words(args, isAbsent)}"),
                IfPresent = mayBeAbsent,
                Mode = args.Get(Mode),
                Owner = args.Get(FileOptions.Owner),
                Group = args.Get(FileOptions.Group),
                Backup = args.Get(FileOptions.Backup) is true,
                Follow = true,
                MakesFolder = !mayBeAbsent && creates,
            },
            new Step.Capture(".", Sh.Told($"rmd_said_told"), said => Value.Dict(("msg", Value.Of(said.Text.TrimEnd('\n') is { Length: > 0 } done ? done : "OK")))),
            FileState.Capture(Sh.Path(path), "path"),
        ];
    }

    /// <summary>The edit as words of rmd_set_option.</summary>
    private static List<string> Words(Arguments args, bool isAbsent)
    {
        var section = args.Get(Section) is { Length: > 0 } named ? "/" + named : "";
        if (args.Get(Option) is not { } option)
        {
            return [isAbsent && section.Length > 0 ? "no-section" : "section", section];
        }

        var values = args.Get(Many)?.Select(v => "=" + v).ToList() ?? (args.Has(Single) ? ["=" + args.Get(Single)] : null);
        var isExclusive = args.Get(Exclusive) is true;
        var how = isAbsent ? isExclusive || values is null ? "drop" : "drop-some" : isExclusive ? "set" : "add";
        return [how, section, option, args.Get(NoExtraSpaces) is true ? "=" : " = ", args.Get(AllowNoValue) is true ? "bare" : "", .. how == "drop" ? [] : values ?? [""]];
    }
}
