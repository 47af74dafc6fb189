using Remediator.Cli.Verbs;

namespace Remediator.Cli.Tests;

/// <summary>Facts for <c>bootstrap --facts</c>, in each form that one has them in.</summary>
public sealed class FactsFileTests
{
    private const string Events = """
        {"event":"started","schema":1,"program":"remediator","verb":"facts"}
        {"event":"task_ended","host":"one","status":"ok","result":{"ansible_facts":{"ansible_os_family":"Debian"},"changed":false}}
        {"event":"task_ended","host":"two","status":"ok","result":{"ansible_facts":{"ansible_os_family":"RedHat"},"changed":false}}
        {"event":"ended","exit_code":0}
        """;

    [Theory]
    [InlineData("""{"ansible_os_family": "Debian"}""", null, "", "Debian")]
    [InlineData("""{"os_family": "Debian"}""", null, "", "Debian")]
    [InlineData("""{"one": {"ansible_os_family": "Debian"}}""", null, "one", "Debian")]
    [InlineData("""{"one": {"ansible_os_family": "Debian"}, "two": {"ansible_os_family": "RedHat"}}""", "two", "two", "RedHat")]
    [InlineData("""one | SUCCESS => {"ansible_facts": {"ansible_os_family": "Debian"}, "changed": false}""", null, "one", "Debian")]
    [InlineData(Events, "two", "two", "RedHat")]
    public void Facts_are_found_in_what_is_printed_of_them(string text, string? limit, string host, string family)
    {
        var (file, error) = Read(text, limit);

        Assert.Null(error);
        Assert.Equal((host, family), (file!.Host, file.Facts["os_family"]!.ToString()));
    }

    [Theory]
    [InlineData("", "holds no JSON object with facts")]
    [InlineData("[1]", "holds no JSON object with facts")]
    [InlineData(Events, "holds facts of 2 hosts (one, two): say with -l whose are meant")]
    public void What_is_no_facts_of_one_host_is_told(string text, string message) => Assert.EndsWith(message, Read(text, null).Error);

    private static (FactsFile? File, string? Error) Read(string text, string? limit)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return FactsFile.Read(path, limit);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
