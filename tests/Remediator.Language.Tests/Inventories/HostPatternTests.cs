using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;

namespace Remediator.Language.Tests.Inventories;

public sealed class HostPatternTests
{
    private static readonly Inventory Cluster = Build("""
        [web]
        web[1:5]
        [db]
        db-a
        db-b
        web1
        [site:children]
        web
        db
        [empty]
        """);

    private static Inventory Build(string text)
    {
        DiagnosticBag diagnostics = [];
        var builder = new InventoryBuilder();
        InventoryIniReader.Read(new SourceText("hosts", text), diagnostics, builder);
        return builder.Build(diagnostics);
    }

    private static string Match(string pattern, out DiagnosticBag diagnostics)
    {
        diagnostics = [];
        return string.Join(' ', HostPattern.Parse(pattern, new SourceText("<pattern>", pattern).Whole, diagnostics).Match(Cluster, diagnostics));
    }

    [Theory]
    [InlineData("all", "web1 web2 web3 web4 web5 db-a db-b")]
    [InlineData("*", "web1 web2 web3 web4 web5 db-a db-b")]
    [InlineData("web", "web1 web2 web3 web4 web5")]
    [InlineData("site", "web1 web2 web3 web4 web5 db-a db-b")]
    [InlineData("db", "db-a db-b web1")]
    [InlineData("db-a", "db-a")]
    [InlineData("db-a:web2", "db-a web2")]
    [InlineData("db-a,web2, db-a", "db-a web2")]
    [InlineData("web:&db", "web1")]
    [InlineData("web:!db", "web2 web3 web4 web5")]
    [InlineData("!db:web", "web2 web3 web4 web5")]
    [InlineData("!web", "db-a db-b")]
    [InlineData("&db", "web1 db-a db-b")]
    [InlineData("all:!web:!db-a", "db-b")]
    [InlineData("web[0]", "web1")]
    [InlineData("web[-1]", "web5")]
    [InlineData("web[1:2]", "web2 web3")]
    [InlineData("web[1-2]", "web2 web3")]
    [InlineData("web[3:]", "web4 web5")]
    [InlineData("web[3:99]", "web4 web5")]
    [InlineData("web[9]", "")]
    [InlineData("all[0]:db[1:]", "web1 db-b")]
    [InlineData("db-*", "db-a db-b")]
    [InlineData("d*", "db-a db-b web1")]
    [InlineData("web?", "web1 web2 web3 web4 web5")]
    [InlineData("db-[ab]", "db-a db-b")]
    [InlineData("db-[!a]", "db-b")]
    [InlineData("~web[12]", "web1 web2")]
    [InlineData("~(web3|db-)", "web3 db-a db-b")]
    [InlineData("~web(?=4)", "web4")]
    [InlineData("empty", "")]
    [InlineData("localhost", "localhost")]
    [InlineData("::1", "::1")]
    public void Pattern_chooses_hosts(string pattern, string hosts)
    {
        Assert.Equal(hosts, Match(pattern, out var diagnostics));
        Assert.Empty(diagnostics);
    }

    [Theory]
    [InlineData("wbe", "RMD2061", Severity.Error, "did you mean 'web'?")]
    [InlineData("web:dbb", "RMD2061", Severity.Error, "did you mean 'db'?")]
    [InlineData("all:!dbb", "RMD2061", Severity.Warning, "did you mean 'db'?")]
    [InlineData("x*", "RMD2061", Severity.Warning, null)]
    [InlineData("web:!", "RMD2060", Severity.Error, null)]
    [InlineData("~web(", "RMD2060", Severity.Error, null)]
    [InlineData("w[z-a]", "RMD2060", Severity.Error, null)]
    [InlineData("web[99999999999]", "RMD2060", Severity.Error, "write [0], [-1], [0:4] or [5:]")]
    public void Pattern_that_chooses_nothing_or_cannot_be_read_is_told(string pattern, string code, Severity severity, string? hint)
    {
        Match(pattern, out var diagnostics);
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal((code, severity, hint), (diagnostic.Code, diagnostic.Severity, diagnostic.Hint));
    }

    [Fact]
    public void Unknown_part_is_shown_at_its_place()
    {
        Match("web:dbb", out var diagnostics);
        Assert.Equal("dbb", Assert.Single(diagnostics).Span.Text);
    }

    [Fact]
    public void Group_wins_over_a_host_of_its_name()
    {
        DiagnosticBag diagnostics = [];
        var inventory = Build("web\n[web]\na\n");
        Assert.Equal(["a"], HostPattern.Parse("web", Span.None, diagnostics).Match(inventory, diagnostics));
    }

    [Fact]
    public void Slow_regex_is_an_error_and_not_a_hang()
    {
        DiagnosticBag diagnostics = [];
        var inventory = Build(new string('a', 60) + "\n");
        HostPattern.Parse("~(?=a)(a+)+$b", Span.None, diagnostics).Match(inventory, diagnostics);
        Assert.Contains(diagnostics, d => d.Code is "RMD2060" or "RMD2061");
    }
}
