using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Remediator.Engine.Tests;

/// <summary>docs/faults.md names tests: they have to be there.</summary>
public sealed partial class FaultTableTests
{
    [Fact]
    public void Each_fault_has_a_row_and_each_test_that_is_named_exists()
    {
        var root = Root();
        var table = File.ReadAllLines(Path.Combine(root, "docs", "faults.md")).Where(l => RowStart().IsMatch(l)).ToList();
        Assert.Equal(Enumerable.Range(1, 25), table.Select(l => int.Parse(RowStart().Match(l).Groups[1].Value)));

        var tests = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/") && !f.Contains("/bin/"))
            .SelectMany(f => Method().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToHashSet();
        var named = table.SelectMany(l => TestName().Matches(l.Split('|')[4]).Select(m => (Row: l.Split('|')[1].Trim(), Name: m.Groups[1].Value))).ToList();
        Assert.All(table, l => Assert.Matches(TestName(), l.Split('|')[4]));
        Assert.Empty(named.Where(n => !tests.Contains(n.Name)).Select(n => $"{n.Row}: {n.Name}"));
    }

    private static string Root([CallerFilePath] string caller = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "..", ".."));

    [GeneratedRegex(@"^\| (\d+) \|")]
    private static partial Regex RowStart();

    [GeneratedRegex(@"`(\w+_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async Task|void|Task) (\w+)\(")]
    private static partial Regex Method();
}
