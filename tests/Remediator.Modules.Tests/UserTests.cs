using Remediator.Language.Values;
using Remediator.Modules.Builtin;

namespace Remediator.Modules.Tests;

/// <summary>Users and groups on a host whose databases are files of a sandbox (Stubs/useradd).</summary>
public sealed class UserTests
{
    private const string Passwd = "root:x:0:0:root:/root:/bin/sh\nspark:x:1001:1001::/tmp:/bin/sh\n";
    private const string Group = "root:x:0:\nspark:x:1001:\nhadoop:x:900:spark\nadm:x:4:spark\n";

    public static TheoryData<string> ShellNames => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void User_is_taken_out_of_groups_that_are_not_given_unless_append_is_true(string shell)
    {
        using var host = Host(shell);
        Assert.False(Run(host, ("groups", "hadoop"), ("append", "true")).Changed);
        Assert.Equal(["groups: adm,hadoop -> hadoop (Would)"], Changes(Run(host, check: true, ("groups", "hadoop"))));
        Assert.Equal(["groups: adm,hadoop -> hadoop (Changed)"], Changes(Run(host, ("groups", "hadoop"))));
        Assert.False(Run(host, ("groups", "900")).Changed);
        Assert.Equal(["groups: hadoop ->  (Changed)"], Changes(Run(host, ("groups", ""))));
        Assert.DoesNotContain(",spark", host.Read("etc/accounts/group"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void User_has_a_password_that_is_never_shown_and_a_last_day(string shell)
    {
        using var host = Host(shell);
        Assert.Equal(["password: different -> declared (Changed)"], Changes(Run(host, ("password", "$6$salt$hash"))));
        Assert.Contains("spark:$6$salt$hash:", host.Read("etc/accounts/shadow"));
        Assert.False(Run(host, ("password", "$6$salt$hash")).Changed);
        Assert.False(Run(host, ("password", "$6$other"), ("update_password", "on_create")).Changed);
        Assert.Equal(["lock: unlocked -> locked (Changed)"], Changes(Run(host, ("password_lock", "true"))));
        Assert.False(Run(host, ("password", "$6$salt$hash")).Changed);
        Assert.Equal(["expires:  -> 19723 (Changed)"], Changes(Run(host, ("expires", "1704067200.5"))));
        Assert.False(Run(host, ("expires", "1704067200")).Changed);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void User_needs_groups_that_are_there(string shell)
    {
        using var host = Host(shell);
        Assert.Equal("Group none does not exist", Run(host, ("groups", "hadoop,none")).Message);
        Assert.Equal("Group none does not exist", Run(host, ("group", "none")).Message);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Result_tells_what_playbooks_read(string shell)
    {
        using var host = Host(shell);
        var result = TaskResult.Of(Run(host, ("shell", "/bin/sh"), ("groups", "hadoop,adm")));
        Assert.Equal(Value.Of(1001), result["uid"]);
        Assert.Equal(Value.Of(1001), result["group"]);
        Assert.Equal(Value.Of("/tmp"), result["home"]);
        Assert.Equal(Value.Of("hadoop,adm"), result["groups"]);
        Assert.Equal(Value.Of("present"), result["state"]);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void User_gets_a_key_once(string shell)
    {
        using var host = Host(shell);
        host.With("etc/accounts/passwd", $"spark:x:{Environment.GetEnvironmentVariable("UID") ?? "0"}:0::{host.Folder}:/bin/sh\n");
        var made = Run(host, ("generate_ssh_key", "true"), ("ssh_key_type", "ed25519"), ("ssh_key_comment", "of spark"));
        Assert.Equal("", made.Message);
        var result = TaskResult.Of(made);
        Assert.Equal(Value.Of(host.Folder + "/.ssh/id_ed25519"), result["ssh_key_file"]);
        Assert.EndsWith(" of spark", result["ssh_public_key"]!.ToString());
        Assert.StartsWith("256 SHA256:", result["ssh_fingerprint"]!.ToString());
        Assert.False(Run(host, ("generate_ssh_key", "true"), ("ssh_key_type", "ed25519")).Changed);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Getent_tells_of_an_entry_or_that_there_is_none(string shell)
    {
        using var host = Host(shell);
        var found = host.Run(new GetentModule(), Options(("database", "group"), ("key", "hadoop"))).Captured(".");
        Assert.Equal("{ansible_facts: {getent_group: {hadoop: [x, 900, spark]}}}", found.ToString());
        var none = host.Run(new GetentModule(), Options(("database", "group"), ("key", "none"), ("fail_key", "false"))).Captured(".");
        Assert.Equal("{getent_group: {none: None}}", none["ansible_facts"]!.ToString());
        var failing = host.Run(new GetentModule(), Options(("database", "group"), ("key", "none")));
        Assert.Equal("One or more supplied key could not be found in the database.", Assert.Throws<FormatException>(() => failing.Captured(".")).Message);
    }

    private static StubHost Host(string shell) => new StubHost(shell)
        .With("etc/accounts/passwd", Passwd).With("etc/accounts/group", Group).With("etc/accounts/shadow", "spark:!x:19000:0:99999:7:::\n".Replace("!x", "x"));

    private static Outcome Run(StubHost host, params (string, string)[] options) => Run(host, false, options);

    private static Outcome Run(StubHost host, bool check, params (string, string)[] options) => host.Run(new UserModule(), Options([("name", "spark"), ("create_home", "false"), .. options]), check);

    private static DictValue Options(params (string Key, string Value)[] options) => Value.Dict([.. options.Select(o => (o.Key, Value.Of(o.Value)))]);

    private static IEnumerable<string> Changes(Outcome outcome) =>
        outcome.Facets.Where(f => !f.EndsWith("(Ok)", StringComparison.Ordinal));
}
