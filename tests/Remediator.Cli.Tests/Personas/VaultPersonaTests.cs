using System.Text;

namespace Remediator.Cli.Tests.Personas;

public sealed class VaultPersonaTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-vault-test-").FullName;

    public VaultPersonaTests()
    {
        Write("pw1", "one\n");
        Write("pw2", "two\n");
        Write("f.yml", "a: 1\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_goes_through_all_its_states()
    {
        File.SetUnixFileMode(At("f.yml"), (UnixFileMode)Convert.ToInt32("640", 8));

        Assert.Equal((0, "", ""), await Run($"encrypt {At("f.yml")} --vault-id dev@{At("pw1")}"));
        Assert.StartsWith("$ANSIBLE_VAULT;1.2;AES256;dev\n", Read("f.yml"));
        Assert.Equal((1, "", "ERROR! input is already encrypted\n"), await Run($"encrypt {At("f.yml")} --vault-password-file {At("pw1")}"));
        Assert.Equal((0, "a: 1\n", ""), await Run($"view {At("f.yml")} --vault-password-file {At("pw1")}"));
        Assert.Equal((0, "", "Rekey successful\n"), await Run($"rekey {At("f.yml")} --vault-password-file {At("pw1")} --new-vault-password-file {At("pw2")}"));
        var (code, _, error) = await Run($"view {At("f.yml")} --vault-password-file {At("pw1")}");
        Assert.Equal((1, true), (code, error.StartsWith("ERROR! Decryption failed (no vault secrets were found that could decrypt)")));
        Assert.Equal((0, "a: 1\n", ""), await Run($"decrypt {At("f.yml")} --vault-password-file {At("pw2")} --output -"));
        Assert.Equal((0, "", ""), await Run($"decrypt {At("f.yml")} --vault-password-file {At("pw2")}"));
        Assert.Equal("a: 1\n", Read("f.yml"));
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(At("f.yml")), 8));
        Assert.Equal(["f.yml", "pw1", "pw2"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Editing_leaves_nothing_behind_whether_it_succeeds_or_not()
    {
        Write("note", "");
        Write("editor", $"#!/bin/sh\necho \"$1\" > {At("note")}\nstat -c %a \"$1\" \"$(dirname \"$1\")\" >> {At("note")}\nsed -i s/1/2/ \"$1\"; cp \"$1\" \"$1~\"; exit ${{EDIT_CODE:-0}}\n");
        File.SetUnixFileMode(At("editor"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await Run($"encrypt {At("f.yml")} --vault-password-file {At("pw1")}");
        var sealedBefore = Read("f.yml");

        Write("failing", $"#!/bin/sh\nEDIT_CODE=3 exec {At("editor")} \"$1\"\n");
        File.SetUnixFileMode(At("failing"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var failed = await Run($"edit {At("f.yml")} --vault-password-file {At("pw1")}", editor: At("failing"));
        var place = Read("note").Split('\n');

        Assert.Equal(1, failed.Code);
        Assert.Equal(sealedBefore, Read("f.yml"));
        Assert.Equal(["600", "700"], place[1..3]);
        Assert.False(Directory.Exists(Path.GetDirectoryName(place[0])));

        Assert.Equal((0, "", ""), await Run($"edit {At("f.yml")} --vault-password-file {At("pw1")}", editor: At("editor")));
        Assert.Equal((0, "a: 2\n", ""), await Run($"view {At("f.yml")} --vault-password-file {At("pw1")}"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Read("note").Split('\n')[0])));

        Assert.Equal((1, "", $"ERROR! {At("f.yml")} exists, please use 'edit' instead\n"), await Run($"create {At("f.yml")} --vault-password-file {At("pw1")}"));
    }

    [Theory]
    [InlineData("", 2, "the following arguments are required: action")]
    [InlineData("open x", 2, "invalid choice: 'open'")]
    [InlineData("view --output x y", 2, "unrecognized arguments: --output")]
    [InlineData("view PW1 --vault-password-file PW1", 1, "input is not vault encrypted data. PW1 is not a vault encrypted file")]
    [InlineData("view absent --vault-password-file PW1", 1, "Unable to read source file (absent)")]
    [InlineData("view PW1 --vault-password-file absent", 1, "absent was not found")]
    [InlineData("encrypt_string --vault-id a@PW1 --vault-id b@PW2 x", 5, "The vault-ids a,b are available to encrypt. Specify the vault-id to encrypt with --encrypt-vault-id")]
    [InlineData("encrypt_string --vault-id a@PW1 --encrypt-vault-id c x", 1, "Did not find a match for --encrypt-vault-id=c in the known vault-ids a")]
    [InlineData("view PW1 --vault-id a;b@PW1", 5, "'a;b@PW1' is not a valid vault id")]
    public async Task What_cannot_be_is_refused(string line, int code, string message)
    {
        var (actual, _, error) = await Run(line.Replace("PW", At("pw")));

        Assert.Equal(code, actual);
        Assert.Contains(message.Replace("PW", At("pw")), error);
    }

    [Fact]
    public async Task Programs_print_passwords_and_clients_are_told_the_identity()
    {
        Write("pass-client.sh", "#!/bin/sh\ntest \"$1\" = --vault-id && test \"$2\" = prod && echo two\n");
        Write("fails", "#!/bin/sh\necho no >&2\nexit 7\n");
        foreach (var script in new[] { "pass-client.sh", "fails" })
        {
            File.SetUnixFileMode(At(script), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await Run($"encrypt {At("f.yml")} --vault-password-file {At("pw2")}");

        Assert.Equal((0, "a: 1\n", ""), await Run($"view {At("f.yml")} --vault-id prod@{At("pass-client.sh")}"));
        Assert.Equal((1, "", $"ERROR! Vault password script {At("fails")} returned non-zero (7): no\n"), await Run($"view {At("f.yml")} --vault-id prod@{At("fails")}"));
    }

    [Fact]
    public async Task The_environment_names_passwords()
    {
        await Run($"encrypt {At("f.yml")} --vault-id prod@{At("pw2")}");

        Assert.Equal(0, (await Run($"view {At("f.yml")}", ("ANSIBLE_VAULT_PASSWORD_FILE", At("pw2")))).Code);
        Assert.Equal(0, (await Run($"view {At("f.yml")}", ("ANSIBLE_VAULT_IDENTITY_LIST", $"dev@{At("pw1")}, prod@{At("pw2")}"))).Code);
        Assert.Equal(1, (await Run($"view {At("f.yml")} --vault-id dev@{At("pw2")}", ("ANSIBLE_VAULT_ID_MATCH", "yes"))).Code);
    }

    [AnsibleFact]
    public async Task Each_program_reads_what_the_other_wrote()
    {
        await Run($"encrypt {At("f.yml")} --vault-id dev@{At("pw1")}");
        Assert.Equal((0, "a: 1\n"), Head(Reference.Run("ansible-vault", ["decrypt", "--vault-id", "dev@pw1", "--output", "-", "f.yml"], folder)));

        Write("g.bin", "ü\nb\n\n");
        Reference.Run("ansible-vault", ["encrypt", "--vault-password-file", "pw2", "g.bin"], folder);
        Assert.Equal((0, "ü\nb\n\n", ""), await Run($"view {At("g.bin")} --vault-password-file {At("pw2")}"));

        var ours = await Run($"encrypt_string --vault-id dev@{At("pw1")} -n secret hello");
        var theirs = Reference.Run("ansible-vault", ["encrypt_string", "--vault-id", "dev@pw1", "-n", "secret", "hello"], folder);
        Assert.Equal(Digits(theirs.Output), Digits(ours.Output));
        Write("v.yml", ours.Output + "\n");
        var shown = Reference.Run("ansible", ["localhost", "-m", "debug", "-a", "var=secret", "-e", "@v.yml", "--vault-id", "pw1"], folder);
        Assert.Contains("\"secret\": \"hello\"", shown.Output);
    }

    private static (int Code, string Output) Head((int Code, string Output, string Error) ran) => (ran.Code, ran.Output);

    private static string Digits(string text) => new([.. text.Select(c => char.IsAsciiHexDigitLower(c) || char.IsAsciiDigit(c) ? '0' : c)]);

    private Task<(int Code, string Output, string Error)> Run(string line, (string Name, string Value)? variable = null) => Run(line, variable, null);

    private Task<(int Code, string Output, string Error)> Run(string line, string editor) => Run(line, null, editor);

    private async Task<(int Code, string Output, string Error)> Run(string line, (string Name, string Value)? variable, string? editor)
    {
        var terminal = new FakeTerminal();
        terminal.Variables["HOME"] = folder;
        if (variable is { } set)
        {
            terminal.Variables[set.Name] = set.Value;
        }

        if (editor is not null)
        {
            terminal.Variables["EDITOR"] = editor;
        }

        var code = await Application.RunAsync(["ansible-vault", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)], new Surroundings(terminal, new FakeSession(), TimeProvider.System));
        return (code, terminal.Written, terminal.Complained);
    }

    private string At(string file) => Path.Combine(folder, file);

    private string Read(string file) => File.ReadAllText(At(file));

    private void Write(string file, string text) => File.WriteAllText(At(file), text, new UTF8Encoding(false));
}
