using System.Globalization;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Scriban;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Cli.Scheduling;

/// <summary>A command that is to run again and again, as cron's and as systemd's files. The units are the templates that playbooks/heal-timer.yml installs.</summary>
internal sealed record Schedule(ScheduledCommand Command, IReadOnlyList<string> Playbooks, TimeSpan Every, TimeSpan Splay)
{
    private const string Service = "heal.service.sbn";
    private const string Timer = "heal.timer.sbn";

    private string Name => string.Join('-', Playbooks.Select(p => string.Concat(Path.GetFileNameWithoutExtension(p).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))));

    /// <summary>A file for <c>/etc/cron.d</c>; cron mails what a pass prints.</summary>
    public (string Text, UsageError? Error) ToCron()
    {
        var command = string.Join(' ', Command.Words.Select(Sh.Quote));
        if (command.Contains('\n'))
        {
            return ("", new UsageError("a line of cron cannot hold a word with a line break", "put it into a file: -e @FILE"));
        }

        return Times() is { } times
            ? ($"# /etc/cron.d/heal-{Name}: says nothing while all is well; cron mails the rest.\n{times} {Environment.UserName} {command.Replace("%", "\\%")}\n", null)
            : ("", new UsageError($"cron cannot run something every {Seconds(Every)} seconds", "give --every as a part of an hour or a day in whole minutes, such as 5m, 1h or 6h"));
    }

    /// <summary>A service and a timer for <c>/etc/systemd/system</c>. The timer does what <c>--splay</c> says.</summary>
    public (string Text, UsageError? Error) ToSystemd()
    {
        var folder = $"/etc/systemd/system/heal-{Name}";
        var variables = new Dictionary<string, Value>
        {
            ["heal_name"] = Value.Of(Name),
            ["heal_command"] = Value.Of(string.Join(' ', Command.Without("--splay").Words.Select(UnitWord))),
            ["heal_user"] = Value.Of(Environment.UserName == "root" ? "" : Environment.UserName),
            ["heal_local"] = Value.Of(Command.Has("--connection", "local")),
            ["heal_every"] = Value.Of($"{Seconds(Every)}s"),
            ["heal_splay"] = Value.Of($"{Seconds(Splay)}s"),
        };
        return ($"# {folder}.service\n{Rendered(Service, variables)}\n# {folder}.timer\n{Rendered(Timer, variables)}\n# systemctl daemon-reload && systemctl enable --now heal-{Name}.timer\n", null);
    }

    private string? Times() => (Every.TotalMinutes, Every.TotalHours) switch
    {
        ( >= 1 and < 60 and var minutes, _) when minutes % 1 == 0 && 60 % (int)minutes == 0 => $"*/{(int)minutes} * * * *",
        (_, >= 1 and < 24 and var hours) when hours % 1 == 0 && 24 % (int)hours == 0 => $"0 */{(int)hours} * * *",
        (_, 24) => "0 0 * * *",
        _ => null,
    };

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A word as systemd reads it (systemd.service(5), systemd.syntax(7)): specifiers and variables are not meant.</summary>
    private static string UnitWord(string word)
    {
        var escaped = word.Replace("%", "%%").Replace("$", "$$");
        return escaped.Length > 0 && escaped.All(c => char.IsAsciiLetterOrDigit(c) || "/.,:=@+-_%$".Contains(c))
            ? escaped
            : $"\"{escaped.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
    }

    private static string Rendered(string name, Dictionary<string, Value> variables)
    {
        using var reader = new StreamReader(typeof(Schedule).Assembly.GetManifestResourceStream(name)!);
        var diagnostics = new DiagnosticBag();
        var template = ScribanLanguage.Instance.Parse(new SourceText(name, reader.ReadToEnd()), diagnostics)!;
        return new Renderer(Nothing.Instance, EvaluationLimits.Default).RenderTemplate(template, new Known(variables)).Value!;
    }

    private sealed class Known(Dictionary<string, Value> variables) : IScope
    {
        public IEnumerable<string> Names => variables.Keys;

        public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Value value) => variables.TryGetValue(name, out value);
    }

    /// <summary>The templates ask for nothing beside their variables.</summary>
    private sealed class Nothing : IOutside
    {
        public static Nothing Instance { get; } = new();

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => [];

        public SourceText? FindTemplate(string name, SourceText from) => null;
    }
}
