using System.Text;
using Remediator.Engine.Compiling;

namespace Remediator.Cli.Verbs;

/// <summary>What to do with a script that was written: lines to copy.</summary>
internal static class BootstrapNotes
{
    public static string Of(string path, CompileRequest request, CompiledScript script)
    {
        var name = Path.GetFileName(path);
        var text = new StringBuilder();
        text.Append($"{path}: {Encoding.UTF8.GetByteCount(script.Text)} bytes, for {(script.Hosts.Count == 0 ? request.MadeFor?.Name ?? "any node" : string.Join(", ", script.Hosts))}\n");
        if (script.IsSecret)
        {
            text.Append("It may hold secrets in clear: the file is 0600; let the bucket or image be read by nobody else.\n");
        }

        switch (request.Format)
        {
            case ScriptFormat.Sh:
                text.Append($$"""

                    EMR, with the file in a bucket of yours:

                      aws s3 cp {{path}} s3://BUCKET/{{name}}
                      aws emr create-cluster … --bootstrap-actions 'Path=s3://BUCKET/{{name}},Args=[--on-failure,{{request.OnFailure}}],Name=remediator'

                    CloudFormation (AWS::EMR::Cluster):

                      BootstrapActions:
                        - Name: remediator
                          ScriptBootstrapAction:
                            Path: s3://BUCKET/{{name}}
                            Args: [--on-failure, {{request.OnFailure}}]

                    Terraform (aws_emr_cluster):

                      bootstrap_action {
                        name = "remediator"
                        path = "s3://BUCKET/{{name}}"
                        args = ["--on-failure", "{{request.OnFailure}}"]
                      }

                    """);
                break;
            case ScriptFormat.CloudInit:
                text.Append($"\n  aws ec2 run-instances … --user-data file://{path}\n");
                break;
            case ScriptFormat.SystemdOneshot:
                text.Append($"\n  sudo sh {path}      # installs remediator-bootstrap.service, which runs at each boot, and runs it\n");
                break;
            case ScriptFormat.DockerfileEntrypoint:
                text.Append($"\n  COPY {name} /{name}\n  ENTRYPOINT [\"/bin/sh\", \"/{name}\", \"--\"]      # then the container's command\n");
                break;
        }

        return text.ToString();
    }
}

/// <summary>Writes a script whole or not at all.</summary>
internal static class BootstrapFile
{
    /// <summary>Null, or why it could not be written.</summary>
    public static string? Write(string path, CompiledScript script)
    {
        try
        {
            var content = Encoding.UTF8.GetBytes(script.Text);
            if (File.Exists(path))
            {
                Vault.SafeFile.Write(path, content);
            }
            else
            {
                Vault.SafeFile.Create(path, content);
            }

            if (!OperatingSystem.IsWindows())
            {
                var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                File.SetUnixFileMode(path, script.IsSecret ? mode : mode | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            }

            return null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be written: {trouble.Message}";
        }
    }
}
