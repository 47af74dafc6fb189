using System.Text.RegularExpressions;
using Remediator.Cli.Engine;

namespace Remediator.Cli.Tests.Personas;

/// <summary>The personas' text beside that of Ansible's own programs, on this machine and without ssh.</summary>
public sealed partial class ReferenceTests : IDisposable
{
    private const string Playbook =
        """
        - name: First
          hosts: h1
          gather_facts: false
          vars:
            x: [1, 2]
          tasks:
            - name: say
              debug: {msg: "A"}
            - debug: var=x
            - command: echo hi
              notify: h1
            - name: loop
              command: echo {{ item }}
              loop: [a, b]
              changed_when: item == 'b'
            - name: skipped
              command: /bin/false
              when: false
            - name: some skipped
              debug: msg={{ item }}
              loop: [a, b]
              when: item == 'b'
            - name: fails
              command: /bin/sh -c 'echo out; echo err >&2; exit 3'
              ignore_errors: true
            - name: check
              assert: {that: x | length == 2}
            - block:
                - fail: msg=bad
              rescue:
                - debug: msg=rescued
            - fail: msg=end
          handlers:
            - name: h1
              debug: msg=handler

        """;

    private const string Inventory =
        """
        [web]
        h1 x=1
        h2
        [site:children]
        web
        [site:vars]
        port=123
        y="{{ x }}"
        [empty]

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("remediator-reference-").FullName;

    public ReferenceTests()
    {
        File.WriteAllText(Path.Combine(folder, "p.yml"), Playbook);
        File.WriteAllText(Path.Combine(folder, "hosts"), Inventory);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [AnsibleTheory]
    [InlineData("ansible-playbook -i h1, -c local FOLDER/p.yml", "")]
    [InlineData("ansible-playbook -i h1, -c local FOLDER/p.yml -v -e ansible_python_interpreter=/usr/bin/python3", "")]
    [InlineData("ansible-playbook -i h1, -c local FOLDER/p.yml", "ANSIBLE_DISPLAY_SKIPPED_HOSTS=no")]
    [InlineData("ansible-playbook -i h1, -c local FOLDER/p.yml", "ANSIBLE_DISPLAY_OK_HOSTS=0")]
    [InlineData("ansible-playbook -i h1, -c local FOLDER/p.yml", "ANSIBLE_CALLBACK_RESULT_FORMAT=yaml")]
    [InlineData("ansible-playbook -i h1, -c local FOLDER/p.yml", "ANSIBLE_DISPLAY_FAILED_STDERR=1")]
    [InlineData("ansible -i h1, -c local all -a 'echo hi'", "")]
    [InlineData("ansible -i h1, -c local all -m ping -o -e ansible_python_interpreter=/usr/bin/python3", "")]
    [InlineData("ansible -i h1,h2, all --list-hosts", "")]
    [InlineData("ansible-inventory -i FOLDER/hosts --list", "")]
    [InlineData("ansible-inventory -i FOLDER/hosts --list --export --yaml", "")]
    [InlineData("ansible-inventory -i FOLDER/hosts --graph --vars", "")]
    [InlineData("ansible-inventory -i FOLDER/hosts --host h1", "")]
    public async Task Output_and_code_are_those_of_the_reference(string line, string variable)
    {
        var words = Words().Matches(line.Replace("FOLDER", folder)).Select(m => m.Value.Trim('\'')).ToList();
        var set = variable.Split('=') is [var name, var value] ? (name, value) : ((string, string)?)null;
        var terminal = new FakeTerminal { Variables = { ["HOME"] = folder } };
        if (set is { } given)
        {
            terminal.Variables[given.Item1] = given.Item2;
        }

        var code = await Application.RunAsync(words, new Surroundings(terminal, new EngineSession(), TimeProvider.System));
        var theirs = Reference.Run(words[0], [.. words.Skip(1)], folder, variable: set);

        Assert.Equal(Neutral(theirs.Output), Neutral(terminal.Written));
        Assert.Equal(Neutral(theirs.Error), Neutral(terminal.Complained));
        Assert.Equal(theirs.Code, code);
    }

    /// <summary>Without what no two runs share: the times of a command.</summary>
    private static string Neutral(string text) => Times().Replace(Messages().Replace(text, ""), "");

    [GeneratedRegex("""("(delta|start|end)": "[^"]*", )|(^    (delta|start|end): '[^']*'\n)""", RegexOptions.Multiline)]
    private static partial Regex Times();

    /// <summary>A command's empty message, which says nothing.</summary>
    [GeneratedRegex("\"msg\": \"\", ")]
    private static partial Regex Messages();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Words();
}
