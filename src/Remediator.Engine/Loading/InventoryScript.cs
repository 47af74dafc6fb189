using System.Text;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;

namespace Remediator.Engine.Loading;

/// <summary>Runs an inventory script: once with <c>--list</c>, and once for each host where that does not tell their variables.</summary>
internal static class InventoryScript
{
    /// <summary>For one call of the script.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Whether a file is a program: it may be executed and begins with <c>#!</c> or with no text at all.</summary>
    public static bool IsScript(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) == 0)
        {
            return false;
        }

        Span<byte> start = stackalloc byte[2];
        using var file = File.OpenRead(path);
        return file.Read(start) == 2 && (start.SequenceEqual("#!"u8) || start.SequenceEqual("\u007fE"u8));
    }

    public static void Read(string path, InventoryBuilder builder, DiagnosticBag diagnostics)
    {
        var span = new SourceText(path, "").Whole;
        if (Run(path, ["--list"], span, diagnostics) is not { } listed)
        {
            return;
        }

        foreach (var host in InventoryScriptReader.Read(listed, span, diagnostics, builder))
        {
            if (Run(path, ["--host", host], span, diagnostics) is not { } told)
            {
                return;
            }

            InventoryScriptReader.ReadHost(host, told, span, diagnostics, builder);
        }
    }

    private static string? Run(string path, string[] words, Span span, DiagnosticBag diagnostics)
    {
        var (output, problem) = Task.Run(() => RunAsync([Path.GetFullPath(path), .. words])).GetAwaiter().GetResult();
        if (problem is not null)
        {
            diagnostics.Error("RMD2361", span, $"the inventory script {string.Join(' ', words)} {problem}");
        }

        return output;
    }

    private static async Task<(string? Output, string? Problem)> RunAsync(IReadOnlyList<string> words)
    {
        var (child, refusal) = ChildProcess.Start(words);
        if (child is null)
        {
            return (null, $"could not be started: {refusal}");
        }

        await using (child.ConfigureAwait(false))
        {
            await child.CloseInputAsync().ConfigureAwait(false);
            using var outputs = new StreamReader(child.Output, Encoding.UTF8);
            using var errors = new StreamReader(child.Error, Encoding.UTF8);
            var output = outputs.ReadToEndAsync();
            var error = errors.ReadToEndAsync();
            if (!await child.WaitAsync(Limit).ConfigureAwait(false))
            {
                await child.EndAsync().ConfigureAwait(false);
                return (null, $"did not end within {Limit.TotalSeconds:0} s");
            }

            var code = await child.Exited.ConfigureAwait(false);
            var said = (await error.ConfigureAwait(false)).Trim();
            return code == 0 ? (await output.ConfigureAwait(false), null) : (null, $"failed with exit code {code}{(said.Length > 0 ? $": {said}" : "")}");
        }
    }
}
