namespace Remediator.Cli.Personas;

/// <summary>The name by which this process was started.</summary>
internal static class CalledName
{
    /// <summary>The first word of the command line as it was given, before any link was followed; the runtime's own where the system does not tell.</summary>
    public static string? OfThisProcess()
    {
        try
        {
            // .NET gives the file that a link leads to, which is not what the user typed.
            return File.ReadAllText("/proc/self/cmdline").Split('\0')[0];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Environment.GetCommandLineArgs().FirstOrDefault();
        }
    }
}
