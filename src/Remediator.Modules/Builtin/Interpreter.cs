using System.Text;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>What runs a staged script: its own first line says it, so that a folder mounted without leave to execute is no obstacle.</summary>
internal static class Interpreter
{
    /// <summary>The words before the script's path: of its <c>#!</c> line, none for a program, <c>/bin/sh</c> for a text without one.</summary>
    public static IReadOnlyList<string> Words(FileContent script)
    {
        var bytes = script.Bytes.AsSpan();
        if (bytes.StartsWith("\u007fELF"u8))
        {
            return [];
        }

        if (!bytes.StartsWith("#!"u8))
        {
            return ["/bin/sh"];
        }

        var end = bytes.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? bytes[2..] : bytes[2..end]).Trim();
        // As the kernel has it: all after the first blank is one word.
        return line.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
