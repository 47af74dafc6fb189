using System.Text;
using System.Text.RegularExpressions;
using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using Remediator.Shell;

namespace Remediator.Modules;

/// <summary>What a file of a <c>library/</c> folder is.</summary>
public enum ScriptKind
{
    /// <summary>Reads its arguments from a JSON file whose path is its first word (its text has <c>WANT_JSON</c>).</summary>
    WantJson,

    /// <summary>Reads them from a file of <c>key=value</c> words.</summary>
    OldStyle,

    /// <summary>A module in Python, which no host of ours needs to have.</summary>
    Python,
}

/// <summary>
/// A module of a role's or playbook's own <c>library/</c> folder: a script that gets its arguments in a file and prints its result as
/// JSON. It is run in check mode too, where it hears of it by the argument <c>_ansible_check_mode</c>.
/// </summary>
public sealed partial class ScriptModule : Module
{
    private readonly LocalFile script;
    private readonly ScriptKind kind;

    /// <param name="script">Must not be <see cref="ScriptKind.Python"/>; see <see cref="Refusal"/>.</param>
    public ScriptModule(LocalFile script)
    {
        this.script = script;
        kind = Classify(script);
        Spec = new ModuleSpec(System.IO.Path.GetFileNameWithoutExtension(script.Path), "A script of the library/ folder.") { TakesAnyOption = true };
    }

    public override ModuleSpec Spec { get; }

    public static ScriptKind Classify(LocalFile script)
    {
        var text = Encoding.UTF8.GetString(script.Content.Bytes);
        return script.Path.EndsWith(".py", StringComparison.Ordinal) || PythonLine().IsMatch(text) || text.Contains("from ansible.module_utils.", StringComparison.Ordinal) ? ScriptKind.Python
            : text.Contains("WANT_JSON", StringComparison.Ordinal) ? ScriptKind.WantJson
            : ScriptKind.OldStyle;
    }

    /// <summary>Why the file cannot be a module here, with its path; null where it can.</summary>
    public static string? Refusal(LocalFile script) =>
        Classify(script) == ScriptKind.Python ? $"{script.Path} is a Python module; Remediator runs no Python on hosts" : null;

    public override IEnumerable<Step> Plan(Arguments args)
    {
        if (Refusal(script) is { } reason)
        {
            yield return new Step.Fail(reason);
            yield break;
        }

        yield return new Step.Stage(script.Content);
        yield return new Step.Judge(Sh.Of($"{Interpreter.Words(script.Content)} \"${{rmd_d:?}}/file\" \"${{rmd_d:?}}/in\" </dev/null"), Judge) { Stdin = Input(args), Facts = "*" };
    }

    /// <summary>The file of arguments, with those that Ansible adds of its own.</summary>
    private string Input(Arguments args)
    {
        var own = new (string Key, Value Value)[]
        {
            ("_ansible_check_mode", Value.Of(args.Mode.Check)), ("_ansible_no_log", Value.False), ("_ansible_debug", Value.False), ("_ansible_diff", Value.Of(args.Mode.Diff)),
            ("_ansible_verbosity", Value.Of(args.Mode.Verbosity)), ("_ansible_version", Value.Of("2.14")), ("_ansible_module_name", Value.Of(Spec.Name)),
        };
        if (kind == ScriptKind.WantJson)
        {
            var all = args.Rest.ToBuilder();
            foreach (var (key, value) in own)
            {
                all[key] = value;
            }

            return new JsonWriting().Write(all.Build()) + "\n";
        }

        return string.Join(' ', args.Rest.Select(e => (Key: e.Key.ToString() ?? "", e.Value)).Concat(own).Select(e => $"{e.Key}={Sh.Quote(Text(e.Value))}")) + "\n";
    }

    private static string Text(Value value) => value is DictValue or ListValue ? new JsonWriting().Write(value) : value.ToString() ?? "";

    private Verdict Judge(Captured captured)
    {
        var text = captured.Text;
        // What a script prints before its result, a module of Ansible's may print, too.
        var start = text.Split('\n').Aggregate((At: 0, Found: -1), (s, line) => (s.At + line.Length + 1, s.Found < 0 && line.TrimStart().StartsWith('{') ? s.At : s.Found)).Found;
        if (start < 0 || !JsonText.TryParse(text[start..].Trim(), out var read, out _) || read is not DictValue result)
        {
            var said = Value.Dict(("module_stdout", Value.Of(text)), ("module_stderr", Value.Of(captured.ErrorText)), ("rc", Value.Of(captured.ExitCode)));
            return new Verdict(false, "MODULE FAILURE\nSee stdout/stderr for the exact error", said);
        }

        var changed = result["changed"] is { } flag && Parameter.AsFlag(flag) == true;
        var failed = (result["failed"] is { } failure && Parameter.AsFlag(failure) == true) || (result["rc"] is IntValue { Value: not 0 } && result["failed"] is null);
        return new Verdict(changed, failed ? result["msg"]?.ToString() ?? "the module failed" : null, result);
    }

    [GeneratedRegex(@"\A#!.*python")]
    private static partial Regex PythonLine();
}
