using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class RpmKeyModule : Module
{
    private static readonly Parameter<string> Key = Parameter.Text("key", "An address or a file of the host; with state absent its id will do.").Required();
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether rpm trusts the key.", "absent", "present").WithDefault("present");
    private static readonly Parameter<string> Fingerprint = Parameter.Text("fingerprint", "The fingerprint that the key must have.");

    public override ModuleSpec Spec { get; } = new("rpm_key", "Sees to a key that rpm trusts. The host needs gpg to tell a key's id.")
    {
        Parameters = [Key, State, Fingerprint, HttpOptions.Certificates],
        Examples = [new ModuleExample("- name: The key of the site\n  rpm_key:\n    key: https://rpm.example.org/RPM-GPG-KEY-site\n") { OutsideSandbox = "it loads from a network and means the machine's own keys" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (key, want) = (args.Require(Key), args.Require(State));
        var isId = key.Replace("0x", "", StringComparison.OrdinalIgnoreCase) is { Length: >= 8 } hex && hex.All(char.IsAsciiHexDigit);
        if (!isId)
        {
            yield return KeyImport.Bring(key, args.Get(HttpOptions.Certificates) is true);
            yield return new Step.Require(Sh.Of($"[ -n \"$(rmd_key_ids \"${{rmd_d:?}}/file\")\" ]"), $"Not a valid key {key}, or gpg is not there");
        }
        else if (want == "present")
        {
            yield return new Step.Fail("When importing a key, a valid file must be given");
            yield break;
        }

        if (args.Get(Fingerprint)?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() is { } fingerprint)
        {
            yield return new Step.Require(
                Sh.Of($"gpg --batch --quiet --homedir \"${{rmd_d:?}}\" --with-colons --show-keys \"${{rmd_d:?}}/file\" 2>/dev/null | grep -q {$"^fpr:.*:{fingerprint}:"}"),
                $"The specified fingerprint, '{fingerprint}', does not match any key fingerprints in '{key}'");
        }

        var id = isId ? Sh.Of($"{key}") : Sh.Of($"\"$(rmd_key_ids \"${{rmd_d:?}}/file\" | head -n 1)\"");
        var fix = want == "present"
            ? Sh.Of($"rmd_tell rpm --import \"${{rmd_d:?}}/file\"")
            : Sh.Of($"rmd_tell rpm --erase --allmatches \"gpg-pubkey-$(printf %s {id} | tr 'A-F' 'a-f' | sed 's/.*\\(.\\{{8\\}}\\)$/\\1/')\"");
        yield return new Step.Ensure("key", Sh.Of($"rmd_show_rpm_key {id}"), want, fix);
    }
}
