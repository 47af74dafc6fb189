using System.Globalization;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class UserModule : Module
{
    private const string Elsewhere = "it is for systems other than Linux";
    private static readonly Parameter<string> Name = Parameter.Text("name", "The user.").WithAliases("user").Required();
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether there is such a user.", "absent", "present").WithDefault("present");
    private static readonly Parameter<long?> Id = Parameter.Number("uid", "His number.");
    private static readonly Parameter<bool?> NonUnique = Parameter.Flag("non_unique", "The number may be another user's, too.").WithDefault(false, "false");
    private static readonly Parameter<string> First = Parameter.Text("group", "His first group, by name or number.");
    private static readonly Parameter<IReadOnlyList<string>> Groups = Parameter.TextList("groups", "Other groups that he is in, and no further ones unless append is true. An empty text means none.");
    private static readonly Parameter<bool?> Append = Parameter.Flag("append", "He stays in the groups that he is in already.").WithDefault(false, "false");
    private static readonly Parameter<string> Comment = Parameter.Text("comment", "His full name.");
    private static readonly Parameter<string> Home = Parameter.Path("home", "His folder.");
    private static readonly Parameter<string> LoginShell = Parameter.Text("shell", "His shell.");
    private static readonly Parameter<string> Password = Parameter.Text("password", "The hash of his password, as crypt makes it; ! or * for none that fits.").Secret();
    private static readonly Parameter<string> Update = Parameter.Choice("update_password", "on_create: the password of a user that is there is left alone.", "always", "on_create").WithDefault("always");
    private static readonly Parameter<bool?> Lock = Parameter.Flag("password_lock", "Whether the password is locked.");
    private static readonly Parameter<long?> LongestAge = Parameter.Number("password_expire_max", "Days after which the password must be changed.");
    private static readonly Parameter<long?> LeastAge = Parameter.Number("password_expire_min", "Days before which it may not be changed again.");
    private static readonly Parameter<double?> Expires = Parameter.Real("expires", "When the account ends, in seconds since 1970; a negative number for never.");
    private static readonly Parameter<bool?> CreateHome = Parameter.Flag("create_home", "His folder is made.").WithAliases("createhome").WithDefault(true, "true");
    private static readonly Parameter<bool?> MoveHome = Parameter.Flag("move_home", "With another home what is in the old one goes along.").WithDefault(false, "false");
    private static readonly Parameter<string> Skeleton = Parameter.Text("skeleton", "A folder whose files a new home gets.");
    private static readonly Parameter<string> Umask = Parameter.Text("umask", "The umask with which a new home is made.");
    private static readonly Parameter<bool?> IsSystem = Parameter.Flag("system", "A new user gets a number of the system's range.").WithDefault(false, "false");
    private static readonly Parameter<bool?> Force = Parameter.Flag("force", "absent: though he is logged in. With generate_ssh_key: a new key each time.").WithDefault(false, "false");
    private static readonly Parameter<bool?> Remove = Parameter.Flag("remove", "absent: his folder and mail go, too.").WithDefault(false, "false");
    private static readonly Parameter<bool?> MakesKey = Parameter.Flag("generate_ssh_key", "He gets an SSH key where he has none.").WithDefault(false, "false");
    private static readonly Parameter<long?> KeyBits = Parameter.Number("ssh_key_bits", "The length of the key; ssh-keygen's own default otherwise.").WithDefault(0, "0");
    private static readonly Parameter<string> KeyType = Parameter.Text("ssh_key_type", "The kind of key.").WithDefault("rsa");
    private static readonly Parameter<string> KeyFile = Parameter.Path("ssh_key_file", "The key's file; relative to his folder, .ssh/id_TYPE otherwise.");
    private static readonly Parameter<string> KeyComment = Parameter.Text("ssh_key_comment", "The key's comment; 'ansible-generated on' and the host's name otherwise.");
    private static readonly Parameter<string> KeyPassphrase = Parameter.Text("ssh_key_passphrase", "The key's passphrase.").Secret();

    public override ModuleSpec Spec { get; } = new("user", "Sees to a user of the host: that he is there or not, and what is said of him.")
    {
        Parameters =
        [
            Name, State, Id, NonUnique, First, Groups, Append, Comment, Home, LoginShell, Password, Update, Lock, LongestAge, LeastAge, Expires, CreateHome, MoveHome, Skeleton, Umask,
            IsSystem, Force, Remove, MakesKey, KeyBits, KeyType, KeyFile, KeyComment, KeyPassphrase,
            Parameter.Flag("local", "Has no effect: useradd only makes users of the host itself."),
            Parameter.Refused("seuser", "SELinux users are not set"), Parameter.Refused("hidden", Elsewhere), Parameter.Refused("login_class", Elsewhere),
            Parameter.Refused("profile", Elsewhere), Parameter.Refused("authorization", Elsewhere), Parameter.Refused("role", Elsewhere),
        ],
        Returns =
        [
            ("name", "The user."), ("state", "present or absent."), ("uid", "His number."), ("group", "The number of his first group."), ("groups", "The other groups as they were given."),
            ("comment", "His full name."), ("home", "His folder."), ("shell", "His shell."), ("ssh_key_file", "With generate_ssh_key: the key's file."),
            ("ssh_fingerprint", "Its fingerprint."), ("ssh_public_key", "The public key."),
        ],
        Examples =
        [
            new ModuleExample("""
                - name: The user of the data nodes
                  user:
                    name: hdfs
                    uid: 1017
                    groups: [hadoop, adm]
                    append: true
                    comment: Hadoop's files
                    shell: /bin/sh
                    home: /var/lib/hdfs
                    create_home: false
                """)
            {
                Before = "mkdir -p /etc/accounts && printf 'root:x:0:0:root:/root:/bin/sh\\n' >/etc/accounts/passwd && printf 'root:x:0:\\nadm:x:4:\\nhadoop:x:900:\\nusers:x:100:\\n' >/etc/accounts/group && : >/etc/accounts/shadow",
                Damage = new Dictionary<string, string>
                {
                    ["shell"] = "sed -i '/^hdfs:/s,/bin/sh,/bin/false,' /etc/accounts/passwd",
                    ["groups"] = "sed -i '/^adm:/s/:[^:]*$/:/' /etc/accounts/group",
                    ["comment"] = "sed -i \"s/Hadoop's files/nobody/\" /etc/accounts/passwd",
                },
            },
            new ModuleExample("""
                - name: Nobody who left
                  user:
                    name: former
                    state: absent
                    remove: true
                """)
            {
                Before = "mkdir -p /etc/accounts && printf 'root:x:0:0:root:/root:/bin/sh\\nformer:x:1001:100::/srv/former:/bin/sh\\n' >/etc/accounts/passwd && printf 'root:x:0:\\nusers:x:100:former\\n' >/etc/accounts/group && : >/etc/accounts/shadow",
                Damage = new Dictionary<string, string> { ["user"] = "echo 'former:x:1001:100::/srv/former:/bin/sh' >>/etc/accounts/passwd" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(Name);
        yield return new Step.Report("name", Value.Of(name));
        yield return new Step.Report("state", Value.Of(args.Require(State)));
        var show = Sh.Of($"rmd_show_user {name}");
        if (args.Require(State) == "absent")
        {
            yield return new Step.Report("force", Value.Of(args.Get(Force) is true));
            yield return new Step.Report("remove", Value.Of(args.Get(Remove) is true));
            var words = new[] { (args.Get(Force) is true, "-f"), (args.Get(Remove) is true, "-r") }.Where(w => w.Item1).Select(w => w.Item2);
            var small = args.Get(Remove) is true ? Sh.Of($"rmd_tell deluser --remove-home {name}") : Sh.Of($"rmd_tell deluser {name}");
            yield return new Step.Ensure("user", show, "absent", Sh.Of($"if command -v userdel >/dev/null 2>&1; then rmd_tell userdel {words} {name}; else {small}; fi"));
            yield break;
        }

        foreach (var report in Reports(args))
        {
            yield return report;
        }

        var needed = (args.Get(Groups) ?? []).Append(args.Get(First) ?? "").Where(g => g.Length > 0).ToList();
        if (needed.Count > 0)
        {
            yield return new Step.Require(Sh.Of($"rmd_need_groups {string.Join(',', needed)}"), "a group does not exist");
        }

        yield return new Step.Ensure("user", show, "present", UserCreation.Fix(name, Words(args), SmallWords(args), args.Get(Home) ?? "", PasswordToSet(args), string.Join(',', args.Get(Groups) ?? [])))
        {
            // What is in the home folder by then may be somebody's: it stays.
            Undo = [new Undo.Call(Sh.Of($"if command -v userdel >/dev/null 2>&1; then rmd_tell userdel {name}; else rmd_tell deluser {name}; fi"))],
        };
        foreach (var step in Facets(args, name).Concat(Secrets(args, name)).Concat(Key(args, name)))
        {
            yield return step;
        }

        yield return new Step.Capture(".", Sh.Of($"rmd_account passwd {name}"), Parse);
    }

    private static IEnumerable<Step> Reports(Arguments args)
    {
        foreach (var (key, flag) in new[] { ("append", Append), ("move_home", MoveHome), ("create_home", CreateHome), ("system", IsSystem) })
        {
            yield return new Step.Report(key, Value.Of(args.Get(flag) is true));
        }

        if (args.Get(Groups) is { } groups)
        {
            yield return new Step.Report("groups", Value.Of(string.Join(',', groups)));
        }

        if (args.Has(Password))
        {
            yield return new Step.Report("password", Value.Of("NOT_LOGGING_PASSWORD"));
        }
    }

    private static List<string> Words(Arguments args)
    {
        var words = new List<string>();
        void Add(string option, string? value) => words.AddRange(value is null ? [] : [option, value]);
        Add("-u", args.Get(Id)?.ToString(CultureInfo.InvariantCulture));
        words.AddRange(args.Get(NonUnique) is true ? ["-o"] : []);
        Add("-g", args.Get(First));
        Add("-G", args.Get(Groups) is { Count: > 0 } groups && groups.Any(g => g.Length > 0) ? string.Join(',', groups) : null);
        Add("-c", args.Get(Comment));
        Add("-d", args.Get(Home));
        Add("-s", args.Get(LoginShell));
        Add("-e", args.Get(Expires) is { } expires ? Day(expires) : null);
        Add("-p", PasswordToSet(args) is { Length: > 0 } password ? password : null);
        words.AddRange(args.Get(CreateHome) is true ? ["-m"] : ["-M"]);
        Add("-k", args.Get(CreateHome) is true ? args.Get(Skeleton) : null);
        Add("-K", args.Get(CreateHome) is true && args.Get(Umask) is { } mask ? "UMASK=" + mask : null);
        words.AddRange(args.Get(IsSystem) is true ? ["-r"] : []);
        return words;
    }

    /// <summary>The same for busybox's adduser, which knows less.</summary>
    private static List<string> SmallWords(Arguments args)
    {
        var words = new List<string>();
        foreach (var (option, value) in new[] { ("-u", args.Get(Id)?.ToString(CultureInfo.InvariantCulture)), ("-G", args.Get(First)), ("-g", args.Get(Comment)), ("-h", args.Get(Home)), ("-s", args.Get(LoginShell)), ("-k", args.Get(Skeleton)) })
        {
            words.AddRange(value is null ? [] : [option, value]);
        }

        words.AddRange(args.Get(CreateHome) is true ? [] : ["-H"]);
        words.AddRange(args.Get(IsSystem) is true ? ["-S"] : []);
        return words;
    }

    private static string PasswordToSet(Arguments args) => args.Get(Password) is { } password ? (args.Get(Lock) is true ? "!" : "") + password : "";

    private static IEnumerable<Step> Facets(Arguments args, string name)
    {
        if (args.Get(Id) is { } id)
        {
            yield return Field("uid", 3, id.ToString(CultureInfo.InvariantCulture), args.Get(NonUnique) is true ? Sh.Of($"-o -u {id}") : Sh.Of($"-u {id}"), Sh.Of($"-o -u"));
        }

        if (args.Get(First) is { } first)
        {
            yield return new Step.Ensure("group", Sh.Of($"rmd_show_user_group {name} {first}"), first, Sh.Of($"rmd_tell usermod -g {first} {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_tell usermod -g \"$rmd_before\" {name}"))] };
        }

        if (args.Get(Groups) is { } groups)
        {
            var all = string.Join(',', groups);
            var append = args.Get(Append) is true ? "append" : "";
            yield return new Step.Ensure("groups", Sh.Of($"rmd_show_user_groups {name} {all} {append}"), all, Sh.Of($"rmd_set_groups {name} {all} {append}"))
            {
                Undo = [new Undo.Call(Sh.Of($"rmd_set_groups {name} \"$rmd_before\""), Sh.Of($"rmd_groups_of {name} | paste -s -d , -"))],
            };
        }

        if (args.Get(Comment) is { } comment)
        {
            yield return Field("comment", 5, comment, Sh.Of($"-c {comment}"), Sh.Of($"-c"));
        }

        if (args.Get(Home) is { } home)
        {
            yield return Field("home", 6, home, args.Get(MoveHome) is true ? Sh.Of($"-d {home} -m") : Sh.Of($"-d {home}"), args.Get(MoveHome) is true ? Sh.Of($"-m -d") : Sh.Of($"-d"));
        }

        if (args.Get(LoginShell) is { } shell)
        {
            yield return Field("shell", 7, shell, Sh.Of($"-s {shell}"), Sh.Of($"-s"));
        }

        if (args.Get(CreateHome) is true)
        {
            yield return new Step.Ensure("home folder", Sh.Of($"rmd_show_home_made {name}"), "present", Sh.Of($"rmd_make_home {name} {args.Get(Skeleton) ?? ""}")) { Undo = [new Undo.Whole(Sh.Of($"\"$(rmd_user_home {name})\""))] };
        }

        Step Field(string facet, int field, string want, Sh words, Sh option) => new Step.Ensure(facet, Sh.Of($"rmd_show_user_field {name} {field} {want}"), want, Sh.Of($"rmd_tell usermod {words} {name}"))
        {
            Undo = [new Undo.Call(Sh.Of($"rmd_tell usermod {option} \"$rmd_before\" {name}"))],
        };
    }

    private static IEnumerable<Step> Secrets(Arguments args, string name)
    {
        if (args.Get(Password) is { } password && args.Require(Update) == "always")
        {
            yield return new Step.Ensure("password", Sh.Of($"rmd_show_password {name} {password}"), "declared", Sh.Of($"rmd_set_password {name} {PasswordToSet(args)}"))
            {
                Undo = [new Undo.Call(Sh.Of($"rmd_set_password {name} \"$rmd_before\""), Sh.Of($"rmd_shadow {name} 2"))],
            };
        }

        if (args.Get(Lock) is { } isLocked)
        {
            var want = isLocked ? "locked" : "unlocked";
            yield return new Step.Ensure("lock", Sh.Of($"rmd_show_lock {name} {want}"), want, Sh.Of($"rmd_tell usermod {(isLocked ? "-L" : "-U")} {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_tell usermod {(isLocked ? "-U" : "-L")} {name}"))] };
        }

        if (args.Get(Expires) is { } expires)
        {
            var days = expires < 0 ? "" : ((long)Math.Floor(expires / 86400)).ToString(CultureInfo.InvariantCulture);
            yield return new Step.Ensure("expires", Sh.Of($"rmd_show_shadow {name} 8 {days}"), days, Sh.Of($"rmd_tell usermod -e {Day(expires)} {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_tell usermod -e \"$rmd_before\" {name}"), Sh.Of($"rmd_expiry {name}"))] };
        }

        foreach (var (facet, option, field, flag) in new[] { ("password_expire_min", LeastAge, 4, "-m"), ("password_expire_max", LongestAge, 5, "-M") })
        {
            if (args.Get(option)?.ToString(CultureInfo.InvariantCulture) is { } age)
            {
                yield return new Step.Ensure(facet, Sh.Of($"rmd_show_shadow {name} {field} {age}"), age, Sh.Of($"rmd_tell chage {flag} {age} {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_tell chage {flag} \"$rmd_before\" {name}"))] };
            }
        }
    }

    private static IEnumerable<Step> Key(Arguments args, string name)
    {
        if (args.Get(MakesKey) is not true)
        {
            yield break;
        }

        var file = args.Get(KeyFile) ?? ".ssh/id_" + args.Require(KeyType);
        var bits = args.Get(KeyBits) is > 0 and var given ? given.ToString(CultureInfo.InvariantCulture)! : "";
        var make = Sh.Of($"rmd_make_key {name} {file} {args.Require(KeyType)} {bits} {args.Get(KeyComment) ?? ""} {args.Get(KeyPassphrase) ?? ""}");
        Undo[] keep = [new Undo.Paths(Sh.Of($"\"$(rmd_key_file {name} {file})\""), Sh.Of($"\"$(rmd_key_file {name} {file}).pub\""))];
        yield return args.Get(Force) is true
            ? new Step.Act(make) { Facet = "ssh_key", Undo = keep, FailMessage = "the SSH key could not be made" }
            : new Step.Ensure("ssh_key", Sh.Of($"rmd_show_key {name} {file}"), "present", make) { Undo = keep };
        yield return new Step.Capture(".", Sh.Of($"rmd_key_state {name} {file}"), static captured => captured.Text.Split('\n', 3) switch
        {
            [var path, var fingerprint, var key] => Value.Dict(("ssh_key_file", Value.Of(path)), ("ssh_fingerprint", Value.Of(fingerprint)), ("ssh_public_key", key.Length == 0 ? Value.Null : Value.Of(key.Trim()))),
            _ => DictValue.Empty,
        });
    }

    /// <summary>The last day of an account as useradd takes it; empty for never.</summary>
    private static string Day(double expires) => expires < 0 ? "" : DateTime.UnixEpoch.AddSeconds(Math.Floor(expires)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DictValue Parse(Captured captured) => captured.Text.TrimEnd('\n').Split(':') switch
    {
        [_, _, var id, var group, var comment, var home, var shell, ..] when long.TryParse(id, out var uid) && long.TryParse(group, out var gid) =>
            Value.Dict(("uid", Value.Of(uid)), ("group", Value.Of(gid)), ("comment", Value.Of(comment)), ("home", Value.Of(home)), ("shell", Value.Of(shell))),
        _ => DictValue.Empty,
    };
}
