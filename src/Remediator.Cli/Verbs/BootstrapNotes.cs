using System.Text;
using Remediator.Engine.Compiling;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Cli.Verbs;

/// <summary>What to do with a script that was written: lines to copy.</summary>
internal static class BootstrapNotes
{
    public static string Of(string path, CompileRequest request, CompiledScript script)
    {
        var name = Path.GetFileName(path);
        var text = new StringBuilder();
        text.Append($"{path}: {Encoding.UTF8.GetByteCount(script.Text)} bytes, for {(script.Hosts.Count == 0 ? request.Platform?.Name ?? "any node" : string.Join(", ", script.Hosts))}\n");
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

/// <summary>Facts of one host from a file: what <c>remediator facts</c> or setup prints.</summary>
internal static class FactsFile
{
    private const string Prefix = "ansible_";

    /// <summary>By names without <c>ansible_</c>.</summary>
    public static (DictValue Facts, string? Error) Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return (DictValue.Empty, $"the facts file '{path}' cannot be read: {trouble.Message}");
        }

        // ansible -m setup puts "host | SUCCESS => " before it.
        var at = text.IndexOf('{', StringComparison.Ordinal);
        if (at < 0 || !JsonText.TryParse(text[at..], out var value, out var error) || value is not DictValue dict)
        {
            return (DictValue.Empty, $"the facts file '{path}' is not a JSON object");
        }

        if (dict["ansible_facts"] is DictValue inner)
        {
            dict = inner;
        }
        else if (!dict.Keys.Any(IsFact) && dict.Count == 1 && dict[dict.Keys.First().ToString()!] is DictValue only)
        {
            dict = only;
        }
        else if (dict.Count > 1 && !dict.Keys.Any(IsFact))
        {
            return (DictValue.Empty, $"the facts file '{path}' holds facts of {dict.Count} hosts: one is wanted");
        }

        var facts = new DictBuilder();
        foreach (var (key, fact) in dict)
        {
            var name = key.ToString() ?? "";
            facts[name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name] = fact;
        }

        return (facts.Build(), null);
    }

    private static bool IsFact(Value key) => key.ToString() is { } name && (name.StartsWith(Prefix, StringComparison.Ordinal) || name == "os_family");
}
