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

    public static string Write(RunRequest request)
    {
        var (extra, withheld) = ExtraVars(request.ExtraVars);
        return JsonText.Compact(Value.Dict(
            ("folder", Value.Of(Directory.GetCurrentDirectory())),
            ("made", Value.Of(request.MadePlaybook is not null)),
            ("playbooks", Value.OfTexts(request.Playbooks)),
            ("hashes", Value.OfTexts(request.Playbooks.Select(p => HashOf(p) ?? ""))),
            ("inventories", Value.OfTexts(request.Inventories)),
            ("limit", Text(request.Limit)),
            ("tags", Value.OfTexts(request.Tags)),
            ("skip_tags", Value.OfTexts(request.SkipTags)),
            ("extra_vars", Value.OfTexts(extra)),
            ("withheld", Value.OfTexts(withheld)),
            ("check", Value.Of(request.Check)),
            ("diff", Value.Of(request.Diff)),
            ("forks", Value.Of(request.Forks)),
            ("user", Text(request.User)),
            ("become", Value.Of(request.Become)),
            ("become_user", Text(request.BecomeUser)),
            ("become_method", Text(request.BecomeMethod)),
            ("become_password", Value.Of(request.BecomePassword is not null)),
            ("vault", Value.OfTexts(request.Vault.All.Select(s => s.Label))),
            ("connection", Text(request.Connection?.ToString())),
            ("connect_timeout", Seconds(request.ConnectTimeout)),
            ("task_timeout", Seconds(request.TaskTimeout)),
            ("private_key", Text(request.PrivateKeyFile)),
            ("ssh_common_args", Text(request.SshCommonArgs)),
            ("force_handlers", Value.Of(request.ForceHandlers)),
            ("start_at_task", Text(request.StartAtTask))));
    }

    /// <summary>The request with what was recorded, and what else whoever goes on with it must know.</summary>
    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    public static RecordedRequest Read(string text)
    {
        if (!JsonText.TryParse(text, out var value, out var error) || value is not DictValue said)
        {
            throw new FormatException($"the recorded request cannot be read: {error ?? "it is no object"}");
        }

        string? Maybe(string key) => said[key] is TextValue one ? one.ToString() : null;
        IReadOnlyList<string> Texts(string key) => said[key] is ListValue list ? [.. list.Select(t => t.ToString() ?? "")] : [];
        bool Flag(string key) => said[key] is BoolValue { Value: true };
        TimeSpan? Span(string key) => said[key] switch
        {
            FloatValue { Value: var seconds } => TimeSpan.FromSeconds(seconds),
            IntValue { Value: var whole } => TimeSpan.FromSeconds(whole),
            _ => null,
        };
        var request = new RunRequest
        {
            Playbooks = Texts("playbooks"),
            Inventories = Texts("inventories"),
            Limit = Maybe("limit"),
            Tags = Texts("tags"),
            SkipTags = Texts("skip_tags"),
            ExtraVars = Texts("extra_vars"),
            Check = Flag("check"),
            Diff = Flag("diff"),
            Forks = said["forks"] is IntValue { Value: > 0 and < 100_000 and var forks } ? (int)forks : RunRequest.DefaultForks,
            User = Maybe("user"),
            Become = Flag("become"),
            BecomeUser = Maybe("become_user"),
            BecomeMethod = Maybe("become_method"),
            Connection = Enum.TryParse<ConnectionKind>(Maybe("connection"), out var kind) ? kind : null,
            ConnectTimeout = Span("connect_timeout"),
            TaskTimeout = Span("task_timeout"),
            PrivateKeyFile = Maybe("private_key"),
            SshCommonArgs = Maybe("ssh_common_args"),
            ForceHandlers = Flag("force_handlers"),
            StartAtTask = Maybe("start_at_task"),
        };
        return new RecordedRequest(request, Maybe("folder") ?? "", Texts("hashes"))
        {
            IsMade = Flag("made"),
            Withheld = Texts("withheld"),
            HadBecomePassword = Flag("become_password"),
            VaultLabels = Texts("vault"),
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

    private static Value Text(string? text) => text is null ? Value.Null : Value.Of(text);

    private static Value Seconds(TimeSpan? span) => span is { } time && time != TimeSpan.MaxValue ? Value.Of(time.TotalSeconds) : Value.Null;
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
