using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class TemplateModule : Module
{
    private static readonly Parameter<LocalFile> Source = Parameter
        .Template("src", "The template: .sbn and .scriban are Scriban, every other name is Jinja2. Sought in templates/ of the role or beside the playbook.").Required();

    private static readonly Parameter<string> Destination = Parameter
        .Path("dest", "Where the text goes. A folder takes it in under the template's own name.").Required();

    private static readonly Parameter<string> Mode = Parameter
        .Mode("mode", "Permission bits, such as '0644'; preserve for those of the template. Kept where not given, or 0666 less the umask for a new file.", preserve: true);

    private static readonly Parameter<string> NewLines = Parameter
        .Choice("newline_sequence", "What ends the lines of the file.", "\n", "\r", "\r\n").WithDefault("\n", "\\n");

    private static readonly Parameter<Encoding> OutputEncoding = Parameter
        .TextEncoding("output_encoding", "How the text becomes bytes.").WithDefault(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), "utf-8");

    /// <summary>Heeded where the template is parsed. Scriban has marks of its own.</summary>
    private static readonly IReadOnlyList<Parameter> Marks =
    [
        Parameter.Flag("trim_blocks", "Whether the newline after a block of Jinja2 is removed; it is where nothing is said."),
        Parameter.Flag("lstrip_blocks", "Whether blanks from the start of a line to a block of Jinja2 are removed; they stay where nothing is said."),
        Parameter.TemplateMark("block_start_string", "What a block of Jinja2 begins with; {% where nothing is said."),
        Parameter.TemplateMark("block_end_string", "What a block of Jinja2 ends with."),
        Parameter.TemplateMark("variable_start_string", "What an expression of Jinja2 begins with; {{ where nothing is said."),
        Parameter.TemplateMark("variable_end_string", "What an expression of Jinja2 ends with."),
        Parameter.TemplateMark("comment_start_string", "What a comment of Jinja2 begins with; {# where nothing is said."),
        Parameter.TemplateMark("comment_end_string", "What a comment of Jinja2 ends with."),
    ];

    public override ModuleSpec Spec { get; } = new("template", "Renders a template and puts the text into a file of the host.")
    {
        Parameters = [Source, Destination, Mode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup, FileOptions.Force, FileOptions.Follow, FileOptions.Validate, NewLines, OutputEncoding, .. Marks, .. FileOptions.Refused],
        Returns = [("dest", "Path of the file."), ("checksum", "SHA-1 of the text."), ("backup_file", "Path of the copy, where one was kept."), .. FileState.Returns],
        Examples =
        [
            new ModuleExample("""
                - name: Configure chrony
                  template:
                    src: chrony.conf.sbn
                    dest: /etc/chrony/chrony.conf
                    owner: root
                    group: root
                    mode: '0644'
                    validate: grep -q server %s
                """)
            {
                Before = "mkdir -p /etc/chrony && echo 'pool old.example.org' >/etc/chrony/chrony.conf && chmod 0600 /etc/chrony/chrony.conf",
                Damage = new Dictionary<string, string>
                {
                    ["content"] = "echo 'server stray.example.org' >>/etc/chrony/chrony.conf",
                    ["mode"] = "chmod 0666 /etc/chrony/chrony.conf",
                },
            },
            new ModuleExample("""
                - name: Write into a folder and keep the old file
                  template:
                    src: motd.j2
                    dest: /etc/motd.d/
                    backup: true
                """)
            {
                Before = "mkdir -p /etc/motd.d",
                Damage = new Dictionary<string, string> { ["content"] = "rm /etc/motd.d/motd.j2" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var source = args.Require(Source);
        var (ends, encoding) = (args.Require(NewLines), args.Require(OutputEncoding));
        var content = ends == "\n" && encoding is UTF8Encoding { Preamble.Length: 0 }
            ? source.Content
            : new FileContent([.. encoding.Preamble, .. encoding.GetBytes(Encoding.UTF8.GetString(source.Content.Bytes).Replace("\n", ends))]);
        yield return new Step.Report("checksum", Value.Of(content.Sha1));
        yield return new Step.Put(args.Require(Destination), content)
        {
            Name = Path.GetFileName(source.Path),
            Mode = args.Get(Mode) is "preserve" ? Permissions.Of(source.Mode & 0xFFF).Text : args.Get(Mode),
            Owner = args.Get(FileOptions.Owner),
            Group = args.Get(FileOptions.Group),
            Backup = args.Get(FileOptions.Backup) is true,
            Force = args.Get(FileOptions.Force) is true,
            Follow = args.Get(FileOptions.Follow) is true,
            Validate = args.Get(FileOptions.Validate)?.Text,
        };
        yield return FileState.CapturePut();
    }
}
