using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Remediator.Language.Values;

namespace Remediator.Peers.Tests;

/// <summary>ansible-core in a process of its own (peer.py), which evaluates what it is asked to. One for all tests of a run.</summary>
public sealed class Peer : IDisposable
{
    /// <summary>Debian's own interpreter, of which the package ansible-core is a part; another in PATH would not see it.</summary>
    private const string Interpreter = "/usr/bin/python3";

    private readonly Process process;
    private readonly Lock gate = new();

    public Peer()
    {
        var start = new ProcessStartInfo(Interpreter, ["-W", "ignore", PathOf("peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            Environment = { ["TZ"] = "UTC", ["PYTHONHASHSEED"] = "0", ["PEER_VARIABLE"] = "set", ["ANSIBLE_LOCALHOST_WARNING"] = "False" },
        };
        start.Environment.Remove("PYTHONPATH");
        process = Process.Start(start)!;
        var files = Value.Dict([.. Cases.Templates().Where(t => t.Expected is null).Select(t => (t.Title[5..], Value.Of(t.Source)))]);
        Send(Value.Dict(("variables", Cases.Variables), ("folder", Value.Of(Cases.Folder)), ("files", files)));
    }

    /// <summary>What Ansible gives, and what it says where that is an error.</summary>
    /// <param name="kind"><c>expression</c>, <c>rendered</c>, <c>condition</c> or <c>template</c>.</param>
    public (string Outcome, string? Detail) Ask(string kind, string text)
    {
        string? line;
        lock (gate)
        {
            Send(Value.Dict(("kind", Value.Of(kind)), ("text", Value.Of(text))));
            line = process.StandardOutput.ReadLine();
        }

        if (line is null)
        {
            Assert.Fail($"ansible-core gives no answer, which these tests need (Debian's package ansible-core): {process.StandardError.ReadToEnd()}");
        }

        Assert.True(JsonText.TryParse(line, out var answer, out var error), error);
        var fields = (DictValue)answer;
        return (fields["outcome"]!.ToString()!, fields["detail"]?.ToString());
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
        }

        process.Dispose();
    }

    internal static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);

    private void Send(Value request)
    {
        try
        {
            process.StandardInput.WriteLine(JsonText.Compact(request));
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The process ended; the missing answer is what is reported.
        }
    }
}
