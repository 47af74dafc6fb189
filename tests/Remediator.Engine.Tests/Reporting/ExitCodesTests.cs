using Remediator.Engine.Reporting;

namespace Remediator.Engine.Tests.Reporting;

public sealed class ExitCodesTests
{
    private static readonly HostRecap Good = new("a", HostOutcome.Converged) { Ok = 1 };
    private static readonly HostRecap Changed = new("b", HostOutcome.Ok) { Ok = 1, Changed = 1 };
    private static readonly HostRecap Failed = new("c", HostOutcome.Failed) { Failed = 1 };
    private static readonly HostRecap Lost = new("d", HostOutcome.Unreachable) { Unreachable = 1 };
    private static readonly HostRecap Rescued = new("e", HostOutcome.Ok) { Ok = 1, Rescued = 1, Ignored = 2 };

    public static TheoryData<string, HostRecap[], bool, bool, int> Cases => new()
    {
        { "nothing to do", [], false, false, 0 },
        { "all done", [Good, Changed, Rescued], false, false, 0 },
        { "checked, no drift", [Good], true, false, 0 },
        { "checked, drift", [Good, Changed], true, false, 2 },
        { "a failure", [Good, Failed], false, false, 3 },
        { "a failure goes before drift", [Changed, Failed], true, false, 3 },
        { "unreachable goes before a failure", [Failed, Lost, Changed], false, false, 4 },
        { "an interruption goes before all", [Failed, Lost], false, true, 130 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void ExitCodes_of_a_run_name_its_worst(string name, HostRecap[] hosts, bool check, bool interrupted, int expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, ExitCodes.Of(hosts, check, interrupted));
    }
}
