using Remediator.Language.Values;

namespace Remediator.Engine.Running;

/// <summary>What Ansible says of <c>meta</c> tasks.</summary>
internal static class MetaMessage
{
    /// <summary>Null for an action of which it says nothing.</summary>
    public static string? Of(string action, string host, bool isSkipped) => action switch
    {
        "noop" => "noop",
        "refresh_inventory" => "inventory successfully refreshed",
        "reset_connection" => "reset connection",
        "clear_facts" => isSkipped ? Skipped(action, $"not clearing facts and fact cache for {host}") : "facts cleared",
        "clear_host_errors" => isSkipped ? Skipped(action, $"not clearing host error state for {host}") : "cleared host errors",
        "end_batch" => isSkipped ? Skipped(action, "continuing current batch") : "ending batch",
        "end_play" => isSkipped ? Skipped(action, "continuing play") : "ending play",
        "end_host" => isSkipped ? Skipped(action, $"continuing execution for {host}") : $"ending play for {host}",
        _ => null,
    };

    /// <summary>True where one host does it for all.</summary>
    public static bool IsOnce(string action) => action is not ("noop" or "reset_connection" or "end_host");

    /// <summary>The result of an action that is skipped.</summary>
    public static DictValue Skipped(string action, string host, string reason) => Value.Dict(
        ("msg", Value.Of(action == "end_host" ? $"end_host conditional evaluated to false, continuing execution for {host}" : action)),
        ("skipped", Value.True),
        ("skip_reason", Value.Of(reason)));

    private static string Skipped(string action, string rest) => $"{action} conditional evaluated to False, {rest}";
}
