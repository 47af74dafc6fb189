using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Remediator.Engine.Planning;

/// <summary>Who owns a file of the controller, for templates that say so of themselves.</summary>
internal static class FileOwner
{
    private const int WorkingFolder = -100;
    private const uint WantsOwner = 8;

    /// <summary>struct statx is the same on every architecture: its length and where the owner's number stands.</summary>
    private const int Length = 256;
    private const int OwnerOffset = 20;

    private static readonly Lazy<Dictionary<uint, string>> Accounts = new(ReadAccounts);

    /// <summary>The account's name, or its number where it has none; the present user's name where the system cannot say.</summary>
    public static string Of(string path)
    {
        var state = new byte[Length];
        try
        {
            if (Statx(WorkingFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, WantsOwner, state) == 0)
            {
                var number = BitConverter.ToUInt32(state, OwnerOffset);
                return Accounts.Value.GetValueOrDefault(number) ?? number.ToString(CultureInfo.InvariantCulture);
            }
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not Linux.
        }

        return Environment.UserName;
    }

    private static Dictionary<uint, string> ReadAccounts()
    {
        Dictionary<uint, string> accounts = [];
        foreach (var fields in File.ReadLines("/etc/passwd").Select(l => l.Split(':')))
        {
            if (fields.Length > 2 && uint.TryParse(fields[2], out var number))
            {
                accounts.TryAdd(number, fields[0]);
            }
        }

        return accounts;
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable SYSLIB1054 // Arrays of bytes alone: no generated code, which would need unsafe blocks.
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] state);
#pragma warning restore SYSLIB1054
}
