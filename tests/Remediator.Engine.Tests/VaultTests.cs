using System.Text;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Vault;

namespace Remediator.Engine.Tests;

public sealed class VaultTests
{
    private const string Playbook =
        """
        - hosts: all
          gather_facts: false
          vars_files: [secrets.yml]
          vars:
            unused: !vault |
              OTHER
            inline: !vault |
              INLINE
            holder:
              inner: !vault |
                INLINE
          tasks:
            - name: Write
              copy:
                content: "{{ from_file }} {{ of_group }} {{ inline }} {{ holder.inner | upper }} {{ lookup('file', 'note.txt') }} {{ lookup('unvault', 'note.txt') }}"
                dest: "{{ work }}/out"
            - name: Copy
              copy: {src: note.txt, dest: "{{ work }}/note"}
            - name: Template
              template: {src: text.j2, dest: "{{ work }}/text"}
            - name: Questions
              assert:
                that:
                  - unused is vault_encrypted
                  - unused is defined
                  - inline is vault_encrypted
                  - (playbook_dir + '/secrets.yml') is vaulted_file
                  - (playbook_dir + '/playbook.yml') is not vaulted_file
                  - inline == 'inside'
                  - "('x' | vault('k')) is not vault_encrypted"
                  - ('x' | vault('k') | unvault('k')) == 'x'
            - name: Whole value
              copy: {content: !vault "INLINE", dest: "{{ work }}/whole"}

        """;

    private static readonly VaultSecret Known = new("default", "known"u8.ToArray());
    private static readonly VaultSecret Other = new("other", "other"u8.ToArray());

    [Fact]
    public async Task What_is_encrypted_is_read_wherever_a_run_reads_it()
    {
        using var sample = Make();

        var (report, transcript) = await Run(sample, new VaultSecrets([Known]));

        Assert.True(report.ExitCode == 0, string.Join("\n", transcript.Reports.Select(r => r.Message)));
        Assert.Equal("file group inside INSIDE note note", Read(sample, "out"));
        Assert.Equal("note", Read(sample, "note"));
        Assert.Equal("text of inside", Read(sample, "text"));
        Assert.Equal("inside", Read(sample, "whole"));
    }

    [Fact]
    public async Task A_value_that_does_not_open_fails_the_task_that_uses_it()
    {
        using var sample = Sample.Of(("playbook.yml",
            $"""
            - hosts: all
              gather_facts: false
              vars:
                other: !vault |
            {Indented(Sealed("secret", Other), 6)}
              tasks:
                - debug: msg="it is defined"
                  when: other is defined
                - debug: var=other
                  ignore_errors: true
                - debug: msg="{"{{ other }}"}"
                  ignore_errors: true
                - debug: msg=condition
                  when: other == 'secret'
                  ignore_errors: true

            """));

        var (_, transcript) = await Run(sample, new VaultSecrets([Known]));

        var reports = transcript.Reports.ToList();
        Assert.Equal(ReportStatus.Ok, reports[0].Status);
        Assert.All(reports.Skip(1), r => Assert.Equal((ReportStatus.Failed, true), (r.Status, r.Message.Contains("Decryption failed (no vault secrets were found that could decrypt)"))));
        Assert.DoesNotContain("secret", string.Join("\n", reports.Select(r => r.Message.Replace("vault secrets", ""))));
    }

    [Fact]
    public void A_file_without_password_is_told_before_any_contact()
    {
        using var sample = Make();
        var diagnostics = new DiagnosticBag();

        Assert.Null(Session.Load(sample.Request(), diagnostics));

        Assert.Contains(diagnostics, d => d is { Code: "RMD1007", Message: "Attempting to decrypt but no vault secrets found" });
    }

    private static Sample Make()
    {
        var sample = Sample.Of(
            ("playbook.yml", Playbook.Replace("\"INLINE\"", $"\"{Sealed("inside", Known).Replace("\n", "\\n")}\"")
                .Replace("        INLINE", Indented(Sealed("inside", Known), 8)).Replace("      INLINE", Indented(Sealed("inside", Known), 6)).Replace("      OTHER", Indented(Sealed("other", Other), 6))),
            ("secrets.yml", Sealed("from_file: file\n", Known)),
            ("group_vars/all.yml", Sealed("of_group: group\n", Known)),
            ("files/note.txt", Sealed("note", Known)),
            ("templates/text.j2", Sealed("text of {{ inline }}", Known)));
        return sample;
    }

    private static async Task<(RunReport Report, Transcript Transcript)> Run(Sample sample, VaultSecrets secrets)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(sample.Request() with { Vault = secrets }, diagnostics, new FastTime(20));
        Assert.True(session is not null, string.Join("\n", diagnostics));
        var transcript = new Transcript();
        var report = await session.RunAsync([transcript], _ => new LocalTransport(Folders.Channels(check: false, diff: false)), CancellationToken.None);
        return (report, transcript);
    }

    private static string Sealed(string plain, VaultSecret secret) => VaultCipher.Encrypt(Encoding.UTF8.GetBytes(plain), secret.Password, secret.Label == "default" ? null : secret.Label).Write();

    private static string Indented(string text, int indent) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(l => new string(' ', indent) + l));

    private static string Read(Sample sample, string file) => File.ReadAllText(Path.Combine(sample.Work, file));
}
