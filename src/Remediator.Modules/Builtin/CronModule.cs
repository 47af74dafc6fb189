using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class CronModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The job's name, which stands above it in the table; of a variable its own.").Required();
    private static readonly Parameter<string> User = Parameter.Text("user", "Whose table; with cron_file who the job runs as.");
    private static readonly Parameter<string> Job = Parameter.Text("job", "The command; of a variable its value.").WithAliases("value");
    private static readonly Parameter<string> CronFile = Parameter.Path("cron_file", "A file of /etc/cron.d instead of a user's table.");
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether there is such a job.", "absent", "present").WithDefault("present");
    private static readonly Parameter<string> Minute = Parameter.Text("minute", "0-59, *, */2, ….").WithDefault("*");
    private static readonly Parameter<string> Hour = Parameter.Text("hour", "0-23, *, */2, ….").WithDefault("*");
    private static readonly Parameter<string> Day = Parameter.Text("day", "Of the month: 1-31, *, ….").WithAliases("dom").WithDefault("*");
    private static readonly Parameter<string> Month = Parameter.Text("month", "1-12, *, ….").WithDefault("*");
    private static readonly Parameter<string> Weekday = Parameter.Text("weekday", "0-6 for Sunday to Saturday, *, ….").WithAliases("dow").WithDefault("*");
    private static readonly Parameter<string> Special = Parameter.Choice("special_time", "A word for the time.", "annually", "daily", "hourly", "monthly", "reboot", "weekly", "yearly");
    private static readonly Parameter<bool?> Disabled = Parameter.Flag("disabled", "The job stands there as a comment.").WithDefault(false, "false");
    private static readonly Parameter<bool?> Variable = Parameter.Flag("env", "A variable of the table is meant, not a job.").WithDefault(false, "false");
    private static readonly Parameter<string> After = Parameter.Text("insertafter", "With env: after this variable.");
    private static readonly Parameter<string> Before = Parameter.Text("insertbefore", "With env: before this variable.");

    public override ModuleSpec Spec { get; } = new("cron", "Sees to a job of cron, or a variable of its table.")
    {
        Parameters = [Name, User, Job, CronFile, State, Minute, Hour, Day, Month, Weekday, Special, Disabled, Variable, After, Before, FileOptions.Backup],
        Rules = [new ParameterRule.Exclusive(After, Before)],
        Returns = [("jobs", "Names of the jobs in the table."), ("envs", "Names of its variables."), ("backup_file", "With cron_file: path of the copy, where one was kept.")],
        Examples =
        [
            new ModuleExample("""
                - name: Rotate the measurements
                  cron:
                    name: rotate measurements
                    minute: "5"
                    hour: 1,13
                    job: logrotate /etc/chrony/rotate.conf
                    user: root
                    cron_file: /etc/cron.d/chrony
                """)
            {
                Before = "mkdir -p /etc/cron.d && printf '#Ansible: other\\n1 1 * * * root true\\n' >/etc/cron.d/chrony",
                Damage = new Dictionary<string, string> { ["content"] = "sed -i s/^5/6/ /etc/cron.d/chrony" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var isAbsent = args.Require(State) == "absent";
        if (!isAbsent && args.Get(Job) is null)
        {
            return [new Step.Fail("You must specify 'job' to install a new cron job or variable")];
        }

        var words = Words(args);
        if (args.Get(CronFile) is { } file)
        {
            if (!isAbsent && args.Get(User) is null)
            {
                return [new Step.Fail("To use cron_file=... parameter you must specify user=... as well")];
            }

            var path = file.StartsWith('/') ? file : "/etc/cron.d/" + file;
            return
            [
                new Step.Report("cron_file", Value.Of(path)),
                new Step.Put(path, FileContent.Empty) { Edit = Sh.Of($"rmd_set_cron {words}"), IfPresent = isAbsent, Backup = args.Get(FileOptions.Backup) is true, Mode = isAbsent ? null : "0644" },
                CaptureNames(),
            ];
        }

        string[] user = args.Get(User) is { } name ? ["-u", name] : [];
        return
        [
            new Step.Require(Sh.Of($"rmd_table {args.Get(User) ?? ""} {words}"), "crontab could not be edited"),
            new Step.Act(Sh.Of($"crontab {user} - <\"${{rmd_d:?}}/table.new\""))
            {
                Facet = "crontab",
                Unless = Sh.Of($"rmd_same \"${{rmd_d:?}}/table\" \"${{rmd_d:?}}/table.new\""),
                FailMessage = "crontab refuses the new table",
                Undo =
                [
                    new Undo.Call(
                        Sh.Of($"if [ -n \"$rmd_before\" ]; then printf '%s\\n' \"$rmd_before\" | crontab {user} -; else crontab {user} -r; fi"),
                        Sh.Of($"crontab {user} -l 2>/dev/null")),
                ],
            },
            CaptureNames(),
        ];
    }

    /// <summary>The edit as words of rmd_set_cron.</summary>
    private static string[] Words(Arguments args)
    {
        var (name, isVariable) = (args.Require(Name), args.Get(Variable) is true);
        var line = args.Get(Job) is not { } job ? "" : isVariable ? $"{name}=\"{job}\"" : Line(args);
        return [isVariable ? "env" : "job", args.Require(State), name, line, args.Get(After) is null ? "before" : "after", args.Get(After) ?? args.Get(Before) ?? ""];
    }

    private static Step.Capture CaptureNames() => new(".", Sh.Told($"rmd_said_told"), captured => Value.Dict(("jobs", Named(captured, "job ")), ("envs", Named(captured, "env "))));

    private static Value Named(Captured captured, string kind) => Value.OfTexts(captured.Text.Split('\n').Where(l => l.StartsWith(kind, StringComparison.Ordinal)).Select(l => l[kind.Length..]));

    private static string Line(Arguments args)
    {
        var job = args.Get(Job)!.Trim('\r', '\n');
        var time = args.Get(Special) is { } special ? "@" + special : string.Join(' ', new[] { Minute, Hour, Day, Month, Weekday }.Select(args.Require));
        var user = args.Get(CronFile) is null ? "" : args.Get(User) + " ";
        return $"{(args.Get(Disabled) is true ? "#" : "")}{time} {user}{job}";
    }
}
