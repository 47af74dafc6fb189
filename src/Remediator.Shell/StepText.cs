using System.Text;

namespace Remediator.Shell;

/// <summary>The sh of one step, inside its task's function. A step that fails ends the function.</summary>
internal static class StepText
{
    public static void Write(StringBuilder text, Step step, bool isSecret)
    {
        switch (step)
        {
            case Step.Ensure ensure:
                Function(text, "rmd_read", ensure.Read.Text);
                Function(text, "rmd_fix", ensure.Fix.Text);
                Call(text, $"rmd_ensure {Sh.Quote(ensure.Facet)} {Sh.Quote(ensure.Want)}{(WriteUndo(text, ensure.Undo, ensure.Facet) ? " u" : "")}");
                break;
            case Step.Require require:
                Function(text, "rmd_test", require.Condition.Text);
                Call(text, $"rmd_require {Sh.Quote(require.Message)}");
                break;
            case Step.Capture capture:
                Function(text, "rmd_read", capture.Read.Text);
                Call(text, capture.Through switch
                {
                    Through.Variable => $"rmd_take {Sh.Quote(capture.Key)}",
                    Through.Told => $"rmd_take {Sh.Quote(capture.Key)} kept",
                    _ => $"rmd_capture {Sh.Quote(capture.Key)}",
                });
                break;
            case Step.Act act:
                WriteAct(text, act);
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

    private static void WriteAct(StringBuilder text, Step.Act act)
    {
        var flags = new StringBuilder("r");
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
            Function(text, "rmd_expect", expect.Text);
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

        Function(text, "rmd_do", enter + act.Command.Text);
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
        var flags = "p" + (put.Backup ? "b" : "") + (put.Force ? "" : "n") + (isSecret ? "s" : "") + (put.Validate is null ? "" : "v")
            + (put.Follow ? "l" : "") + (put.MakesFolder ? "d" : "") + (put.Edit is not null || put.From is not null ? "e" : "") + (put.IfPresent ? "i" : "") + (put.Holds is not null ? "q" : "") + (put.Rewrite is not null ? "ea" : "");
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
        else if (IsPlainText(bytes))
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
        if (bytes[^1] != (byte)'\n' || Array.Exists(bytes, b => b < 0x20 && b is not ((byte)'\n' or (byte)'\t')))
        {
            return false;
        }

        // A text that is not UTF-8 would not survive the way through a string.
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)).AsSpan().SequenceEqual(bytes);
    }
}
