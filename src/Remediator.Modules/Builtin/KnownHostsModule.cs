using System.Security.Cryptography;
using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class KnownHostsModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The host, as one gives it to ssh; [host]:port for another port.").WithAliases("host").Required();
    private static readonly Parameter<string> Key = Parameter.Text("key", "The whole line: names, kind and key.");
    private static readonly Parameter<string> Target = Parameter.Path("path", "The file.").WithDefault("~/.ssh/known_hosts");
    private static readonly Parameter<bool?> Hashes = Parameter.Flag("hash_host", "The name is hashed.").WithDefault(false, "false");
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether the key is in the file.", "absent", "present").WithDefault("present");

    public override ModuleSpec Spec { get; } = new("known_hosts", "Sees to the key by which a host is known.")
    {
        Parameters = [Name, Key, Target, Hashes, State],
        Returns = [("name", "The host."), ("key", "As given."), ("state", "present or absent.")],
        Examples =
        [
            new ModuleExample("""
                - name: The key of the gate
                  known_hosts:
                    path: /etc/ssh_known_hosts
                    name: gate.example.org
                    key: gate.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo
                """)
            {
                Before = "mkdir -p /etc && echo 'other ssh-rsa AAAAB3Nza' >/etc/ssh_known_hosts",
                Damage = new Dictionary<string, string> { ["content"] = "sed -i s/IFoo/IBar/ /etc/ssh_known_hosts" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (name, key, isAbsent) = (args.Require(Name).ToLowerInvariant(), args.Get(Key)?.Trim(), args.Require(State) == "absent");
        if (!isAbsent && key is null)
        {
            return [new Step.Fail("No key specified when adding a host.")];
        }

        var words = key?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (key is not null && words.Length < 3)
        {
            return [new Step.Fail($"Host parameter does not match hashed host field in supplied key, or the key is not a line of known_hosts: {key}")];
        }

        var hashed = Hash(name, key ?? "");
        var (type, blob) = words is [_, var kind, var given, ..] ? (kind, given) : ("", "");
        var line = isAbsent ? "" : args.Get(Hashes) is true ? $"{hashed} {string.Join(' ', words[1..])}" : key!;
        return
        [
            new Step.Report("name", Value.Of(name)), new Step.Report("key", key is null ? Value.Null : Value.Of(key)), new Step.Report("state", Value.Of(args.Require(State))),
            new Step.Put(args.Require(Target), FileContent.Empty) { Edit = Sh.Of($"rmd_set_known {args.Require(State)} {name} {hashed} {type} {blob} {line}"), IfPresent = isAbsent, Follow = true, MakesFolder = !isAbsent },
        ];
    }

    /// <summary>ssh's form of a hashed name. The salt comes from the key, so that the same task writes the same line.</summary>
    private static string Hash(string name, string key)
    {
        var salt = SHA1.HashData(Encoding.UTF8.GetBytes(key));
        return $"|1|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(name)))}";
    }
}
