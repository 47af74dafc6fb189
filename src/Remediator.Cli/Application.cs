using System.CommandLine;
using System.Reflection;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Personas;
using Remediator.Engine.Reporting;

namespace Remediator.Cli;

/// <summary>From words to an exit code.</summary>
internal static class Application
{
    public static string Version { get; } =
        typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static async Task<int> RunAsync(IReadOnlyList<string> words, Surroundings around)
    {
        try
        {
            return await DispatchAsync(words, around);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            around.Terminal.Out.Flush();
            around.Terminal.Error.WriteLine($"remediator: this is a fault of Remediator itself: {PrintableText.Of(bug.Message)}");
            around.Terminal.Error.WriteLine(bug.ToString());
            return words is [var name, ..] && PersonaList.Find(name) is not null ? PersonaExitCodes.Bug : ExitCodes.Bug;
        }
    }

    private static async Task<int> DispatchAsync(IReadOnlyList<string> words, Surroundings around)
    {
        switch (words)
        {
            case []:
                around.Terminal.Error.Write(HelpText.OfProgram(80));
                return ExitCodes.Wrong;
            case ["--version"]:
                around.Terminal.Out.WriteLine($"remediator {Version}");
                around.Terminal.Out.Flush();
                return ExitCodes.Success;
            case ["-h" or "--help" or "help"]:
                around.Terminal.Out.Write(HelpText.OfProgram(Math.Clamp(around.Terminal.Columns - 1, 60, 100)));
                around.Terminal.Out.Flush();
                return ExitCodes.Success;
            case ["help", var name, ..]:
                return await DispatchAsync([name, "--help"], around);
            case [Suggestions.Word, ..]:
                return Suggestions.Write([.. words.Skip(1)], around);
            default:
                return VerbList.Find(words[0]) is { } verb ? verb.Persona is { } own ? await InvokeAsync(own, words, around) : await InvokeAsync(verb, words, around)
                    : PersonaList.Find(words[0]) is { } persona ? await InvokeAsync(persona, words, around)
                    : UsageErrors.Write(around.Terminal, null, [UsageErrors.UnknownVerb(words[0])]);
        }
    }

    /// <summary>Parses the words after the verb. <c>@file</c> is a value here, never a file of more words.</summary>
    public static ParseResult Parse(Verb verb, IReadOnlyList<string> words, Surroundings around) =>
        verb.ToCommand(around).Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = true });

    private static async Task<int> InvokeAsync(Persona persona, IReadOnlyList<string> words, Surroundings around)
    {
        using var stop = new CancellationTokenSource();
        using var watch = around.Terminal.WatchInterrupts(stop.Cancel);
        return await persona.InvokeAsync([.. words.Skip(1)], around, stop.Token);
    }

    private static async Task<int> InvokeAsync(Verb verb, IReadOnlyList<string> words, Surroundings around)
    {
        IReadOnlyList<string> rest = [.. words.Skip(1)];
        var parsed = Parse(verb, rest, around);
        if (parsed.Action is HelpText help)
        {
            return help.Invoke(parsed);
        }

        if (UsageErrors.Find(parsed, verb, rest) is { Count: > 0 } errors)
        {
            return verb.Refuse(parsed, around, errors);
        }

        // Signals are the terminal's matter: the first one cancels, the second one ends.
        using var stop = new CancellationTokenSource();
        using var watch = around.Terminal.WatchInterrupts(stop.Cancel);
        try
        {
            return await verb.RunAsync(parsed, around, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
