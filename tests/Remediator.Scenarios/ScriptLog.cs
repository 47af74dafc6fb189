namespace Remediator.Scenarios;

/// <summary>What a compiled script said, or several one after the other: lines with a time before each.</summary>
internal sealed record ScriptLog(string Told)
{
    private const string Heading = "changed tasks:";

    /// <summary>As <c>2026-11-28T04:49:41Z</c> and a blank.</summary>
    private const int TimeLength = 21;

    /// <summary>The tasks under "changed tasks:", of all scripts in their order.</summary>
    public IReadOnlyList<string> Changed
    {
        get
        {
            var changed = new List<string>();
            var isListed = false;
            foreach (var line in Told.Split('\n').Select(l => l.Length > TimeLength ? l[TimeLength..] : ""))
            {
                isListed = line == Heading || (isListed && line.StartsWith("  ", StringComparison.Ordinal));
                if (isListed && line != Heading)
                {
                    changed.Add(line.Trim());
                }
            }

            return changed;
        }
    }
}
