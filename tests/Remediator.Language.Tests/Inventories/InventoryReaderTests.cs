using System.Diagnostics;
using System.Text;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Testing;

namespace Remediator.Language.Tests.Inventories;

public sealed class InventoryReaderTests
{
    public static TheoryData<string> Bad => [.. Golden.Files("Bad", "*.*").Where(f => !f.EndsWith(".txt", StringComparison.Ordinal))];

    private static Inventory Read(string text, string name = "hosts")
    {
        var inventory = Read(text, out var diagnostics, name);
        Assert.Empty(diagnostics);
        return inventory;
    }

    private static Inventory Read(string text, out DiagnosticBag diagnostics, string name = "hosts")
    {
        diagnostics = [];
        var builder = new InventoryBuilder();
        InventoryReader.Read(new SourceText(name, text), diagnostics, builder);
        return builder.Build(diagnostics);
    }

    private static string Show(Inventory inventory)
    {
        var text = new StringBuilder();
        foreach (var group in inventory.Groups.Values.OrderBy(g => g.Depth).ThenBy(g => g.Name, StringComparer.Ordinal))
        {
            text.Append($"[{group.Name}] depth {group.Depth} children ({string.Join(' ', group.Children)}) hosts ({string.Join(' ', group.Hosts)}) {group.Vars}\n");
        }

        foreach (var host in inventory.HostOrder.Select(h => inventory.Hosts[h]))
        {
            text.Append($"{host.Name} in ({string.Join(' ', host.Groups)}) {host.Vars} -> {InventoryVariables.Merge(inventory, host)}\n");
        }

        return text.ToString();
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_inventory_is_told_with_place_caret_and_hint(string file)
    {
        Read(Golden.Read($"Bad/{file}"), out var diagnostics, file);
        Assert.NotEmpty(diagnostics);
        Golden.Verify(string.Join('\n', diagnostics.Select(DiagnosticText.Render)), $"Bad/{file}.txt");
    }

    [Fact]
    public void Example_inventories_mean_the_same_in_both_forms()
    {
        var ini = Show(Read(Golden.Read("../../../inventories/example.ini"), "example.ini"));
        var yaml = Show(Read(Golden.Read("../../../inventories/example.yml"), "example.yml"));
        Assert.Equal(Sorted(ini), Sorted(yaml));
        Golden.Verify(yaml, "example.txt");

        // The order in which variables and groups are written is all that differs.
        static string Sorted(string text) => string.Join('\n', text.Split('\n').Select(l => string.Concat(l.Where(char.IsAsciiLetterOrDigit).Order())).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("web[1:3]", "web1 web2 web3")]
    [InlineData("web[01:03].x", "web01.x web02.x web03.x")]
    [InlineData("web[08:12:2]", "web08 web10 web12")]
    [InlineData("web[9:11]", "web9 web10 web11")]
    [InlineData("db-[a:c]", "db-a db-b db-c")]
    [InlineData("db-[X:Z:2]", "db-X db-Z")]
    [InlineData("r[1:2]n[a:b]", "r1na r1nb r2na r2nb")]
    [InlineData("w[:2]", "w0 w1 w2")]
    [InlineData("a:2222", "a")]
    [InlineData("::1", "::1")]
    [InlineData("[fe80::1]:22", "fe80::1")]
    public void Host_entry_names_its_hosts(string entry, string hosts)
    {
        var inventory = Read(entry + "\n");
        Assert.Equal(hosts, string.Join(' ', inventory.HostOrder));
    }

    [Theory]
    [InlineData("a:2222", 2222)]
    [InlineData("[fe80::1]:22", 22)]
    public void Port_behind_a_host_is_a_variable(string entry, long port) =>
        Assert.Equal(Value.Of(port), Read(entry).Hosts.Values.Single().Vars["ansible_port"]);

    [Theory]
    [InlineData("1", "int", "1")]
    [InlineData("-1", "int", "-1")]
    [InlineData("0x1f", "int", "31")]
    [InlineData("0o17", "int", "15")]
    [InlineData("1_000", "int", "1000")]
    [InlineData("0644", "str", "0644")]
    [InlineData("00", "int", "0")]
    [InlineData("1.5", "float", "1.5")]
    [InlineData("1e3", "float", "1000")]
    [InlineData("1.2.3", "str", "1.2.3")]
    [InlineData("10.0.0.1", "str", "10.0.0.1")]
    [InlineData("True", "bool", "True")]
    [InlineData("true", "str", "true")]
    [InlineData("yes", "str", "yes")]
    [InlineData("None", "NoneType", "None")]
    [InlineData("Nonesuch", "str", "Nonesuch")]
    [InlineData("'1'", "str", "1")]
    [InlineData("\"it's\"", "str", "it's")]
    [InlineData("[1, 'a', [True,],]", "list", "[1, a, [True]]")]
    [InlineData("(1, 2)", "tuple", "(1, 2)")]
    [InlineData("(1,)", "tuple", "(1)")]
    [InlineData("(1)", "int", "1")]
    [InlineData("()", "tuple", "()")]
    [InlineData("{'a': 1, 2: [3]}", "dict", "{a: 1, 2: [3]}")]
    [InlineData("[1, a]", "str", "[1, a]")]
    [InlineData("[1", "str", "[1")]
    [InlineData("{'a'}", "str", "{'a'}")]
    [InlineData("a b # c", "str", "a b # c")]
    [InlineData("1 # c", "int", "1")]
    [InlineData("-", "str", "-")]
    [InlineData("", "str", "")]
    [InlineData("99999999999999999999", "str", "99999999999999999999")]
    public void Ini_value_is_a_Python_literal_or_text(string text, string type, string shown)
    {
        var value = Read($"[all:vars]\nx = {text}\n").Groups["all"].Vars["x"]!;
        Assert.Equal((type, shown), (value.TypeName, value.ToString()));
    }

    [Theory]
    [InlineData("h x=1 y=a", "{x: 1, y: a}")]
    [InlineData("h x='a b' y=\"c d\"", "{x: a b, y: c d}")]
    [InlineData("h x=\"'1'\" # comment z=1", "{x: 1}")]
    [InlineData("h x=a\\ b y=\"q\\\"q\"", "{x: a b, y: q\"q}")]
    [InlineData("h x=a=b y=", "{x: a=b, y: }")]
    [InlineData("h x=a#b", "{x: a}")]
    public void Host_line_gives_variables(string line, string vars) => Assert.Equal(vars, Read(line).Hosts["h"].Vars.ToString());

    [Fact]
    public void Template_in_an_inventory_keeps_its_place()
    {
        var ini = Assert.IsType<TemplateValue>(Read("h x=\"{{ y }}\"\n").Hosts["h"].Vars["x"]);
        Assert.Equal("x=\"{{ y }}\"", ini.Span.Text);
        var vars = Assert.IsType<TemplateValue>(Read("[all:vars]\nx = {{ y }}z\n").Groups["all"].Vars["x"]);
        Assert.Equal("{{ y }}z", vars.Span.Text);
    }

    [Fact]
    public void Group_order_is_by_depth_then_priority_then_name()
    {
        var inventory = Read("[b]\nh\n[a]\nh\n[z]\nh\n[top:children]\nz\n[a:vars]\nansible_group_priority=10\nx=a\n[b:vars]\nx=b\n[top:vars]\nx=top\n");
        Assert.Equal(["all", "b", "top", "a", "z"], inventory.Hosts["h"].Groups);
        Assert.Equal("a", InventoryVariables.Merge(inventory, inventory.Hosts["h"])["x"]!.ToString());
        Assert.Equal(10, inventory.Groups["a"].Priority);
    }

    [Fact]
    public void Depth_is_that_of_the_longest_path()
    {
        var inventory = Read("[low]\nh\n[mid:children]\nlow\n[top:children]\nmid\nlow\n");
        Assert.Equal((1, 2, 3), (inventory.Groups["top"].Depth, inventory.Groups["mid"].Depth, inventory.Groups["low"].Depth));
        Assert.Equal(["h"], inventory.Groups["top"].Hosts);
        Assert.Equal(["ungrouped", "top"], inventory.Groups["all"].Children);
    }

    [Fact]
    public void Host_without_a_group_is_ungrouped_until_a_later_source_groups_it()
    {
        DiagnosticBag diagnostics = [];
        var builder = new InventoryBuilder();
        InventoryReader.Read(new SourceText("one.ini", "a x=1\nb\n"), diagnostics, builder);
        Assert.Equal(["a", "b"], builder.Build(diagnostics).Groups["ungrouped"].Hosts);
        InventoryReader.Read(new SourceText("two.yml", "g: {hosts: {a: {x: 2}}}"), diagnostics, builder);
        var inventory = builder.Build(diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal(["b"], inventory.Groups["ungrouped"].Hosts);
        Assert.Equal(["all", "g"], inventory.Hosts["a"].Groups);
        Assert.Equal("2", inventory.Hosts["a"].Vars["x"]!.ToString());
    }

    [Theory]
    [InlineData("h", "all:\n  hosts:\n    a:\n", "a")]
    [InlineData("h", "---\nall: {hosts: {a: }}\n", "a")]
    [InlineData("h.json", "{\"all\": {\"hosts\": {\"a\": {\"x\": 1}}}}", "a")]
    [InlineData("h", "# c\n\n[web]\na\n", "a")]
    [InlineData("h.yml", "web:\n  hosts: a\n", "a")]
    [InlineData("host.example.com", "a\n", "a")]
    [InlineData("h", "\uFEFF[web]\r\na x=1\r\n", "a")]
    [InlineData("h.yml", "", "")]
    public void Form_is_found_by_name_or_content(string name, string text, string hosts) =>
        Assert.Equal(hosts, string.Join(' ', Read(text, name).HostOrder));

    [Fact]
    public void Host_list_names_hosts_and_ranges()
    {
        DiagnosticBag diagnostics = [];
        var builder = new InventoryBuilder();
        builder.AddHostList(new SourceText("-i", "a, web[1:2],b:22,"), diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal(["a", "web1", "web2", "b"], builder.Build(diagnostics).HostOrder);
    }

    [Fact]
    public void Host_that_is_a_group_too_warns()
    {
        Read("web\n[web]\na\n", out var diagnostics);
        Assert.Equal("RMD2052", Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Large_inventory_is_read_in_linear_time(int hosts)
    {
        var text = new StringBuilder("all:\n  children:\n");
        for (var group = 0; group < 20; group++)
        {
            text.Append($"    g{group}:\n      vars: {{a: 1, b: two}}\n      hosts:\n");
            for (var host = 0; host < hosts / 20; host++)
            {
                text.Append($"        h{group}-{host}.example.com: {{ansible_host: 10.0.{group}.{host % 250}, rack: r{host % 7}}}\n");
            }
        }

        var watch = Stopwatch.StartNew();
        var inventory = Read(text.ToString(), "big.yml");
        Assert.Equal(hosts, inventory.Hosts.Count);

        // Far above what it takes (15 ms and 350 ms), so that a busy machine passes and quadratic work does not.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
    }
}
