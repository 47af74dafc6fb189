using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Verbs;

/// <summary>Prints the script that teaches a shell to complete the program's words.</summary>
internal sealed class CompletionVerb : Verb
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    private readonly Argument<string> shell = new("shell")
    {
        HelpName = "bash|zsh|fish",
        Description = "The shell.",
        Arity = ArgumentArity.ExactlyOne,
    };

    public CompletionVerb()
    {
        shell.CompletionSources.Add(Shells);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !Shells.Contains(token.Value))
            {
                result.AddError($"no completion for '{token.Value}'; there is one for {string.Join(", ", Shells)}");
            }
        });
    }

    public override string Name => "completion";

    public override string Summary => "Print a completion script for a shell.";

    public override string Description => "Prints a script that completes verbs, options and their values; where a file is wanted the shell completes files.";

    public override IReadOnlyList<Argument> Arguments => [shell];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("source <(remediator completion bash)", "bash, for this session"),
        ("remediator completion zsh > ~/.zfunc/_remediator", "zsh, with ~/.zfunc in fpath"),
        ("remediator completion fish > ~/.config/fish/completions/remediator.fish", "fish"),
    ];

    public override Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        around.Terminal.Out.Write(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
        around.Terminal.Out.Flush();
        return Task.FromResult(ExitCodes.Success);
    }

    // The words of the line before the cursor go to the program, the last one as far as it is typed; descriptions are cut off
    // where the shell cannot show them.
    private const string Bash =
        $$"""
        _remediator() {
            local word=${COMP_WORDS[COMP_CWORD]}
            local IFS=$'\n'
            COMPREPLY=($(remediator {{Suggestions.Word}} "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$word" 2>/dev/null | cut -f 1))
        }
        complete -o default -F _remediator remediator

        """;

    private const string Zsh =
        $$"""
        #compdef remediator
        _remediator() {
            local -a found
            local line
            while IFS= read -r line; do
                found+=("${line/$'\t'/:}")
            done < <(remediator {{Suggestions.Word}} "${(@)words[2,CURRENT-1]}" "${words[CURRENT]}" 2>/dev/null)
            if (( ${#found} )); then
                _describe remediator found
            else
                _files
            fi
        }
        if [[ $funcstack[1] == _remediator ]]; then
            _remediator
        else
            compdef _remediator remediator
        fi

        """;

    private const string Fish =
        $$"""
        function __remediator_suggest
            set -l words (commandline -opc)
            set -l found (remediator {{Suggestions.Word}} $words[2..-1] (commandline -ct) 2>/dev/null)
            if test (count $found) -gt 0
                printf '%s\n' $found
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c remediator -f -a '(__remediator_suggest)'

        """;
}
