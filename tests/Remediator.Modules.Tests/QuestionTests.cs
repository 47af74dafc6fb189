using System.Net;
using System.Text;
using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using Remediator.Shell;

namespace Remediator.Modules.Tests;

/// <summary>Tasks whose outcome the controller decides in the middle of a script, under every shell.</summary>
public sealed class QuestionTests
{
    public static TheoryData<string> ShellNames => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Script_of_a_library_folder_tells_its_own_result(string shell)
    {
        using var host = new StubHost(shell);
        var script = Library("""
            #!/bin/sh
            # WANT_JSON
            echo "a line before"
            grep -q '"_ansible_check_mode": true' "$1" && check=true || check=false
            printf '{"changed": true, "check": %s, "given": %s, "ansible_facts": {"a": 1}}\n' "$check" "$(cat "$1")"
            """);
        var done = host.Run(script, Value.Dict(("state", Value.Of("it's")), ("list", Value.OfTexts(["a", "b"]))));
        Assert.True(done.Changed);
        var result = TaskResult.Of(done);
        Assert.Equal("it's", ((DictValue)result["given"]!)["state"]!.ToString());
        Assert.Equal(Value.False, result["check"]);
        Assert.Equal("{a: 1}", result["ansible_facts"]!.ToString());
        Assert.Equal(Value.True, TaskResult.Of(host.Run(script, DictValue.Empty, check: true))["check"]);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Old_script_reads_words_and_one_that_fails_fails_the_task(string shell)
    {
        using var host = new StubHost(shell);
        var script = Library("#!/bin/sh\n. \"$1\"\n[ \"$answer\" = 'forty two' ] && echo '{\"changed\": false}' || echo \"{\\\"failed\\\": true, \\\"msg\\\": \\\"it is $answer\\\"}\"\n");
        Assert.False(host.Run(script, Value.Dict(("answer", Value.Of("forty two")))).Changed);
        Assert.Equal("it is 3", host.Run(script, Value.Dict(("answer", Value.Of(3)))).Message);
        Assert.StartsWith("MODULE FAILURE", host.Run(Library("echo nothing\n"), DictValue.Empty).Message);
    }

    [Theory]
    [InlineData("library/a.py", "x", ScriptKind.Python)]
    [InlineData("library/a", "#!/usr/bin/env python3\n", ScriptKind.Python)]
    [InlineData("library/a", "#!/bin/sh\n# WANT_JSON\n", ScriptKind.WantJson)]
    [InlineData("library/a", "#!/bin/sh\n", ScriptKind.OldStyle)]
    public void Files_of_a_library_folder_are_told_apart(string path, string text, ScriptKind kind)
    {
        var file = new LocalFile(path, FileContent.Of(text), 420);
        Assert.Equal(kind, ScriptModule.Classify(file));
        Assert.Equal(kind == ScriptKind.Python ? $"{path} is a Python module; Remediator runs no Python on hosts" : null, ScriptModule.Refusal(file));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Table_of_a_user_has_a_job_once(string shell)
    {
        using var host = new StubHost(shell);
        var options = Value.Dict(("name", Value.Of("clean")), ("job", Value.Of("rm -rf /tmp/x")), ("minute", Value.Of("0")), ("user", Value.Of("hdfs")));
        Assert.True(host.Run(new CronModule(), options, check: true).Changed);
        Assert.Equal("", host.Read("crontabs/hdfs"));
        Assert.True(host.Run(new CronModule(), options).Changed);
        Assert.Equal("#Ansible: clean\n0 * * * * rm -rf /tmp/x\n", host.Read("crontabs/hdfs"));
        var again = host.Run(new CronModule(), options);
        Assert.False(again.Changed);
        Assert.Equal("[clean]", TaskResult.Of(again)["jobs"]!.ToString());
        Assert.True(host.Run(new CronModule(), Value.Dict(("name", Value.Of("clean")), ("state", Value.Of("absent")), ("user", Value.Of("hdfs")))).Changed);
        Assert.Equal("", host.Read("crontabs/hdfs"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void File_is_loaded_where_it_is_not_the_one_that_is_there(string shell)
    {
        using var host = new StubHost(shell).With("in/a file", "one\n").With("out/keep", "");
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("one\n"u8));
        DictValue Options(params (string, string)[] more) => Value.Dict([("url", Value.Of($"file://{host.Folder}/in/a%20file")), ("dest", Value.Of(host.Folder + "/out/")), .. more.Select(m => (m.Item1, Value.Of(m.Item2)))]);
        Assert.True(host.Run(new GetUrlModule(), Options(("checksum", "sha256:" + sum)), check: true).Changed);
        var loaded = host.Run(new GetUrlModule(), Options(("checksum", "sha256:" + sum), ("mode", "0600")));
        Assert.True(loaded.Changed, loaded.Message);
        Assert.Equal("one\n", host.Read("out/a file"));
        Assert.Equal(Value.Of(host.Folder + "/out/a file"), TaskResult.Of(loaded)["dest"]);
        var again = host.Run(new GetUrlModule(), Options(("checksum", "sha256:" + sum)));
        Assert.False(again.Changed);
        Assert.Equal(Value.Of("file already exists"), TaskResult.Of(again)["msg"]);
        Assert.Contains("did not match", host.Run(new GetUrlModule(), Options(("checksum", "md5:00"), ("force", "true"))).Message);
        Assert.Equal("one\n", host.Read("out/a file"));
        host.With("in/a file", "two\n");
        Assert.True(host.Run(new GetUrlModule(), Options(("force", "true"))).Changed);
        Assert.Equal("two\n", host.Read("out/a file"));
    }

    /// <summary>A connection that was refused once counted as an answer, and the file that was there as its empty body.</summary>
    [Theory]
    [MemberData(nameof(ShellNames))]
    public void File_stays_as_it_is_where_nobody_answers(string shell)
    {
        using var host = new StubHost(shell).With("out/list", "kept\n");
        var options = Value.Dict(("url", Value.Of($"http://127.0.0.1:{FreePort()}/list")), ("dest", Value.Of(host.Folder + "/out/list")), ("use_proxy", Value.False), ("timeout", Value.Of(5)));
        var outcome = host.Run(new GetUrlModule(), options);
        Assert.Equal(Shell.TaskStatus.Failed, outcome.Status);
        Assert.NotEqual("", outcome.Message);
        Assert.Equal("kept\n", host.Read("out/list"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public async Task Web_service_is_asked_and_judged_by_its_status(string shell)
    {
        using var host = new StubHost(shell);
        using var server = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        server.Prefixes.Add(address);
        server.Start();
        var serving = ServeAsync(server);
        DictValue Options(string path, params (string, Value)[] more) => Value.Dict([("url", Value.Of(address + path)), ("use_proxy", Value.False), .. more]);

        var posted = host.Run(new UriModule(), Options("echo", ("method", Value.Of("POST")), ("body_format", Value.Of("json")), ("body", Value.Dict(("a", Value.Of("ü'$x")))), ("url_username", Value.Of("me")), ("url_password", Value.Of("p\"w")), ("return_content", Value.True)));
        Assert.Equal("", posted.Message);
        var result = TaskResult.Of(posted);
        Assert.Equal(Value.Of(200), result["status"]);
        Assert.Equal("{a: ü'$x}", ((DictValue)result["json"]!)["body"]!.ToString());
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:p\"w")), ((DictValue)result["json"]!)["auth"]!.ToString());
        Assert.Equal("application/json", ((DictValue)result["json"]!)["type"]!.ToString());

        var missing = host.Run(new UriModule(), Options("none"));
        Assert.Equal("Status code was 404 and not [200]: HTTP Error 404: Not Found", missing.Message);
        Assert.Equal("", host.Run(new UriModule(), Options("none", ("status_code", Value.OfTexts(["200", "404"])))).Message);
        Assert.Equal(Shell.TaskStatus.Skipped, host.Run(new UriModule(), Options("none"), check: true).Status);
        server.Stop();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.StartsWith("Status code was -1 and not [200]: Request failed", host.Run(new UriModule(), Options("echo")).Message);

    }

    private static ScriptModule Library(string text) => new(new LocalFile("library/own", FileContent.Of(text), 0x1ED));

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static async Task ServeAsync(HttpListener server)
    {
        while (server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = context.Request.RawUrl == "/echo" ? 200 : 404;
            context.Response.ContentType = "application/json; charset=utf-8";
            var text = $"{{\"body\": {(body.Length == 0 ? "null" : body)}, \"auth\": \"{context.Request.Headers["Authorization"]}\", \"type\": \"{context.Request.ContentType}\"}}";
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    }
}
