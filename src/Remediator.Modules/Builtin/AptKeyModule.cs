using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AptKeyModule : Module
{
    private static readonly Parameter<string> Id = Parameter.Text("id", "The key's id; without it gpg on the host tells it.");
    private static readonly Parameter<string> Data = Parameter.Text("data", "The key as text.");
    private static readonly Parameter<string> File = Parameter.Path("file", "A file on the host.");
    private static readonly Parameter<string> Address = Parameter.Text("url", "An address to load it from.");
    private static readonly Parameter<string> Server = Parameter.Text("keyserver", "A server of keys; needs the id.");
    private static readonly Parameter<string> Ring = Parameter.Path("keyring", "The key ring, instead of apt's own.");
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether apt trusts the key.", "absent", "present").WithDefault("present");

    public override ModuleSpec Spec { get; } = new("apt_key", "Sees to a key that apt trusts, by apt-key, which newer releases no longer have.")
    {
        Parameters = [Id, Data, File, Address, Server, Ring, State, HttpOptions.Certificates],
        Rules = [new ParameterRule.Exclusive(Data, File, Server, Address)],
        Returns = [("key_id", "The id."), ("id", "The id.")],
        Examples = [new ModuleExample("- name: The key of the site\n  apt_key:\n    url: https://deb.example.org/site.asc\n    id: 9FED2BCBDCD29CDF762678CBAED4B06F473041FA\n") { OutsideSandbox = "it loads from a network and means the machine's own keys" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var isAbsent = args.Require(State) == "absent";
        var (id, ring) = (args.Get(Id), args.Get(Ring) ?? "");
        string[] rings = ring.Length > 0 ? ["--keyring", ring] : [];
        yield return new Step.Require(Sh.Of($"command -v apt-key"), "Failed to find required executable \"apt-key\": put the key into a file of /etc/apt/keyrings and name it in the repository's line with signed-by");
        if (id is not null)
        {
            yield return new Step.Report("id", Value.Of(id));
        }

        if (isAbsent)
        {
            yield return id is null ? new Step.Fail("key is required with state=absent: give its id") : new Step.Ensure("key", Sh.Of($"rmd_show_apt_key {id} {ring}"), "absent", Sh.Of($"rmd_tell apt-key {rings} del {id}"));
            yield break;
        }

        if (args.Get(Server) is { } server)
        {
            yield return id is null ? new Step.Fail("missing parameter: id, which a keyserver needs") : new Step.Ensure("key", Sh.Of($"rmd_show_apt_key {id} {ring}"), "present", Sh.Of($"rmd_tell apt-key {rings} adv --no-tty --keyserver {server} --recv {id}")) { Undo = [Gone(rings, Sh.Of($"{id}"))] };
            yield break;
        }

        if (args.Get(Data) is { } data)
        {
            yield return new Step.Stage(FileContent.Of(data));
        }
        else if ((args.Get(Address) ?? args.Get(File)) is { } source)
        {
            yield return KeyImport.Bring(source, args.Get(HttpOptions.Certificates) is true);
        }
        else
        {
            yield return new Step.Fail("one of data, file, url or keyserver is required");
            yield break;
        }

        var key = id is null ? Sh.Of($"\"$(rmd_key_ids \"${{rmd_d:?}}/file\" | head -n 1)\"") : Sh.Of($"{id}");
        yield return new Step.Ensure("key", Sh.Of($"rmd_show_apt_key {key} {ring}"), "present", Sh.Of($"rmd_tell apt-key {rings} add \"${{rmd_d:?}}/file\"")) { Undo = [Gone(rings, key)] };
    }

    /// <summary>The staged file is gone by then, so the key's id is read before.</summary>
    private static Undo Gone(string[] rings, Sh id) => new Undo.Call(Sh.Of($"rmd_tell apt-key {rings} del \"$rmd_before\""), Sh.Of($"printf %s {id}"));
}
