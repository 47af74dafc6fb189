using System.Security.Cryptography;
using System.Text;
using Remediator.Language.Values;
using Remediator.Modules.Edits;
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

        return
        [
            new Step.Report("name", Value.Of(name)), new Step.Report("key", key is null ? Value.Null : Value.Of(key)), new Step.Report("state", Value.Of(args.Require(State))),
            new Step.Put(args.Require(Target), FileContent.Empty) { Rewrite = old => Edit(old, name, key, words, isAbsent, args.Get(Hashes) is true), Follow = true, MakesFolder = !isAbsent },
        ];
    }

    private static Rewriting Edit(byte[]? old, string name, string? key, string[] words, bool isAbsent, bool hashes)
    {
        var (text, encoding) = FileText.Read(old ?? []);
        var lines = FileText.Lines(text);
        bool IsMeant(string line, bool sameKey) =>
            Split(line) is [var names, var type, var blob, ..] && IsOf(names, name) && (words.Length < 3 || (type == words[1] && (!sameKey || blob == words[2])));
        if (isAbsent)
        {
            return lines.RemoveAll(l => IsMeant(l, sameKey: true)) > 0 ? new Rewriting(encoding.GetBytes(string.Concat(lines))) : new Rewriting((byte[]?)null);
        }

        if (lines.Any(l => IsMeant(l, sameKey: true) && l.StartsWith("|1|", StringComparison.Ordinal) == hashes))
        {
            return new Rewriting((byte[]?)null);
        }

        lines.RemoveAll(l => IsMeant(l, sameKey: false));
        if (lines.Count > 0 && !lines[^1].EndsWith('\n'))
        {
            lines[^1] += "\n";
        }

        lines.Add((hashes ? $"{Hash(name, key!)} {string.Join(' ', words[1..])}" : key) + "\n");
        return new Rewriting(encoding.GetBytes(string.Concat(lines)));
    }

    private static string[] Split(string line) => line.TrimStart().StartsWith('#') ? [] : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool IsOf(string names, string name)
    {
        if (names.StartsWith("|1|", StringComparison.Ordinal))
        {
            return names.Split('|') is ["", "1", var salt, var hash] && Convert.ToBase64String(HMACSHA1.HashData(Convert.FromBase64String(salt), Encoding.UTF8.GetBytes(name))) == hash;
        }

        return names.Split(',').Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>ssh's form of a hashed name. The salt comes from the key, so that the same task writes the same line.</summary>
    private static string Hash(string name, string key)
    {
        var salt = SHA1.HashData(Encoding.UTF8.GetBytes(key));
        return $"|1|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(name)))}";
    }
}
