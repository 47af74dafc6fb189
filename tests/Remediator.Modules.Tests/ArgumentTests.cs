namespace Remediator.Modules.Tests;

/// <summary>What the argument checks say, before any host is contacted.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("copy: {src: a, content: b, dest: /etc/x}", "parameters are mutually exclusive: src|content")]
    [InlineData("copy: {dest: /etc/x}", "one of the following is required: src, content")]
    [InlineData("copy: {content: a, dest: /etc/x, mode: 0o9}", "option 'mode' of 'copy' must be an octal mode such as '0644' or a symbolic one such as 'u=rw,g=r,o=r', not '0o9'")]
    [InlineData("copy: {content: a, dest: /etc/x, setype: etc_t}", "option 'setype' of 'copy' is not supported: SELinux contexts are kept but not set")]
    [InlineData("copy: {content: a, dest: /etc/x, validate: chronyd -p}", "option 'validate' of 'copy' must contain %s, the place of the file's path: chronyd -p")]
    [InlineData("copy: {content: a, dest: /etc/x, validate: \"chronyd '%s\"}", "option 'validate' of 'copy' cannot be split into words: no closing quotation for the ' in: chronyd '%s")]
    [InlineData("template: {src: a.j2}", "'template' needs the option 'dest'")]
    [InlineData("template: {src: a.j2, dest: /x, setype: etc_t}", "option 'setype' of 'template' is not supported: SELinux contexts are kept but not set")]
    [InlineData("file: {path: /x, stat: absent}", "'file' has no option 'stat'")]
    [InlineData("file: {pth: /x, state: directory}", "'file' has no option 'pth'")]
    [InlineData("copy: {conten: a, dest: /etc/x}", "'copy' has no option 'conten'")]
    [InlineData("file: {path: /x, name: /y}", "option 'path' of 'file' is given twice, once as 'name'")]
    [InlineData("file: {path: /x, state: linked}", "option 'state' of 'file' must be one of: absent, directory, file, hard, link, touch, not 'linked'")]
    [InlineData("file: {path: /x, state: link}", "state is link but all of the following are missing: src")]
    [InlineData("file: {path: /x, mode: preserve}", "option 'mode' of 'file' must be an octal mode such as '0644' or a symbolic one such as 'u=rw,g=r,o=r', not 'preserve'")]
    [InlineData("file: {path: /x, state: touch, access_time: yesterday}", "option 'access_time' of 'file' must be now, preserve or a time such as 202601312359.00, not 'yesterday'")]
    [InlineData("command: {chdir: /x}", "one of the following is required: cmd, argv")]
    [InlineData("command: {cmd: ls, argv: [ls]}", "parameters are mutually exclusive: cmd|argv")]
    [InlineData("command: {cmd: echo it's}", "option 'cmd' of 'command' cannot be split into words: no closing quotation for the ' in: echo it's")]
    [InlineData("debug: {msg: a, var: b}", "parameters are mutually exclusive: msg|var")]
    [InlineData("wait_for: {port: 1, path: /x}", "parameters are mutually exclusive: port|path")]
    [InlineData("wait_for: {port: one}", "option 'port' of 'wait_for' must be a whole number, not 'one'")]
    [InlineData("wait_for: {state: drained}", "state is drained but all of the following are missing: port")]
    [InlineData("assert: {fail_msg: x}", "'assert' needs the option 'that'")]
    public void Wrong_options_are_named(string yaml, string message) => Assert.Contains(message, ExampleTask.Read("- " + yaml).Errors());

    [Theory]
    [InlineData("file: {path: /x, stat: absent}", "did you mean 'state'?")]
    [InlineData("file: {path: /x, state: direktory}", "did you mean 'directory'?")]
    [InlineData("command: {cmd: ls, create: /x}", "did you mean 'creates'?")]
    public void Near_misses_get_a_hint(string yaml, string hint) => Assert.Contains(hint, ExampleTask.Read("- " + yaml).Diagnostics.Select(d => d.Hint));

    [Theory]
    [InlineData("copy: {content: a, dest: /etc/x, mode: 0644, backup: yes, unsafe_writes: no, setype: null, decrypt: true}")]
    [InlineData("template: {src: a.j2, dest: /x, trim_blocks: true, lstrip_blocks: no, output_encoding: utf-8, newline_sequence: \"\\r\\n\"}")]
    [InlineData("file: dest=/x state=directory mode=u=rwx,g=rx,o=")]
    [InlineData("ansible.builtin.stat: {name: /x, get_mime: no, get_attributes: no, checksum_algo: sha256}")]
    [InlineData("command: ls -l chdir=/tmp creates=/x warn=false")]
    [InlineData("shell: {cmd: ls | wc, executable: /bin/bash, args: null}", "'shell' has no option 'args'")]
    [InlineData("debug: {var: x, verbosity: '2'}")]
    [InlineData("pause: {minutes: 1, echo: no}")]
    public void Options_that_playbooks_use_are_taken(string yaml, string? error = null) => Assert.Equal(error is null ? [] : [error], ExampleTask.Read("- " + yaml).Errors());

    [Fact]
    public void Option_names_are_unique_within_each_module()
    {
        foreach (var spec in ModuleCatalog.All.Select(m => m.Spec))
        {
            var names = spec.Parameters.SelectMany(p => p.Aliases.Prepend(p.Name)).ToList();
            Assert.True(names.Count == names.Distinct().Count(), spec.Name);
            Assert.True(spec.FreeForm is null || spec.Parameters.Contains(spec.FreeForm), spec.Name);
        }
    }

    [Fact]
    public void Every_module_has_an_example_and_a_summary_that_is_a_sentence()
    {
        foreach (var spec in ModuleCatalog.All.Select(m => m.Spec))
        {
            Assert.True(spec.Examples.Count > 0, spec.Name);
            Assert.True(spec.Summary.EndsWith('.') && char.IsUpper(spec.Summary[0]), spec.Name);
            Assert.All(spec.Parameters, p => Assert.EndsWith(".", p.Description));
        }
    }
}
