using System.Diagnostics;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Peers.Tests;

/// <summary>Inventories read by ansible-inventory, here and now, and by us: groups with their hosts in order, and variables.</summary>
public sealed class InventoryTests
{
    [Theory]
    [InlineData("first.ini")]
    [InlineData("second.yml")]
    [InlineData("first.ini", "second.yml")]
    [InlineData("second.yml", "first.ini")]
    [InlineData("second.yml", "constructed.yml")]
    [InlineData("first.ini", "keyed.yml")]
    public void Inventory_read_by_both_is_the_same(params string[] files)
    {
        var paths = files.Select(f => Path.Combine(Cases.Folder, "inventories", f)).ToList();
        Assert.Equal(Listed(Theirs([.. paths.SelectMany(p => (string[])["-i", p]), "--list"])), Listed(Ours(paths)));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("east:west")]
    [InlineData("all:!east")]
    [InlineData("all:&west")]
    [InlineData("h*")]
    [InlineData("~h[12]")]
    [InlineData("~(ea|we)st")]
    [InlineData("all[0:2]")]
    [InlineData("all[-1]")]
    [InlineData("*")]
    [InlineData("east,h2")]
    public void Pattern_matched_by_both_gives_the_same_hosts_in_order(string pattern)
    {
        var path = Path.Combine(Cases.Folder, "inventories", "second.yml");
        var theirs = Output("ansible", ["-i", path, pattern, "--list-hosts"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Trim());
        DiagnosticBag diagnostics = [];
        Assert.Equal(theirs, HostPattern.Parse(pattern, new SourceText("pattern", pattern).Whole, diagnostics).Match(Read([path], diagnostics), diagnostics));
    }

    private static DictValue Theirs(IReadOnlyList<string> words)
    {
        Assert.True(JsonText.TryParse(Output("ansible-inventory", words), out var value, out var error), error);
        return (DictValue)value;
    }

    /// <summary>The form of ansible-inventory --list.</summary>
    private static DictValue Ours(IReadOnlyList<string> paths)
    {
        DiagnosticBag diagnostics = [];
        var inventory = Read(paths, diagnostics);
        var result = new DictBuilder
        {
            ["_meta"] = Value.Dict(("hostvars", Dict(inventory.Hosts.Values.Select(h => (h.Name, (Value)InventoryVariables.Merge(inventory, h))).Where(h => ((DictValue)h.Item2).Count > 0)))),
        };
        foreach (var group in inventory.Groups.Values)
        {
            var parts = new List<(string, Value)>();
            if (group.Children.Count > 0)
            {
                parts.Add(("children", Value.OfTexts(group.Children)));
            }

            if (group.Name != "all" && group.OwnHosts.Count > 0)
            {
                parts.Add(("hosts", Value.OfTexts(group.OwnHosts)));
            }

            if (parts.Count > 0)
            {
                result[group.Name] = Dict(parts);
            }
        }

        Assert.False(diagnostics.HasErrors, string.Join("\n", diagnostics));
        return result.Build();
    }

    private static Inventory Read(IReadOnlyList<string> paths, DiagnosticBag diagnostics)
    {
        var builder = new InventoryBuilder();
        foreach (var path in paths)
        {
            InventoryReader.Read(new SourceText(path, File.ReadAllText(path)), diagnostics, builder);
        }

        return builder.Build(diagnostics);
    }

    private static DictValue Dict(IEnumerable<(string, Value)> entries) => Value.Dict([.. entries]);

    private static string Listed(DictValue value) => string.Join('\n', value.OrderBy(e => e.Key.ToString(), StringComparer.Ordinal).Select(e => $"{e.Key}: {Sorted(e.Value)}"));

    /// <summary>Dicts in the order of their keys, lists as they are.</summary>
    private static string Sorted(Value value) => value is DictValue dict
        ? "{" + string.Join(", ", dict.OrderBy(e => e.Key.ToString(), StringComparer.Ordinal).Select(e => $"{e.Key}: {Sorted(e.Value)}")) + "}"
        : PythonText.Repr(value);

    private static string Output(string program, IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo("/usr/bin/" + program, words) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Cases.Folder };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors.Result}");
        return output;
    }
}
