using System.Globalization;
using Remediator.Engine.Reporting;

namespace Remediator.Engine.Planning;

/// <summary>What a host calls an item of a task within a play: the same in every process that runs the play.</summary>
internal static class TaskKey
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a in 64 bits: a run has thousands of tasks, not billions, and a key is sent with each.</summary>
    public static string Of(Place place, int item)
    {
        var hash = Basis;
        foreach (var c in $"{place}#{item.ToString(CultureInfo.InvariantCulture)}")
        {
            hash = (hash ^ c) * Prime;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
