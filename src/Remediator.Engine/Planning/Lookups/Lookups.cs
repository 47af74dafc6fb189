using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>Ansible's lookup plugins: what <c>lookup</c>, <c>query</c> and <c>with_*</c> may ask of the controller. One table for all three.</summary>
public sealed class Lookups(ControllerFiles files, TimeProvider time) : IOutside
{
    private static readonly Dictionary<string, Func<LookupCall, IEnumerable<Value>>> Plugins = new()
    {
        ["config"] = ConfigLookup.Run,
        ["csvfile"] = CsvLookup.Run,
        ["dict"] = ListLookups.Dict,
        ["env"] = VariableLookups.Env,
        ["file"] = FileLookups.File,
        ["fileglob"] = FileLookups.Glob,
        ["first_found"] = FirstFound.Run,
        ["flattened"] = ListLookups.Flattened,
        ["indexed_items"] = ListLookups.Indexed,
        ["ini"] = IniLookup.Run,
        ["inventory_hostnames"] = VariableLookups.HostNames,
        ["items"] = ListLookups.Items,
        ["lines"] = ProgramLookups.Lines,
        ["list"] = ListLookups.List,
        ["nested"] = ListLookups.Nested,
        ["password"] = PasswordLookup.Run,
        ["pipe"] = ProgramLookups.Pipe,
        ["random_choice"] = ListLookups.RandomChoice,
        ["sequence"] = Sequence.Run,
        ["subelements"] = SubelementsLookup.Run,
        ["template"] = TemplateLookup.Run,
        ["together"] = ListLookups.Together,
        ["unvault"] = FileLookups.Unvault,
        ["url"] = UrlLookup.Run,
        ["varnames"] = VariableLookups.Names,
        ["vars"] = VariableLookups.Values,
    };

    /// <summary>Plugins whose answers do not depend on the controller's files, programs or network.</summary>
    private static readonly HashSet<string> Pure = ["config", "dict", "env", "flattened", "indexed_items", "inventory_hostnames", "items", "list", "nested", "random_choice", "sequence", "subelements", "together", "varnames", "vars"];

    /// <summary>What filters and tests ask through the same door; no plugin of these names can be called.</summary>
    private static readonly Dictionary<string, Func<LookupCall, IEnumerable<Value>>> Inner = new()
    {
        ["file_test"] = FileTests.Run,
    };

    private static readonly string[] Collections = ["ansible.builtin.", "ansible.legacy.", "community.general."];

    public static IEnumerable<string> Names => Plugins.Keys;

    /// <summary>Set by whoever makes the renderer, since the template lookup needs it.</summary>
    public Renderer? Renderer { get; set; }

    public DateTimeOffset Now => time.GetLocalNow();

    public SourceText? FindTemplate(string name, SourceText from) => files.Include(name, from);

    public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope)
    {
        var collection = Collections.FirstOrDefault(c => plugin.StartsWith(c, StringComparison.Ordinal)) ?? "";
        var name = plugin[collection.Length..];
        if (!Pure.Contains(name))
        {
            ControllerFiles.NoteRead(scope);
        }

        return Plugins.TryGetValue(name, out var run) || Inner.TryGetValue(name, out run)
            ? [.. run(new LookupCall(this, files, name, arguments, scope))]
            : throw new EvaluationException($"lookup plugin ({plugin}) not found", hint: DidYouMean.Hint(name, Plugins.Keys));
    }
}
