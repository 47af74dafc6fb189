using Remediator.Engine.Recording;
using Remediator.Engine.Running;
using Remediator.Language.Vault;

namespace Remediator.Engine.Tests.Recording;

public sealed class RequestTextTests
{
    [Fact]
    public void Request_comes_back_as_it_was_without_its_secrets()
    {
        var request = new RunRequest
        {
            Playbooks = ["site.yml"],
            Inventories = ["hosts.ini", "a,b"],
            Limit = "web*",
            Tags = ["chrony"],
            ExtraVars = ["servers=a", "db_password=hunter2 port=1", "@vars.yml", "{\"api_token\": \"t0ken\"}"],
            Forks = 7,
            User = "ops",
            Become = true,
            BecomePassword = new Secret("become-me"),
            Vault = new VaultSecrets([new VaultSecret("prod", "vault-me"u8.ToArray())]),
            Connection = ConnectionKind.Local,
            ConnectTimeout = TimeSpan.FromSeconds(2.5),
            TaskTimeout = TimeSpan.MaxValue,
            KeepConnections = TimeSpan.FromMinutes(1),
            KeepJournals = TimeSpan.FromDays(2),
            JournalMebibytes = 16,
        };
        var text = RequestText.Write(request);
        var read = RequestText.Read(text);

        Assert.All((string[])["hunter2", "t0ken", "become-me", "vault-me"], secret => Assert.DoesNotContain(secret, text));
        Assert.Equal(["db_password", "api_token"], read.Withheld);
        Assert.Equal(["servers=a", "{\"port\":\"1\"}", "@vars.yml", "{}"], read.Request.ExtraVars);
        Assert.Equal(("web*", 7, "ops", true, ConnectionKind.Local, TimeSpan.FromSeconds(2.5)), (read.Request.Limit, read.Request.Forks, read.Request.User, read.Request.Become, read.Request.Connection, read.Request.ConnectTimeout));
        Assert.Equal((TimeSpan.MaxValue, TimeSpan.FromMinutes(1), TimeSpan.FromDays(2), 16), (read.Request.TaskTimeout, read.Request.KeepConnections, read.Request.KeepJournals, read.Request.JournalMebibytes));
        Assert.Equal((true, "prod", Directory.GetCurrentDirectory()), (read.HadBecomePassword, read.VaultLabels.Single(), read.Folder));
        Assert.Equal(text.Replace("\"become_password\":true", "\"become_password\":false").Replace("[\"prod\"]", "[]"), RequestText.Write(read.Request).Replace("\"withheld\":[]", "\"withheld\":[\"db_password\",\"api_token\"]"));
    }
}
