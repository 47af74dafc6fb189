using System.Security.Cryptography;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Recording;

/// <summary>
/// What was asked for, as JSON in the record of a run, so that another process can go on with it. Secrets are not in it: passwords, what
/// opens vaults, and extra variables whose names speak of secrets are named, and have to be given again.
/// </summary>
public static class RequestText
{
    private static readonly string[] SecretNames = ["pass", "secret", "token", "credential", "private", "api_key", "apikey"];

    /// <summary>What is recorded as it was asked for. What is missing in a record has the value that a new request has.</summary>
    private static readonly IReadOnlyList<Field> Fields =
    [
        Field.Texts("playbooks", r => r.Playbooks, (r, v) => r with { Playbooks = v }),
        Field.Texts("inventories", r => r.Inventories, (r, v) => r with { Inventories = v }),
        Field.Text("limit", r => r.Limit, (r, v) => r with { Limit = v }),
        Field.Texts("tags", r => r.Tags, (r, v) => r with { Tags = v }),
        Field.Texts("skip_tags", r => r.SkipTags, (r, v) => r with { SkipTags = v }),
        Field.Flag("check", r => r.Check, (r, v) => r with { Check = v }),
        Field.Flag("diff", r => r.Diff, (r, v) => r with { Diff = v }),
        Field.Number("forks", r => r.Forks, (r, v) => r with { Forks = v }),
        Field.Text("user", r => r.User, (r, v) => r with { User = v }),
        Field.Flag("become", r => r.Become, (r, v) => r with { Become = v }),
        Field.Text("become_user", r => r.BecomeUser, (r, v) => r with { BecomeUser = v }),
        Field.Text("become_method", r => r.BecomeMethod, (r, v) => r with { BecomeMethod = v }),
        Field.Text("connection", r => r.Connection?.ToString(), (r, v) => r with { Connection = Enum.TryParse<ConnectionKind>(v, out var kind) ? kind : null }),
        Field.Span("connect_timeout", r => r.ConnectTimeout, (r, v) => r with { ConnectTimeout = v }),
        Field.Span("task_timeout", r => r.TaskTimeout, (r, v) => r with { TaskTimeout = v }),
        Field.Text("private_key", r => r.PrivateKeyFile, (r, v) => r with { PrivateKeyFile = v }),
        Field.Span("keep_connections", r => r.KeepConnections, (r, v) => r with { KeepConnections = v }),
        Field.Text("ssh_common_args", r => r.SshCommonArgs, (r, v) => r with { SshCommonArgs = v }),
        Field.Flag("force_handlers", r => r.ForceHandlers, (r, v) => r with { ForceHandlers = v }),
        Field.Text("start_at_task", r => r.StartAtTask, (r, v) => r with { StartAtTask = v }),
        Field.Span("keep_journals", r => r.KeepJournals, (r, v) => r with { KeepJournals = v ?? r.KeepJournals }),
        Field.Number("journal_mebibytes", r => r.JournalMebibytes, (r, v) => r with { JournalMebibytes = v }),
    ];

    public static string Write(RunRequest request)
    {
        var (extra, withheld) = ExtraVars(request.ExtraVars);
        return JsonText.Compact(Value.Dict(
        [
            ("folder", Value.Of(Directory.GetCurrentDirectory())),
            ("made", Value.Of(request.MadePlaybook is not null)),
            ("hashes", Value.OfTexts(request.Playbooks.Select(p => HashOf(p) ?? ""))),
            ("extra_vars", Value.OfTexts(extra)),
            ("withheld", Value.OfTexts(withheld)),
            ("become_password", Value.Of(request.BecomePassword is not null)),
            ("vault", Value.OfTexts(request.Vault.All.Select(s => s.Label))),
            .. Fields.Select(f => (f.Name, f.Write(request))),
        ]));
    }

    /// <summary>The request with what was recorded, and what else whoever goes on with it must know.</summary>
    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    public static RecordedRequest Read(string text)
    {
        if (!JsonText.TryParse(text, out var value, out var error) || value is not DictValue said)
        {
            throw new FormatException($"the recorded request cannot be read: {error ?? "it is no object"}");
        }

        var request = Fields.Aggregate(new RunRequest { ExtraVars = Field.TextsOf(said["extra_vars"]) }, (r, field) => said[field.Name] is { } it ? field.Read(r, it) : r);
        return new RecordedRequest(request, said["folder"]?.ToString() ?? "", Field.TextsOf(said["hashes"]))
        {
            IsMade = said["made"] is BoolValue { Value: true },
            Withheld = Field.TextsOf(said["withheld"]),
            HadBecomePassword = said["become_password"] is BoolValue { Value: true },
            VaultLabels = Field.TextsOf(said["vault"]),
        };
    }

    /// <summary>The SHA-256 of a file in hexadecimal; null where it cannot be read.</summary>
    public static string? HashOf(string path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Values of extra variables whose names speak of secrets.</summary>
    internal static IEnumerable<string> SecretValues(IReadOnlyList<string> texts) =>
        texts.SelectMany(Variables).Where(v => IsSecret(v.Key)).Select(v => v.Value.ToString() ?? "");

    private static (IReadOnlyList<string> Kept, IReadOnlyList<string> Withheld) ExtraVars(IReadOnlyList<string> texts)
    {
        var kept = new List<string>();
        var withheld = new List<string>();
        foreach (var text in texts)
        {
            var secret = Variables(text).Select(v => v.Key).Where(IsSecret).ToList();
            if (secret.Count == 0)
            {
                kept.Add(text);
                continue;
            }

            withheld.AddRange(secret);
            var rest = new DictBuilder();
            foreach (var (key, value) in Variables(text).Where(v => !IsSecret(v.Key)))
            {
                rest[key] = value;
            }

            kept.Add(JsonText.Compact(rest.Build()));
        }

        return (kept, withheld);
    }

    /// <summary>The variables of one <c>-e</c>; a file's stay in the file.</summary>
    private static IEnumerable<(string Key, Value Value)> Variables(string text) =>
        text.StartsWith('@') ? [] : (VarsFileReader.ReadExtra(new SourceText("<-e>", text), new DiagnosticBag()) ?? DictValue.Empty).Select(v => (v.Key.ToString() ?? "", v.Value));

    private static bool IsSecret(string name) => SecretNames.Any(s => name.Contains(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>One thing that was asked for: how it is written, and how it is read.</summary>
    private sealed record Field(string Name, Func<RunRequest, Value> Write, Func<RunRequest, Value, RunRequest> Read)
    {
        public static Field Text(string name, Func<RunRequest, string?> get, Func<RunRequest, string?, RunRequest> set) =>
            new(name, r => get(r) is { } text ? Value.Of(text) : Value.Null, (r, v) => set(r, v is TextValue text ? text.ToString() : null));

        public static Field Texts(string name, Func<RunRequest, IReadOnlyList<string>> get, Func<RunRequest, IReadOnlyList<string>, RunRequest> set) =>
            new(name, r => Value.OfTexts(get(r)), (r, v) => set(r, TextsOf(v)));

        public static Field Flag(string name, Func<RunRequest, bool> get, Func<RunRequest, bool, RunRequest> set) =>
            new(name, r => Value.Of(get(r)), (r, v) => set(r, v is BoolValue { Value: true }));

        public static Field Number(string name, Func<RunRequest, int> get, Func<RunRequest, int, RunRequest> set) =>
            new(name, r => Value.Of(get(r)), (r, v) => v is IntValue { Value: > 0 and <= int.MaxValue and var number } ? set(r, (int)number) : r);

        /// <summary>In seconds; without a bound as -1.</summary>
        public static Field Span(string name, Func<RunRequest, TimeSpan?> get, Func<RunRequest, TimeSpan?, RunRequest> set) =>
            new(name, r => get(r) is not { } span ? Value.Null : Value.Of(span == TimeSpan.MaxValue ? -1 : span.TotalSeconds), (r, v) => set(r, v switch
            {
                FloatValue { Value: var seconds } => seconds < 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds),
                IntValue { Value: var whole } => whole < 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(whole),
                _ => null,
            }));

        public static IReadOnlyList<string> TextsOf(Value? value) => value is ListValue list ? [.. list.Select(t => t.ToString() ?? "")] : [];
    }
}

/// <summary>A recorded request.</summary>
/// <param name="Folder">In which the program was started: paths are relative to it.</param>
/// <param name="Hashes">Of the playbooks, as <see cref="RequestText.HashOf"/> makes them.</param>
public sealed record RecordedRequest(RunRequest Request, string Folder, IReadOnlyList<string> Hashes)
{
    /// <summary>The playbook was made by a verb, and is not there any more.</summary>
    public bool IsMade { get; init; }

    /// <summary>Names of extra variables that were not recorded.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    public bool HadBecomePassword { get; init; }

    /// <summary>Identities of the vault secrets that were given.</summary>
    public IReadOnlyList<string> VaultLabels { get; init; } = [];
}
