using Remediator.Cli.Settings;
using Remediator.Language.Expressions;

namespace Remediator.Cli.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-settings-").FullName;
    private readonly FakeTerminal terminal = new();

    public SettingsTests() => terminal.Variables["HOME"] = Path.Combine(folder, "home");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_sets_what_it_names_and_paths_start_from_it()
    {
        var settings = Load(
            """
            # comment
            [defaults]
            forks = 7 ; behind a blank
            Roles_Path: roles:~/more
            inventory = hosts,/abs/other
            strategy = "free"
            nocows = 1
            ansible_managed = by {file}, %Y
            stdout_callback=a;b
            force_handlers = Yes
            vault_identity_list = dev@a,
                prod@b
            [privilege_escalation]
            become=true
            [ssh_connection]
            ssh_args = -o ControlMaster=auto -C
            """);

        Assert.Equal((7, "free", "a;b", true, true), (settings.Forks, settings.Strategy, settings.StdoutCallback, settings.ForceHandlers, settings.Become));
        Assert.Equal([Path.Combine(folder, "roles"), Path.Combine(folder, "home/more")], settings.RolesPath);
        Assert.Equal([Path.Combine(folder, "hosts"), "/abs/other"], settings.Inventory);
        Assert.Equal(["dev@a", "prod@b"], settings.VaultIdentityList);
        Assert.Equal("-o ControlMaster=auto -C", settings.SshArguments);
        Assert.Equal(Path.Combine(folder, "ansible.cfg"), settings.ConfigFile);
        Assert.Equal("replace", settings.HashBehaviour);
        Assert.Equal("by {file}, %Y", settings.Managed);
    }

    [Fact]
    public void The_environment_wins()
    {
        terminal.Variables["ANSIBLE_FORKS"] = "3";
        terminal.Variables["ANSIBLE_DISPLAY_SKIPPED_HOSTS"] = "no";

        var settings = Load("[defaults]\nforks=7\ndisplay_ok_hosts=off\n");

        Assert.Equal((3, false, false), (settings.Forks, settings.DisplaySkippedHosts, settings.DisplayOkHosts));
    }

    [Fact]
    public void Limits_of_templates_are_ours_and_those_not_named_stay()
    {
        terminal.Variables["REMEDIATOR_TEMPLATE_SECONDS"] = "2";

        var limits = Load("[remediator]\ntemplate_steps = 1000\ntemplate_length = 500\n").TemplateLimits;

        Assert.Equal(new EvaluationLimits(1000, EvaluationLimits.Default.Depth, 500, TimeSpan.FromSeconds(2)), limits);
    }

    [Theory]
    [InlineData("[remediator]\ntemplate_depth = 0\n", "TEMPLATE_DEPTH")]
    [InlineData("[defaults]\nforks = many\n", "DEFAULT_FORKS")]
    [InlineData("[defaults]\nbecome\n", "line 2 is no 'key = value'")]
    [InlineData("forks = 1\n", "line 1 stands before the first section")]
    [InlineData("[defaults]\ngathering = never\n", "valid values are: implicit, explicit, smart")]
    [InlineData("[defaults]\nforce_handlers = perhaps\n", "DEFAULT_FORCE_HANDLERS")]
    public void What_cannot_be_understood_is_named(string text, string part) =>
        Assert.Contains(part, Assert.Throws<SettingException>(() => Load(text)).Message);

    [Fact]
    public void Every_row_is_of_one_setting_alone()
    {
        var variables = SettingsTable.All.Select(r => r.Variable).OfType<string>().ToList();
        Assert.Equal(variables.Count, variables.Distinct().Count());
        Assert.Equal(SettingsTable.All.Count, SettingsTable.All.Select(r => (r.Section, r.Key)).Distinct().Count());
        Assert.All(SettingsTable.All, r => Assert.StartsWith(r.Section == "remediator" ? "REMEDIATOR_" : "ANSIBLE_", r.Variable ?? "ANSIBLE_"));
    }

    private AnsibleSettings Load(string text)
    {
        var file = Path.Combine(folder, "ansible.cfg");
        File.WriteAllText(file, text);
        terminal.Variables["ANSIBLE_CONFIG"] = file;
        return SettingsLoader.Load(terminal).Settings;
    }
}
