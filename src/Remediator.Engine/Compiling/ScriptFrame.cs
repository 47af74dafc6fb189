using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>What stands around the tasks of a script: its head, its options, becoming root, the log and the end; and the wrapper of where it goes.</summary>
/// <param name="needsRoot">Some task becomes root.</param>
internal sealed class ScriptFrame(Session session, CompileRequest request, bool needsRoot)
{
    /// <summary>Texts of a playbook stand in single quotes, with their dollar signs; functions of the prelude take words that not every script gives.</summary>
    private const string Tolerance = "# shellcheck disable=SC2016,SC2119,SC2120\n";

    private const string Path = "/usr/local/sbin/remediator-bootstrap";

    public string Around(string tasks) => request.Format switch
    {
        ScriptFormat.CloudInit => CloudConfig(Script(tasks, isRead: false)),
        ScriptFormat.SystemdOneshot => Installer(Script(tasks)),
        _ => Script(tasks),
    };

    /// <param name="isRead">With the comments of the prelude, which nobody reads in a packed script.</param>
    private string Script(string tasks, bool isRead = true)
    {
        var main = Main(tasks);
        var text = new StringBuilder();
        text.Append("#!/bin/sh\n").Append(Head());
        text.Append(ScriptWriter.Header).Append(Tolerance).Append('\n');
        return text.Append(StandaloneScript.Write(main, isRead)).ToString();
    }

    private string Head()
    {
        var text = new StringBuilder();
        var first = session.Plays[0];
        text.Append("# ").Append(LeafText.OneLine(first.Title)).Append('\n');
        text.Append("# Made by Remediator ").Append(request.Version).Append(" from ").Append(string.Join(", ", session.Request.Playbooks)).Append(". Change the playbook and make it again, not this file.\n#\n");
        foreach (var source in session.Plays.Select(p => p.Syntax.Hosts.Span.Source).DistinctBy(s => s.Name))
        {
            text.Append("#   playbook  sha256:").Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Content)))).Append('\n');
        }

        text.Append("#   made for  ").Append(LeafText.OneLine(request.MadeFor?.Name ?? "any node")).Append('\n');
        text.Append("#   again     ").Append(LeafText.OneLine(request.Command)).Append('\n');
        text.Append("#   run       sh ").Append(request.FileName).Append(" [--check] [--only-tags TAGS] [--only master|core|task] [--on-failure config|ignore|fail] [--log FILE] [--state FOLDER]\n");
        text.Append("#   to read   rmd_main, near the end, has a section for each task; what stands before it is the same in every script that needs it\n");
        text.Append("#   ends with 0 well, 1 wrong options or node, 2 something would change (--check), 3 a task failed, 6 rolled back, 7 the rollback failed\n");
        if (request.AllowsSecrets)
        {
            text.Append("#   secrets   may stand in this file in clear: keep it readable for its owner alone (chmod 0600)\n");
        }

        return text.Append("#\n").ToString();
    }

    private string Main(string tasks)
    {
        var isEntrypoint = request.Format == ScriptFormat.DockerfileEntrypoint;
        var text = new StringBuilder();
        text.Append("rmd_main() {\n");
        text.Append("rmd_on_failure=").Append(isEntrypoint ? "ignore" : request.OnFailure).Append('\n');
        text.Append("rmd_arguments \"$@\"\n");
        if (needsRoot && !isEntrypoint)
        {
            text.Append("rmd_raise \"$0\" \"$@\"\n");
        }

        text.Append("if [ -n \"$rmd_only\" ] && ! rmd_role \"$rmd_only\"; then\necho \"this node is a $rmd_v node, not a $rmd_only node: nothing to do\"\nexit 0\nfi\n");
        if (request.MadeFor is { Condition: { } condition, Name: var name })
        {
            text.Append("if ! ").Append(ScriptWriter.Condition(condition)).Append("; then\n")
                .Append("echo ").Append(Sh.Quote($"this script was made for {LeafText.OneLine(name)}, and this node is something else; make one for it (--platform, --facts), or one for any node")).Append(" >&2\nexit 1\nfi\n");
        }

        text.Append("rmd_opens\n");
        if (isEntrypoint)
        {
            text.Append("rmd_observes\n");
        }

        text.Append(tasks);
        text.Append("\nrmd_summary\nrmd_exit_code\n");
        if (isEntrypoint)
        {
            text.Append("rm -rf \"$rmd_d\"\n[ -z \"$rmd_command\" ] || rmd_becomes \"$@\"\n");
        }

        return text.Append("exit \"$rmd_code\"\n}\n\nrmd_main \"$@\"\n").ToString();
    }

    /// <summary>User data: 16 KiB at most, so the script is packed.</summary>
    private static string CloudConfig(string script)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            zip.Write(Encoding.UTF8.GetBytes(script));
        }

        var head = script[..script.IndexOf(ScriptWriter.Header[..12], StringComparison.Ordinal)].Replace("#!/bin/sh\n", "", StringComparison.Ordinal);
        return $"#cloud-config\n{head}write_files:\n  - path: {Path}\n    owner: root:root\n    permissions: '0700'\n    encoding: gz+b64\n    content: {Convert.ToBase64String(packed.ToArray())}\nruncmd:\n  - [sh, {Path}]\n";
    }

    private static string Installer(string script)
    {
        var unit = $"""
            [Unit]
            Description=Bring this node to the state that its playbook describes
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh {Path}
            StandardOutput=journal

            [Install]
            WantedBy=multi-user.target

            """;
        var word = "RMD_SCRIPT";
        while (script.Contains(word, StringComparison.Ordinal))
        {
            word += "_";
        }

        return $"""
            #!/bin/sh
            # Installs a script and a unit that runs it once at each boot, and runs it now. As root.
            set -eu
            umask 077
            mkdir -p /usr/local/sbin
            cat >{Path}.new <<'{word}'
            {script.TrimEnd('\n')}
            {word}
            chmod 0700 {Path}.new
            mv -f {Path}.new {Path}
            cat >/etc/systemd/system/remediator-bootstrap.service <<'RMD_UNIT'
            {unit.TrimEnd('\n')}
            RMD_UNIT
            chmod 0644 /etc/systemd/system/remediator-bootstrap.service
            systemctl daemon-reload
            systemctl enable remediator-bootstrap.service
            systemctl restart remediator-bootstrap.service

            """;
    }
}
