using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Inventories;

/// <summary>Inventories that change while a play runs, and those that scripts print.</summary>
public sealed class InventoryChangeTests
{
    private static readonly Span Script = new SourceText("hosts.sh", "").Whole;

    [Fact]
    public void Host_added_is_in_new_groups_and_the_old_inventory_stays()
    {
        var before = Read("a\n[web]\nb\n");
        var after = before.WithHost("c", ["web", "fresh"], Value.Dict(("port", Value.Of(22))));
        Assert.Equal(["a", "b"], before.HostOrder);
        Assert.Equal(["a", "b", "c"], after.HostOrder);
        Assert.Equal(["b", "c"], after.Groups["web"].Hosts);
        Assert.Equal(["c"], after.Groups["fresh"].Hosts);
        Assert.Equal(Value.Of(22), after.Hosts["c"].Vars["port"]);
        Assert.False(before.Groups.ContainsKey("fresh"));
    }

    [Fact]
    public void Host_without_a_group_that_gets_one_leaves_ungrouped()
    {
        var after = Read("a\nb\n").WithMember("late", "b", ["above"], []);
        Assert.Equal(["a"], after.Groups["ungrouped"].Hosts);
        Assert.Equal(["b"], after.Groups["above"].Hosts);
        Assert.Equal(["all", "above", "late"], after.Hosts["b"].Groups);
    }

    [Fact]
    public void Change_keeps_variables_priorities_and_children()
    {
        var before = Read("[web]\na v=1\n[web:vars]\nansible_group_priority=7\nw=2\n[top:children]\nweb\n");
        var after = before.WithHost("b", [], DictValue.Empty);
        Assert.Equal(7, after.Groups["web"].Priority);
        Assert.Equal(Value.Of(2), after.Groups["web"].Vars["w"]);
        Assert.Null(after.Groups["web"].Vars["ansible_group_priority"]);
        Assert.Equal(["web"], after.Groups["top"].Children);
        Assert.Equal(before.Hosts["a"].Groups, after.Hosts["a"].Groups);
    }

    [Fact]
    public void Parent_that_is_below_its_child_is_refused()
    {
        DiagnosticBag diagnostics = [];
        Read("[web]\na\n[top:children]\nweb\n").WithMember("top", "a", ["web"], diagnostics);
        Assert.Equal("RMD2051", Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Script_with_meta_tells_all_at_once()
    {
        var builder = new InventoryBuilder();
        DiagnosticBag diagnostics = [];
        var open = InventoryScriptReader.Read("""{"g": {"hosts": ["b", "a"], "vars": {"x": 1}, "children": ["k"]}, "k": ["c"], "lone": {"v": 2}, "_meta": {"hostvars": {"a": {"q": [1]}}}}""", Script, diagnostics, builder);
        var inventory = builder.Build(diagnostics);
        Assert.Empty(open);
        Assert.False(diagnostics.HasErrors);
        Assert.Equal(["b", "a", "c"], inventory.Groups["g"].Hosts);
        Assert.Equal(["lone"], inventory.Groups["lone"].Hosts);
        Assert.Equal(Value.Of(2), inventory.Groups["lone"].Vars["v"]);
        Assert.Equal("[1]", PythonText.Repr(inventory.Hosts["a"].Vars["q"]!));
    }

    [Fact]
    public void Script_without_meta_leaves_hosts_to_ask_for()
    {
        var builder = new InventoryBuilder();
        DiagnosticBag diagnostics = [];
        Assert.Equal(["a", "b"], InventoryScriptReader.Read("""{"g": ["a", "b"], "h": ["a"]}""", Script, diagnostics, builder));
        InventoryScriptReader.ReadHost("a", """{"v": 1}""", Script, diagnostics, builder);
        InventoryScriptReader.ReadHost("b", "", Script, diagnostics, builder);
        Assert.Empty(diagnostics);
        Assert.Equal(Value.Of(1), builder.Build(diagnostics).Hosts["a"].Vars["v"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"g": {"hosts": "a"}}""")]
    [InlineData("""{"g": {"hosts": [], "vars": []}}""")]
    [InlineData("""{"_meta": {"hostvars": []}}""")]
    public void Script_with_a_wrong_answer_is_told_so(string json)
    {
        DiagnosticBag diagnostics = [];
        InventoryScriptReader.Read(json, Script, diagnostics, new InventoryBuilder());
        Assert.Equal("RMD2058", Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData("strict: true\ncompose: {x: nope}", "RMD2057")]
    [InlineData("compose: {x: '1 +'}", "RMD2057")]
    [InlineData("keyed_groups: [{prefix: a}]", "RMD2050")]
    [InlineData("keyed_groups: [{key: n, default_value: a, trailing_separator: true}]", "RMD2050")]
    [InlineData("group: {}", "RMD2055")]
    public void Construction_with_a_slip_is_told_so(string text, string code)
    {
        var builder = new InventoryBuilder();
        builder.AddHost("a");
        DiagnosticBag diagnostics = [];
        InventoryReader.Read(new SourceText("c.yml", "plugin: constructed\n" + text), diagnostics, builder);
        Assert.Equal(code, Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData("never", "web-1", "but not replaced")]
    [InlineData("always", "web_1", "automatically replaced")]
    [InlineData("ignore", "web-1", null)]
    [InlineData("silently", "web_1", null)]
    public void Group_named_like_no_variable_is_kept_or_renamed_as_the_setting_says(string setting, string name, string? warning)
    {
        var builder = new InventoryBuilder(naming: GroupNaming.Of(setting));
        DiagnosticBag diagnostics = [];
        InventoryReader.Read(new SourceText("hosts", "[web-1]\na\n[web-1:vars]\nx=1\n[all_webs:children]\nweb-1\n"), diagnostics, builder);
        var inventory = builder.Build(diagnostics);

        Assert.Equal(["a"], inventory.Groups[name].Hosts);
        Assert.Equal([name], inventory.Groups["all_webs"].Children);
        Assert.True(builder.HasGroup("web-1"));
        Assert.Equal(warning is null, diagnostics.Count == 0);
        Assert.All(diagnostics, d => Assert.Contains(warning!, d.Message));
    }

    [Fact]
    public void Number_as_the_name_of_a_host_is_refused_in_YAML()
    {
        DiagnosticBag diagnostics = [];
        InventoryReader.Read(new SourceText("hosts.yml", "all:\n  hosts:\n    1234:\n    \"5678\":\n"), diagnostics, new InventoryBuilder());
        Assert.Contains("Host pattern 1234 must be a string", Assert.Single(diagnostics).Message);
    }

    private static Inventory Read(string ini)
    {
        var builder = new InventoryBuilder();
        DiagnosticBag diagnostics = [];
        InventoryReader.Read(new SourceText("hosts", ini), diagnostics, builder);
        Assert.Empty(diagnostics);
        return builder.Build(diagnostics);
    }
}
