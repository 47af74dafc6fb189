using Remediator.Language.Values;
using Remediator.Modules.Edits;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AuthorizedKeyModule : Module
{
    private static readonly Parameter<string> User = Parameter.Text("user", "Who may log in with the key.").Required();
    private static readonly Parameter<string> Key = Parameter.Text("key", "The public keys, one a line. An address is not loaded: give the text.").Required();
    private static readonly Parameter<string> Target = Parameter.Path("path", "The file; .ssh/authorized_keys in the user's folder otherwise.");
    private static readonly Parameter<bool?> ManagesFolder = Parameter.Flag("manage_dir", "The file's folder is made and belongs to the user.").WithDefault(true, "true");
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether the keys are in the file.", "absent", "present").WithDefault("present");
    private static readonly Parameter<string> KeyOptions = Parameter.Text("key_options", "Options before the key.");
    private static readonly Parameter<bool?> Exclusive = Parameter.Flag("exclusive", "All other keys are removed.").WithDefault(false, "false");
    private static readonly Parameter<string> Comment = Parameter.Text("comment", "The key's comment, instead of its own.");

    public override ModuleSpec Spec { get; } = new("authorized_key", "Sees to the keys with which a user may log in.")
    {
        OtherNames = ["ansible.posix.authorized_key"],
        Parameters =
        [
            User, Key, Target, ManagesFolder, State, KeyOptions, Exclusive, Comment, Parameter.Flag("validate_certs", "Has no effect: keys are not loaded from addresses."),
            Parameter.Flag("follow", "Links are followed.").WithDefault(false, "false"),
        ],
        Returns = [("keyfile", "The file."), ("user", "The user."), ("key", "As given."), ("state", "present or absent.")],
        Examples =
        [
            new ModuleExample("""
                - name: The operator's key
                  authorized_key:
                    user: root
                    path: /srv/keys/root
                    manage_dir: false
                    key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo operator@example.org
                    key_options: from="10.0.0.0/8"
                """)
            {
                Before = "mkdir -p /srv/keys && echo 'ssh-rsa AAAAB3Nza other' >/srv/keys/root && chmod 0600 /srv/keys/root",
                Damage = new Dictionary<string, string> { ["content"] = "sed -i s/from=[^,]*8.// /srv/keys/root", ["mode"] = "chmod 0644 /srv/keys/root" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (user, isAbsent) = (args.Require(User), args.Require(State) == "absent");
        if (args.Require(Key) is var key && (key.StartsWith("http://", StringComparison.Ordinal) || key.StartsWith("https://", StringComparison.Ordinal)))
        {
            yield return new Step.Fail("keys are not loaded from an address: use get_url or the lookup 'url', and give the text");
            yield break;
        }

        var wanted = AuthorizedKey.ReadAll(key, args.Get(KeyOptions), args.Get(Comment));
        if (wanted is null)
        {
            yield return new Step.Fail($"invalid key specified: {key}");
            yield break;
        }

        var path = args.Get(Target) ?? $"~{user}/.ssh/authorized_keys";
        foreach (var (name, value) in new[] { ("user", user), ("key", key), ("state", args.Require(State)), ("keyfile", path) })
        {
            yield return new Step.Report(name, Value.Of(value));
        }

        var folder = path.Contains('/') ? path[..path.LastIndexOf('/')] : ".";
        if (!isAbsent && args.Get(ManagesFolder) is true)
        {
            yield return new Step.Require(Sh.Of($"rmd_user_is {user} || [ -n \"${{rmd_check?}}\" ]"), $"Failed to lookup user {user}");
            yield return new Step.Ensure("folder", Sh.Told($"rmd_show_kind {Sh.Path(folder)} L"), "directory", Sh.Of($"mkdir -m 0700 {Sh.Path(folder)} && chown {user}: {Sh.Path(folder)}")) { Undo = [new Undo.Paths(Sh.Path(folder))] };
        }

        var how = isAbsent ? "absent" : args.Get(Exclusive) is true ? "exclusive" : "present";
        yield return new Step.Put(path, FileContent.Empty)
        {
            Edit = Sh.Of($"rmd_set_keys {how} {wanted.SelectMany(k => new[] { k.Blob, k.Line })}"),
            IfPresent = isAbsent,
            Mode = isAbsent ? null : "0600",
            Owner = isAbsent ? null : user,
            Follow = true,
        };
    }
}
