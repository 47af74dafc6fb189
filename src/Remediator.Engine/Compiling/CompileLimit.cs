using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Engine.Compiling;

/// <summary>Something that a script without a controller cannot do. The table of docs/bootstrap.md is made of these.</summary>
/// <param name="What">A word or two: what stands in the playbook.</param>
/// <param name="Why">Why it cannot be compiled.</param>
/// <param name="Remedy">What to do instead.</param>
public sealed record CompileLimit(string Code, string What, string Why, string Remedy)
{
    public static CompileLimit LateValue { get; } = new(
        "RMD3001", "a value that is not known before the script runs, where its text is needed", "text is written into the script; of what the node or a task says later, only questions can be asked (docs/bootstrap.md lists them)",
        "give it with -e, or the facts with --facts FILE or --platform NAME; or ask a question of it in `when`");

    public static CompileLimit TooManyCases { get; } = new(
        "RMD3002", "a task with more than 256 cases", "each case of what is not known is written out", "say more: --platform NAME, --facts FILE or -e");

    public static CompileLimit AsksController { get; } = new(
        "RMD3003", "a step that asks the controller: `lineinfile` or `replace` with an expression of Python's that grep or sed has nothing like (the message says what of it), `fetch`, `uri`, modules of your own", "there is no controller beside the script", "write the expression so that sed and grep have it, or use another module");

    public static CompileLimit OtherHost { get; } = new(
        "RMD3004", "`delegate_to`, `local_action`, `connection: local`", "the script runs on its node alone", "do it before the script is made, and give what it found with -e");

    public static CompileLimit OtherUser { get; } = new(
        "RMD3005", "`become_user` other than root, or tasks that become root beside tasks that do not", "the script runs as one user", "say `become: true` for the whole play, or -b");

    public static CompileLimit LeftRunning { get; } = new(
        "RMD3006", "`async`, `async_status`, `timeout`", "nobody would ask for the job, or end it", "run it as any other task; `command: timeout 60 …` bounds it");

    public static CompileLimit OnController { get; } = new(
        "RMD3007", "`add_host`, `group_by`, `pause` that asks, `reboot`, `wait_for_connection`, `meta: refresh_inventory`, `clear_host_errors`, `end_role`", "it changes the run, or the line to the host, and there is neither", "leave it out with tags, or with `when`");

    public static CompileLimit JudgedLater { get; } = new(
        "RMD3008", "`changed_when`, `failed_when`, `until` or `break_when` with an expression that sh cannot decide", "the controller would judge it", "ask for rc, stdout, stderr, changed, failed or skipped");

    public static CompileLimit SecretInClear { get; } = new(
        "RMD3009", "`no_log`, parameters that are secret, values from a vault", "the secret would stand in the script in clear", "--allow-secrets where whoever may read the script may know it; keep the file 0600");

    public static CompileLimit FailsAlways { get; } = new(
        "RMD3010", "a task that fails on every node", "that is known already", "mend it now");

    public static CompileLimit TooLarge { get; } = new(
        "RMD3011", "a script above the size limit of where it goes (16384 bytes of user data, or --max-size)", "it would be refused there", "fetch it from user data (docs/bootstrap.md shows how); --max-size where more is taken than by EC2");

    public static CompileLimit SeveralScripts { get; } = new(
        "RMD3012", "hosts whose scripts would differ", "one file is one script", "-l HOST or GROUP");

    public static CompileLimit LoopOneByOne { get; } = new(
        "RMD3013", "`loop_control.pause`, `break_when`", "the controller does the items one by one", "write the items as tasks");

    public static IReadOnlyList<CompileLimit> All { get; } =
        [LateValue, TooManyCases, AsksController, OtherHost, OtherUser, LeftRunning, OnController, JudgedLater, SecretInClear, FailsAlways, TooLarge, SeveralScripts, LoopOneByOne];

    public Diagnostic At(Span span, string message, string? hint = null) => Diagnostic.Error(Code, span, message, hint ?? Remedy);
}
