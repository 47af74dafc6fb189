using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class GetentModule : Module
{
    private static readonly string[] ColonDatabases = ["passwd", "shadow", "group", "gshadow"];
    private static readonly Parameter<string> Database = Parameter.Text("database", "passwd, group, hosts, services, ….").Required();
    private static readonly Parameter<string> Key = Parameter.Text("key", "Only this entry; all of them otherwise.").WithDefault("");
    private static readonly Parameter<string> Service = Parameter.Text("service", "Only what this service knows, such as files.");
    private static readonly Parameter<string> Split = Parameter.Text("split", "What stands between the fields; a colon or blanks otherwise, as the database has it.");
    private static readonly Parameter<bool?> FailKey = Parameter.Flag("fail_key", "An entry that is not there is a failure.").WithDefault(true, "true");

    public override ModuleSpec Spec { get; } = new("getent", "Reads entries of the host's databases of names into the fact getent_DATABASE.")
    {
        Parameters = [Database, Key, Service, Split, FailKey],
        Returns = [("ansible_facts", "getent_DATABASE: a mapping from the first field of each entry to the list of the others.")],
        Examples =
        [
            new ModuleExample("- name: Who is the administrator\n  getent:\n    database: passwd\n    key: root\n") { Before = "mkdir -p /etc/accounts && printf 'root:x:0:0:root:/root:/bin/sh\\n' >/etc/accounts/passwd" },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (database, key) = (args.Require(Database), args.Require(Key));
        string[] service = args.Get(Service) is { } name ? ["-s", name] : [];
        string[] keys = key.Length > 0 ? [key] : [];
        yield return new Step.Require(Sh.Of($"rmd_look_up {(args.Get(FailKey) is true ? "" : "may")} {service} {database} {keys}"), "Unexpected failure!");
        yield return new Step.Capture(".", Sh.Of($"cat \"${{rmd_d:?}}/entries\""), captured => Parse(args, database, key, captured.Text)) { Facts = "getent_" + database };
    }

    private static DictValue Parse(Arguments args, string database, string key, string text)
    {
        var fact = "getent_" + database;
        if (text.Length == 0 && key.Length > 0)
        {
            return Value.Dict(("msg", Value.Of("One or more supplied key could not be found in the database.")), ("ansible_facts", Value.Dict((fact, Value.Dict((key, Value.Null))))));
        }

        var separator = args.Get(Split) ?? (ColonDatabases.Contains(database) ? ":" : null);
        var entries = new Dictionary<string, List<Value>>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = separator is null ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : line.Split(separator);
            if (!entries.TryGetValue(fields[0], out var records))
            {
                entries[fields[0]] = records = [];
            }

            records.Add(Value.OfTexts(fields[1..]));
        }

        // An entry that comes twice, such as a host with two addresses, is a list of lists.
        var facts = new DictBuilder();
        foreach (var (name, records) in entries)
        {
            facts[name] = records is [var only] ? only : Value.Of(records);
        }

        return Value.Dict(("ansible_facts", Value.Dict((fact, facts.Build()))));
    }
}
