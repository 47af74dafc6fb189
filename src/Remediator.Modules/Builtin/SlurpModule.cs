using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class SlurpModule : Module
{
    private static readonly Parameter<string> Source = Parameter.Path("src", "The file.").WithAliases("path").Required();

    public override ModuleSpec Spec { get; } = new("slurp", "Reads a file of the host, up to 1 MiB.")
    {
        Parameters = [Source],
        Returns = [("content", "The bytes in base64."), ("encoding", "base64."), ("source", "The path.")],
        Examples = [new ModuleExample("- name: Read the drift\n  slurp:\n    src: /var/lib/chrony/drift\n") { Before = "mkdir -p /var/lib/chrony && printf '1.5\\000' >/var/lib/chrony/drift" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var source = args.Require(Source);
        var path = Sh.Path(source);
        yield return new Step.Require(
            Sh.Of($"if [ ! -e {path} ]; then false; elif [ -d {path} ]; then echo {"source is a directory and must be a file: " + source}; false; else [ -r {path} ] || {{ echo {"file is not readable: " + source}; false; }}; fi"),
            $"file not found: {source}");
        yield return new Step.Capture(".", Sh.Of($"cat {path}"), captured => captured switch
        {
            { IsCut: true } => throw new FormatException($"{source} is larger than what slurp reads"),
            { ExitCode: not 0 } => throw new FormatException($"unable to slurp file: {captured.ErrorText.Trim()}"),
            _ => Value.Dict(("content", Value.Of(Convert.ToBase64String(captured.Stdout))), ("encoding", Value.Of("base64")), ("source", Value.Of(source))),
        });
    }
}
