using System.Text;

namespace Remediator.Shell;

/// <summary>The sh of one step, inside its task's function. A step that fails ends the function.</summary>
internal static class StepText
{
    /// <param name="hasEnvironment">The task has variables of its own, which only a subshell can have to itself.</param>
    public static void Write(StringBuilder text, Step step, bool isSecret, bool hasEnvironment)
    {
        switch (step)
        {
            case Step.Ensure ensure:
                var tells = Question(text, "rmd_read", ensure.Read, hasEnvironment);
                Function(text, "rmd_fix", ensure.Fix.Text);
                var flags = (tells ? "t" : "") + (WriteUndo(text, ensure.Undo, ensure.Facet) ? "u" : "");
                Call(text, $"rmd_ensure {Sh.Quote(ensure.Facet)} {Sh.Quote(ensure.Want)} {flags}".TrimEnd());
                break;
            case Step.Require require:
                Call(text, $"rmd_require {Sh.Quote(require.Message)}{(Question(text, "rmd_test", require.Condition, hasEnvironment) ? " t" : "")}");
                break;
            case Step.Capture capture:
                var key = Sh.Quote(capture.Key);
                Call(text, Question(text, "rmd_read", capture.Read, hasEnvironment) ? $"rmd_take {key} t" : capture.IsText || capture.Read.Tells ? $"rmd_take {key}" : $"rmd_capture {key}");
                break;
            case Step.Act act:
                WriteAct(text, act, hasEnvironment);
                break;
            case Step.Put put:
                WritePut(text, put, isSecret);
                break;
            case Step.Stage stage:
                HereText(text, "rmd_file", stage.Content.Bytes);
                Call(text, "rmd_stage");
                break;
            case Step.Judge judge:
                WriteJudge(text, judge);
                break;
            case Step.Fetch fetch:
                Call(text, $"rmd_fetch {Sh.Path(fetch.Path)}{(fetch.IfPresent ? " present" : "")}");
                break;
            case Step.Fail fail:
                Call(text, $"rmd_deny {Sh.Quote(fail.Message)}");
                break;
            case Step.Report or Step.Reconnect:
                // The controller's.
                break;
            default:
                throw new InvalidOperationException($"no sh for {step.GetType().Name}");
        }
    }

    /// <summary>A function that asks something. True where it runs in this very shell and leaves its answer in <c>rmd_told</c>; else it prints it.</summary>
    private static bool Question(StringBuilder text, string name, Sh sh, bool hasEnvironment)
    {
        Function(text, name, !sh.Tells || !hasEnvironment ? sh.Text : $"rmd_told=\n{sh.Text}\nset -- \"$?\"\nprintf %s \"$rmd_told\"\nreturn \"$1\"");
        return sh.Tells && !hasEnvironment;
    }

    private static void WriteAct(StringBuilder text, Step.Act act, bool hasEnvironment)
    {
        var flags = new StringBuilder("r");
        if (act.IsProgram && act.Directory is null && !hasEnvironment)
        {
            flags.Append('p');
        }

        var tells = act.Command.Tells && !hasEnvironment && (act.Expect is null || act.Expect.Tells);
        if (tells)
        {
            flags.Append('t');
        }

        if (act.Changes)
        {
            flags.Append('c');
        }

        if (act.HasOutput)
        {
            flags.Append('o');
        }

        if (act.IsSkippedInCheck)
        {
            flags.Append('k');
        }

        // The folder first: creates and removes are relative to it, too.
        var enter = act.Directory is { } directory ? $"cd {Sh.Path(directory)} || return 1\n" : "";
        if (act.Unless is { } unless)
        {
            flags.Append('u');
            Function(text, "rmd_unless", enter + unless.Text);
        }

        if (act.Expect is { } expect)
        {
            flags.Append('e');
            Question(text, "rmd_expect", expect, !tells);
        }

        if (act.Stdin is { } stdin)
        {
            flags.Append('i');
            HereText(text, "rmd_stdin", Encoding.UTF8.GetBytes(stdin));
        }

        if (WriteUndo(text, act.Undo, act.Facet ?? "command"))
        {
            flags.Append('j');
        }

        Function(text, "rmd_do", (act.IsProgram && !flags.ToString().Contains('p') ? enter + "exec " : enter) + act.Command.Text);
        Call(text, $"rmd_act {flags} {Sh.Quote(act.Facet ?? "")} {Sh.Quote(act.UnlessMessage)} {Sh.Quote(act.ExpectMessage)} {Sh.Quote(act.FailMessage)}");
    }

    /// <summary>The function that keeps what takes a change back; false where nothing does.</summary>
    private static bool WriteUndo(StringBuilder text, IReadOnlyList<Undo> undo, string facet)
    {
        if (undo.Count == 0)
        {
            return false;
        }

        foreach (var call in undo.OfType<Undo.Call>().Take(1))
        {
            var old = call.Old is { } read ? $"$({read.Text})" : "${rmd_before?}";
            text.Append("  rmd_back() {\nrmd_back_text \"").Append(old).Append("\" <<'RMD_END'\n").Append(call.Command.Text).Append("\nRMD_END\n  }\n");
        }

        Function(text, "rmd_undo", string.Join(" && ", undo.Select(u => u switch
        {
            Undo.Paths paths => $"rmd_keep {string.Join(' ', paths.Of.Select(p => p.Text))}",
            Undo.Whole whole => $"rmd_keep_whole {whole.Path.Text}",
            Undo.Below below => $"rmd_keep_below {below.Path.Text}",
            Undo.Names names => $"{{ {names.List.Text}; }} >\"${{rmd_d:?}}/names\" && rmd_keep_names {names.Folder.Text}",
            Undo.Unit unit => $"rmd_keep_unit {unit.Verb}",
            Undo.Call => $"rmd_keep_call {Sh.Quote(facet)}",
            _ => throw new InvalidOperationException($"no sh for {u.GetType().Name}"),
        })));
        return true;
    }

    private static void WriteJudge(StringBuilder text, Step.Judge judge)
    {
        if (judge.Unless is { } unless)
        {
            Function(text, "rmd_unless", unless.Text);
        }

        if (judge.Stdin is { } stdin)
        {
            HereText(text, "rmd_stdin", Encoding.UTF8.GetBytes(stdin));
        }

        if (judge.Apply is { } apply)
        {
            Function(text, "rmd_apply", apply.Text);
        }

        Function(text, "rmd_do", judge.Command.Text);
        var flags = "r" + (judge.Unless is null ? "" : "u") + (judge.Stdin is null ? "" : "i") + (judge.Apply is null ? "" : "a") + (judge.IsSkippedInCheck ? "k" : "") + (WriteUndo(text, judge.Undo, judge.Facet) ? "j" : "");
        Call(text, $"rmd_judge {flags} {Sh.Quote(judge.Facet)} {Sh.Quote(judge.UnlessMessage)}");
    }

    private static void WritePut(StringBuilder text, Step.Put put, bool isSecret)
    {
        var isText = put is { Rewrite: null, Edit: null, From: null } && IsPlainText(put.Content.Bytes);
        var flags = "p" + (put.Backup ? "b" : "") + (put.Force ? "" : "n") + (isSecret ? "s" : "") + (put.Validate is null ? "" : "v")
            + (put.Follow ? "l" : "") + (put.MakesFolder ? "d" : "") + (put.Edit is not null || put.From is not null ? "e" : "") + (put.IfPresent ? "i" : "") + (put.Holds is not null ? "q" : "") + (put.Rewrite is not null ? "ea" : "") + (isText ? "t" : "");
        if (put.Rewrite is not null)
        {
            // The controller's answer.
        }
        else if (put.Edit is { } edit)
        {
            Function(text, "rmd_want", edit.Text);
        }
        else if (put.From is { } from)
        {
            Function(text, "rmd_want", $"cat {Sh.Path(from)}");
        }
        else if (isText)
        {
            text.Append("  rmd_text=").Append(Sh.Quote(Encoding.UTF8.GetString(put.Content.Bytes))).Append('\n');
        }
        else
        {
            HereText(text, "rmd_want", put.Content.Bytes);
        }

        if (put.Holds is { } holds)
        {
            Function(text, "rmd_right", holds.Text);
        }

        if (put.Validate is { } validate)
        {
            Function(text, "rmd_valid", string.Join(' ', CommandWords.Split(validate).Select(QuotePath)));
        }

        var mode = put switch
        {
            { Mode: "preserve", From: { } source } => $"\"$(rmd_mode_of {Sh.Path(source)})\"",
            { Mode: { } given } => Sh.Quote(Permissions.Parse(given)?.Text ?? given),
            _ => "''",
        };
        var words = new[] { put.Owner, put.Group, put.Name, put.Part }.Select(word => Sh.Quote(word ?? ""));
        var only = put is { UnlessFolder: true, From: { } whole } ? $"[ -d {Sh.Path(whole)} ] || " : "";
        Call(text, $"{only}rmd_put {Sh.Path(put.Path)} {flags} {mode} {string.Join(' ', words)}");
    }

    private static string QuotePath(string word) => string.Join("\"$1\"", word.Split("%s").Select(part => part.Length == 0 ? "" : Sh.Quote(part)));

    private static void Function(StringBuilder text, string name, string body)
    {
        text.Append("  ").Append(name).Append("() {");
        text.Append(body.Contains('\n') ? "\n" + body + "\n  }\n" : " " + body + "; }\n");
    }

    private static void Call(StringBuilder text, string call) => text.Append("  ").Append(call).Append(" || return\n");

    /// <summary>A function that prints the bytes: a quoted here-document where they are plain text, else base64.</summary>
    private static void HereText(StringBuilder text, string name, byte[] bytes)
    {
        text.Append("  ").Append(name).Append("() {\n");
        if (bytes.Length == 0)
        {
            text.Append(":\n");
        }
        else if (bytes[^1] == (byte)'\n' && IsPlainText(bytes))
        {
            var content = Encoding.UTF8.GetString(bytes);
            var word = "RMD_END";
            while (content.Contains(word, StringComparison.Ordinal))
            {
                word += "_";
            }

            text.Append("cat <<'").Append(word).Append("'\n").Append(content).Append(word).Append('\n');
        }
        else
        {
            text.Append("base64 -d <<'RMD_END'\n");
            var encoded = Convert.ToBase64String(bytes);
            for (var i = 0; i < encoded.Length; i += 76)
            {
                text.Append(encoded, i, Math.Min(76, encoded.Length - i)).Append('\n');
            }

            text.Append("RMD_END\n");
        }

        text.Append("  }\n");
    }

    private static bool IsPlainText(byte[] bytes)
    {
        if (Array.Exists(bytes, b => b < 0x20 && b is not ((byte)'\n' or (byte)'\t')))
        {
            return false;
        }

        // A text that is not UTF-8 would not survive the way through a string.
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)).AsSpan().SequenceEqual(bytes);
    }
}
