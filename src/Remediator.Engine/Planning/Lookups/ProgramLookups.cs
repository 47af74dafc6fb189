using System.Text;
using Remediator.Engine.Running;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>Lookups that run a program on the controller, by <c>sh</c>, in the folder of the playbook, with a limit on its time.</summary>
internal static class ProgramLookups
{
    public static IEnumerable<Value> Pipe(LookupCall call) => [.. call.TextTerms.Select(term => Value.Of(Run(call, term).TrimEnd()))];

    public static IEnumerable<Value> Lines(LookupCall call) => [.. call.TextTerms.SelectMany(term => Split(Run(call, term).Replace("\r\n", "\n").Replace('\r', '\n'))).Select(Value.Of)];

    private static IEnumerable<string> Split(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    private static string Run(LookupCall call, string command) => Task.Run(() => RunAsync(call, command)).GetAwaiter().GetResult();

    private static async Task<string> RunAsync(LookupCall call, string command)
    {
        var folder = call.Files.PlaybookFolder ?? ".";
        var (child, refusal) = ChildProcess.Start(["sh", "-c", "cd \"$1\" && eval \"$2\"", "sh", folder, command]);
        if (child is null)
        {
            throw new EvaluationException($"the lookup '{call.Plugin}' could not start a shell: {refusal}");
        }

        await using (child.ConfigureAwait(false))
        {
            await child.CloseInputAsync().ConfigureAwait(false);
            var output = ReadAsync(child.Output);
            var errors = ReadAsync(child.Error);
            if (!await child.WaitAsync(call.TimeLeft).ConfigureAwait(false))
            {
                await child.EndAsync().ConfigureAwait(false);
                throw new EvaluationException($"the lookup '{call.Plugin}' ran '{command}' for more than {call.TimeLeft.TotalSeconds:0} s", hint: "a lookup must be short; use a task with delegate_to: localhost for more");
            }

            var code = await child.Exited.ConfigureAwait(false);
            return code == 0
                ? await output.ConfigureAwait(false)
                : throw new EvaluationException($"lookup_plugin.{call.Plugin}({command}) returned {code}", hint: (await errors.ConfigureAwait(false)).Trim() is { Length: > 0 } said ? said : null);
        }
    }

    private static async Task<string> ReadAsync(Stream pipe)
    {
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        return await reader.ReadToEndAsync().ConfigureAwait(false);
    }
}
