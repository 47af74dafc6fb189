using Remediator.Language.Text;

namespace Remediator.Cli.Verbs;

/// <summary>The playbooks behind <c>ping</c>, <c>facts</c> and <c>rollback</c>: what these verbs do is what a task does.</summary>
internal static class MadePlaybooks
{
    /// <summary>Asks who it is on the far side: that takes the whole way to a host, sudo included.</summary>
    public static SourceText Ping(string pattern) => new("<ping>",
        $"""
        - name: ping
          hosts: {Quote(pattern)}
          gather_facts: false
          tasks:
            - name: Ask who is there
              command: id -un
              changed_when: false
              check_mode: false

        """);

    /// <summary>Its task is not run: it says how the hosts are reached.</summary>
    public static SourceText Rollback(string run) => new("<rollback>",
        $"""
        - name: {Quote($"rollback of {run}")}
          hosts: all
          gather_facts: false
          tasks:
            - name: Take back
              command: id -un
              changed_when: false
              check_mode: false

        """);

    public static SourceText Facts(string pattern) => new("<facts>",
        $"""
        - name: facts
          hosts: {Quote(pattern)}
          gather_facts: false
          tasks:
            - name: Gather facts
              setup:

        """);

    private static string Quote(string pattern) => $"'{pattern.Replace("'", "''").ReplaceLineEndings(" ")}'";
}
