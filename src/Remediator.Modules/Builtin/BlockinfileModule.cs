using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class BlockinfileModule : Module
{
    private static readonly Parameter<string> Block = Parameter.Text("block", "The text. Without text the block is taken away.").WithAliases("content").WithDefault("");

    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether the block is there.", "absent", "present").WithDefault("present");

    private static readonly Parameter<string> Marker = Parameter
        .Text("marker", "The line before and after the block; {mark} stands for marker_begin and marker_end.").WithDefault("# {mark} ANSIBLE MANAGED BLOCK");

    private static readonly Parameter<string> Begin = Parameter.Text("marker_begin", "The word of the first mark.").WithDefault("BEGIN");

    private static readonly Parameter<string> End = Parameter.Text("marker_end", "The word of the last mark.").WithDefault("END");

    public override ModuleSpec Spec { get; } = new("blockinfile", "Sees to a block of lines between two marks in a file.")
    {
        Parameters = [EditOptions.Target, Block, State, Marker, Begin, End, .. EditOptions.Common],
        Rules = [new ParameterRule.Exclusive(EditOptions.InsertAfter, EditOptions.InsertBefore)],
        Returns = EditOptions.Returns,
        Examples =
        [
            new ModuleExample("""
                - name: The cluster's names
                  blockinfile:
                    path: /etc/hosts
                    marker: '# {mark} cluster'
                    block: |
                      10.0.0.1 one
                      10.0.0.2 two
                """)
            {
                Before = "mkdir -p /etc && printf '127.0.0.1 localhost' >/etc/hosts",
                Damage = new Dictionary<string, string> { ["content"] = "grep -v two /etc/hosts >/etc/new && mv /etc/new /etc/hosts" },
            },
            new ModuleExample("""
                - name: No names of the old cluster
                  blockinfile:
                    path: /etc/hosts
                    marker: '# {mark} old cluster'
                    state: absent
                """)
            {
                Before = "mkdir -p /etc && printf 'a\\n# BEGIN old cluster\\nx\\n# END old cluster\\nb\\n' >/etc/hosts",
                Damage = new Dictionary<string, string> { ["content"] = "printf '# BEGIN old cluster\\n# END old cluster\\n' >>/etc/hosts" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var marker = args.Require(Marker);
        var (where, anchor, error) = EditOptions.Place(args);
        if (error is not null || !marker.Contains("{mark}", StringComparison.Ordinal) || marker.Contains('\n'))
        {
            return [new Step.Fail(error ?? "marker must be one line with {mark} in it, or the two marks could not be told apart")];
        }

        var text = args.Require(State) == "absent" ? "" : args.Require(Block).TrimEnd('\n');
        var (begin, end) = (marker.Replace("{mark}", args.Require(Begin)), marker.Replace("{mark}", args.Require(End)));
        return EditOptions.Steps(args, Sh.Of($"rmd_set_block {begin} {end} {text} {where} {anchor}"), mayBeAbsent: text.Length == 0);
    }
}
