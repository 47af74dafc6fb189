using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class WaitForConnectionModule : Module
{
    private static readonly Parameter<long?> ConnectTimeout = Parameter.Number("connect_timeout", "Seconds that one try may take.").WithDefault(5);

    private static readonly Parameter<long?> Delay = Parameter.Number("delay", "Seconds before the first try.").WithDefault(0);

    private static readonly Parameter<long?> Pause = Parameter.Number("sleep", "Seconds between tries.").WithDefault(1);

    private static readonly Parameter<long?> Timeout = Parameter.Number("timeout", "Seconds to wait at most.").WithDefault(600);

    public override ModuleSpec Spec { get; } = new("wait_for_connection", "Waits until the host can be logged in to. Skipped in check mode.")
    {
        Parameters = [ConnectTimeout, Delay, Pause, Timeout],
        Returns = [("elapsed", "Seconds it took.")],
        Reconnects = true,
        Examples = [new ModuleExample("- name: Wait for a host that has just been made\n  wait_for_connection:\n    timeout: 300\n") { OutsideSandbox = "it is the controller that waits" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return new Step.Reconnect(_ => [])
        {
            Delay = Of(args, Delay),
            Pause = Of(args, Pause),
            Limit = Of(args, Timeout),
            ConnectTimeout = TimeSpan.FromSeconds(Math.Max(1, args.Get(ConnectTimeout) ?? 5)),
            TimedOut = "timed out waiting for ping module test",
        };
    }

    private static TimeSpan Of(Arguments args, Parameter<long?> seconds) => TimeSpan.FromSeconds(Math.Max(0, args.Get(seconds) ?? 0));
}
