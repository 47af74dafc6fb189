using Remediator.Language.Values;

namespace Remediator.Shell;

/// <summary>
/// One thing that a module wants of a host, as data. The set is closed: check mode, change reports, diffs, the second look after a
/// fix and the script itself are derived from it by <see cref="ScriptWriter"/>, never written by a module.
/// </summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>
    /// The variables that <c>ansible_facts</c> of its result may bring: a name, one that ends with <c>*</c> for all that begin so, or
    /// null for none. Tasks planned together with this one have to wait for them.
    /// </summary>
    public string? Facts { get; init; }

    /// <summary>
    /// A facet of the host's state. <paramref name="Read"/> prints or tells it (its exit code does not count, its stdout without trailing
    /// newlines does); where that is not <paramref name="Want"/>, <paramref name="Fix"/> runs and the facet is read again. A fix that
    /// succeeds but leaves another value fails the task with "did not converge".
    /// </summary>
    /// <param name="Facet">Short name, unique within a task: <c>enabled</c>, <c>mode</c>, <c>package chrony</c>.</param>
    public sealed record Ensure(string Facet, Sh Read, string Want, Sh Fix) : Step
    {
        /// <summary>The values are shown as a text diff, line by line, rather than as two words.</summary>
        public bool IsText { get; init; }

        /// <summary>What is kept in the host's journal before the fix, so that it can be taken back; none where nothing can.</summary>
        public IReadOnlyList<Undo> Undo { get; init; } = [];
    }

    /// <summary>A command that runs each time and counts as a change, such as a user's <c>command</c> or a restart. Not run in check mode.</summary>
    /// <param name="Command">Runs in a subshell with its stdin closed; stdout, stderr and exit code become the result.</param>
    public sealed record Act(Sh Command) : Step
    {
        /// <summary>
        /// True for a program with its words, which needs no subshell of its own: no shell function, nor anything that a shell may have
        /// built in, nor a change of the shell's own state.
        /// </summary>
        public bool IsProgram { get; init; }

        /// <summary>A test on the host; where it succeeds the command is not run and the task is ok with <see cref="UnlessMessage"/>.</summary>
        public Sh? Unless { get; init; }

        public string UnlessMessage { get; init; } = "";

        /// <summary>A test after the command (not in check mode); where it fails the task fails with what it printed, else with <see cref="ExpectMessage"/>.</summary>
        public Sh? Expect { get; init; }

        public string ExpectMessage { get; init; } = "";

        /// <summary>False for a command that only looks: it runs in check mode too and is no change.</summary>
        public bool Changes { get; init; } = true;

        /// <summary>True where rc, stdout and stderr are the task's result (<c>command</c>, <c>shell</c>); else they are only kept for the message of a failure.</summary>
        public bool HasOutput { get; init; }

        /// <summary>What is kept in the host's journal before the command, so that it can be taken back; none where nothing can.</summary>
        public IReadOnlyList<Undo> Undo { get; init; } = [];

        /// <summary>What the result's <c>cmd</c> shows; null for none.</summary>
        public Value? Shown { get; init; }

        /// <summary>Text for the command's stdin, which is empty otherwise.</summary>
        public string? Stdin { get; init; }

        /// <summary>The folder to run in; the login folder otherwise. A folder that does not exist fails the task.</summary>
        public string? Directory { get; init; }

        /// <summary>A name for reports; null for the task's own.</summary>
        public string? Facet { get; init; }

        /// <summary>True for a command that makes no sense where nothing was changed (a wait): in check mode the task is skipped.</summary>
        public bool IsSkippedInCheck { get; init; }

        /// <summary>Why the task fails where the exit code is not 0.</summary>
        public string FailMessage { get; init; } = "non-zero return code";

        /// <summary>From the output to a dict that is merged into the result; null where the output is no result. Pure. As <see cref="Capture.Parse"/>; also after a failure.</summary>
        public Func<Captured, Value>? Parse { get; init; }

        /// <summary>True where line ends at the end of stdout and stderr stay in the result (<c>strip_empty_ends: false</c>).</summary>
        public bool KeepsEnds { get; init; }
    }

    /// <summary>
    /// A condition that must hold, in check mode too; the task fails otherwise with the condition's stdout as message, or with
    /// <paramref name="Message"/> where it printed nothing.
    /// </summary>
    public sealed record Require(Sh Condition, string Message) : Step;

    /// <summary>
    /// The line to the host is given up and another opened, perhaps after the host itself went away for a while. The last step of a
    /// task, whose steps before it have ended well. Done by the controller; in check mode only <see cref="Leaving"/> is looked at.
    /// </summary>
    /// <param name="Then">From the result so far to the steps that must all succeed over the new line; tried until they do.</param>
    public sealed record Reconnect(Func<DictValue, IReadOnlyList<Step>> Then) : Step
    {
        /// <summary>What makes the host go away. The line may drop while they run. Where there are none, check mode skips the task.</summary>
        public IReadOnlyList<Step> Leaving { get; init; } = [];

        /// <summary>Before the first try.</summary>
        public TimeSpan Delay { get; init; }

        public required TimeSpan Limit { get; init; }

        /// <summary>Between tries.</summary>
        public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

        /// <summary>For one try; null for what the connection has.</summary>
        public TimeSpan? ConnectTimeout { get; init; }

        /// <summary>What the task says when the time is over; the last trouble follows it.</summary>
        public required string TimedOut { get; init; }
    }

    /// <summary>Reads something for <c>register</c>; changes nothing and runs in check mode too.</summary>
    /// <param name="Key">The key of the result that gets the value. <c>.</c> merges a dict into the result itself.</param>
    /// <param name="Parse">From the output to the value. Pure. May throw <see cref="FormatException"/>, which fails the task with its message.</param>
    public sealed record Capture(string Key, Sh Read, Func<Captured, Value> Parse) : Step
    {
        /// <summary>True where the output is a text without NUL, which then comes by a variable of the shell and not by a file.</summary>
        public bool IsText { get; init; }
    }

    /// <summary>
    /// A file with given content. Facets <c>content</c>, <c>mode</c>, <c>owner</c> and <c>group</c>; of a file that is not there yet
    /// only <c>content</c> differs. New content goes to a temporary file in the same folder that nobody else can read, mode and owner
    /// are set before it is renamed over the old one. <c>~</c> in the path stands for the home folder.
    /// </summary>
    public sealed record Put(string Path, FileContent Content) : Step
    {
        /// <summary>Where the path ends with a slash or is a folder, the file goes into it under this name; null where a folder is an error.</summary>
        public string? Name { get; init; }

        /// <summary>A file on the host whose content is taken instead of <see cref="Content"/>.</summary>
        public string? From { get; init; }

        /// <summary>
        /// A command that prints the content instead, from the old content on its stdin, which is empty for a file that is not there.
        /// It changes nothing itself. As with <see cref="From"/> the host sends the new content for the diff (<see cref="Event.New"/>).
        /// </summary>
        public Sh? Edit { get; init; }

        /// <summary>
        /// With <see cref="Edit"/>: a quick test that changes nothing, whether the file named by <c>"$1"</c> has the content that the edit
        /// would give it. Where it holds, the edit is not made.
        /// </summary>
        public Sh? Holds { get; init; }

        /// <summary>
        /// The controller makes the content instead: the host sends the old one (null where there is no file, at most 32 MiB) and
        /// waits for the new one within the same script. Pure. For what sh cannot do exactly, such as Python's regular expressions.
        /// </summary>
        public Func<byte[]?, Rewriting>? Rewrite { get; init; }

        /// <summary>With <see cref="Rewrite"/>: what of the arguments sh cannot do, and what to write instead; null where it goes without saying.</summary>
        public string? Obstacle { get; init; }

        /// <summary>Octal (<c>0644</c>) or symbolic (<c>u=rw,g=r</c>); null keeps what is there, or 0666 less the umask for a new file. <c>preserve</c>: that of <see cref="From"/>.</summary>
        public string? Mode { get; init; }

        /// <summary>True: a path that is a link means the file it leads to. False: new content takes the place of the link.</summary>
        public bool Follow { get; init; }

        /// <summary>True: a folder that is missing above the path is made.</summary>
        public bool MakesFolder { get; init; }

        /// <summary>True: where <see cref="From"/> is a folder there is nothing to put.</summary>
        public bool UnlessFolder { get; init; }

        /// <summary>True: a file that is not there is as it should be.</summary>
        public bool IfPresent { get; init; }

        /// <summary>Stands after the facets' names (<c>content conf.d/a.conf</c>) where a task puts several files; null for the only one.</summary>
        public string? Part { get; init; }

        public string? Owner { get; init; }

        public string? Group { get; init; }

        /// <summary>A test of the new file before it replaces the old one; <c>%s</c> stands for its path. Runs in check mode too.</summary>
        public string? Validate { get; init; }

        /// <summary>Keeps the old file beside the new one, under Ansible's name for it.</summary>
        public bool Backup { get; init; }

        /// <summary>False: only a file that does not exist is written.</summary>
        public bool Force { get; init; } = true;
    }

    /// <summary>
    /// A file of the host that the controller keeps a copy of. The host sends it (at most 32 MiB) and hears whether the copy was new,
    /// which is the task's change. <c>~</c> in the path stands for the home folder.
    /// </summary>
    /// <param name="Destination">The copy's path on the controller; folders above it are made. In check mode nothing is written.</param>
    public sealed record Fetch(string Path, string Destination) : Step
    {
        /// <summary>The <see cref="Event.Asked.Key"/> of this step; no part of a put ends with a colon.</summary>
        public const string Question = "fetch:";

        /// <summary>True: a file that is not there is no failure, and nothing is fetched.</summary>
        public bool IfPresent { get; init; }
    }

    /// <summary>A file for the steps after it, in the session's private folder: <c>"$rmd_d/file"</c>, which its owner may execute.</summary>
    public sealed record Stage(FileContent Content) : Step;

    /// <summary>
    /// A command whose outcome only the controller can judge from what it printed (JSON, an HTTP answer). Runs in check mode too,
    /// with <c>rmd_check</c> set, so it must change nothing then. The host hears the verdict before the next step.
    /// </summary>
    /// <param name="Verdict">Pure. May throw <see cref="FormatException"/>, which fails the task with its message.</param>
    public sealed record Judge(Sh Command, Func<Captured, Verdict> Verdict) : Step
    {
        /// <summary>The <see cref="Event.Asked.Key"/> of these steps.</summary>
        public const string Question = "judge:";

        /// <summary>A name for reports where the command is a change, and for telling several apart.</summary>
        public string Facet { get; init; } = "result";

        /// <summary>Text for the command's stdin, in the file <c>"$rmd_d/in"</c>; empty otherwise.</summary>
        public string? Stdin { get; init; }

        /// <summary>What makes the change where the verdict is one, not in check mode; its stdin is <see cref="Shell.Verdict.Content"/>.</summary>
        public Sh? Apply { get; init; }

        /// <summary>What is kept in the host's journal before a change, so that it can be taken back; none where nothing can.</summary>
        public IReadOnlyList<Undo> Undo { get; init; } = [];

        /// <summary>In check mode the task is skipped.</summary>
        public bool IsSkippedInCheck { get; init; }

        /// <summary>A test on the host; where it succeeds nothing is run and the task is ok with <see cref="UnlessMessage"/>.</summary>
        public Sh? Unless { get; init; }

        public string UnlessMessage { get; init; } = "";
    }

    /// <summary>A value of the result that is known without the host. <c>ansible_facts</c> is merged into the host's variables.</summary>
    public sealed record Report(string Key, Value Value) : Step
    {
        /// <summary>The variables are facts of the host, too, which a cache may keep beyond the run.</summary>
        public bool IsCacheable { get; init; }

        /// <summary>True where the value is only shown, so that <c>ansible_facts</c> among what is printed sets nothing.</summary>
        public bool IsShownOnly { get; init; }

        /// <summary>The result is what the task is for, so Ansible's callbacks show it without <c>-v</c>.</summary>
        public bool IsTold { get; init; }
    }

    /// <summary>Fails the task with a message; decided without the host.</summary>
    public sealed record Fail(string Message) : Step;
}

/// <summary>What becomes of a file's content.</summary>
/// <param name="Content">The new content; null leaves the file as it is, there or not.</param>
public sealed record Rewriting(byte[]? Content)
{
    /// <summary>Why the task fails instead; null where it does not.</summary>
    public string? Failure { get; init; }

    /// <summary>Keys for the task's result.</summary>
    public DictValue Result { get; init; } = DictValue.Empty;

    public static Rewriting Failed(string message) => new((byte[]?)null) { Failure = message };
}

/// <summary>What a command's output means.</summary>
/// <param name="Failure">Why the task fails; null where it does not.</param>
/// <param name="Result">Keys for the task's result.</param>
public sealed record Verdict(bool Changed, string? Failure, DictValue Result)
{
    /// <summary>For <see cref="Step.Judge.Apply"/>.</summary>
    public byte[] Content { get; init; } = [];

    public static Verdict Read(DictValue result) => new(false, null, result);
}

/// <summary>What a command printed.</summary>
/// <param name="Stdout">Bytes; may be cut off in the middle at the cap, which <paramref name="IsCut"/> says.</param>
public sealed record Captured(int ExitCode, byte[] Stdout, byte[] Stderr, bool IsCut)
{
    /// <summary>As UTF-8; bytes that are not become U+FFFD.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Stdout);

    public string ErrorText => System.Text.Encoding.UTF8.GetString(Stderr);
}

/// <summary>The bytes of a file to be written, with their hash.</summary>
public sealed class FileContent
{
    public FileContent(byte[] bytes)
    {
        Bytes = bytes;
        Sha1 = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(bytes));
    }

    public byte[] Bytes { get; }

    /// <summary>Lower-case hex, as Ansible's <c>checksum</c>.</summary>
    public string Sha1 { get; }

    public static FileContent Empty { get; } = new([]);

    public static FileContent Of(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
