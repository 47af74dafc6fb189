using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>Steps that give a path, or all below it, the mode, owner and group that are asked for.</summary>
internal static class FileOwnership
{
    private static readonly int[] Bits = [0x800, 0x400, 0x200, 0x100, 0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1];

    /// <param name="follows">True: a link means what it leads to.</param>
    public static IEnumerable<Step> Steps(Arguments args, Sh path, Parameter<string> mode, bool follows, bool isTree)
    {
        var owner = args.Get(FileOptions.Owner);
        var group = args.Get(FileOptions.Group);
        var flag = follows ? Sh.Of($" L") : Sh.Of($"");
        var command = follows ? Sh.Of($"chown") : Sh.Of($"chown -h");

        // Owner and group first: changing them clears the set-id bits.
        if (owner is not null)
        {
            yield return new Step.Ensure("owner", Sh.Told($"rmd_show_owner {path} {owner}{flag}"), owner, Sh.Of($"{command} {owner} {path}")) { Undo = [Kept(path, follows)] };
        }

        if (group is not null)
        {
            yield return new Step.Ensure("group", Sh.Told($"rmd_show_group {path} {group}{flag}"), group, Sh.Of($"{command} {":" + group} {path}")) { Undo = [Kept(path, follows)] };
        }

        if (args.Get(mode) is { } bits)
        {
            yield return new Step.Ensure("mode", Sh.Told($"rmd_show_mode {path} {bits}{flag}"), bits, Sh.Of($"rmd_own {path} {bits} '' ''")) { Undo = [Kept(path, follows)] };
        }

        if (!isTree)
        {
            yield break;
        }

        if (owner is not null)
        {
            yield return Below("owner", "%U", owner, path, Sh.Of($"! -user {owner}"), Sh.Of($"chown -h {owner}"));
        }

        if (group is not null)
        {
            yield return Below("group", "%G", group, path, Sh.Of($"! -group {group}"), Sh.Of($"chown -h {":" + group}"));
        }

        if (args.Get(mode) is { } all && Permissions.Parse(all) is { } permissions)
        {
            if (permissions.IsRelative)
            {
                yield return new Step.Fail($"recurse does not take a mode that copies bits from another class ({all}): write the bits out");
            }
            else
            {
                yield return Below("mode", "0%a", all, path, Wrong(permissions), Sh.Of($"chmod {(permissions.Bits is null ? "" : "0") + all}"));
            }
        }
    }

    private static Step.Ensure Below(string facet, string format, string want, Sh path, Sh wrong, Sh fix) => new(
        facet + " below",
        Sh.Of($"rmd_show_below {path} {want} {format} -mindepth 1 {wrong}"),
        want,
        Sh.Of($"find {path} -mindepth 1 {wrong} -exec {fix} {{}} +"))
    {
        Undo = [new Undo.Below(path)],
    };

    private static Undo Kept(Sh path, bool follows) => new Undo.Paths(follows ? Sh.Of($"\"$(readlink -f {path})\"") : path);

    /// <summary>A test of find for what chmod would change. Only <c>-perm MODE</c> and <c>-perm -MODE</c>, which every find has.</summary>
    private static Sh Wrong(Permissions permissions)
    {
        if (permissions.Bits is not null)
        {
            return Sh.Of($"! -type l ! -perm {permissions.Text}");
        }

        var some = Sh.Of($"\\( -perm -0100 -o -perm -0010 -o -perm -0001 \\)");
        var kinds = new[] { (Sh.Of($"-type d"), true, true), (Sh.Of($"! -type d {some}"), false, true), (Sh.Of($"! -type d ! {some}"), false, false) };
        var tests = kinds.Select(kind => Sh.Of($"{kind.Item1} \\( {Off(permissions.Masks(kind.Item2, kind.Item3))} \\)"));
        return Sh.Of($"! -type l \\( {Or(tests)} \\)");
    }

    private static Sh Off((int Set, int Clear) masks) => Or(
        Bits.Where(bit => (masks.Set & bit) != 0).Select(bit => Sh.Of($"! -perm -{Octal(bit)}"))
            .Concat(Bits.Where(bit => (masks.Clear & bit) != 0).Select(bit => Sh.Of($"-perm -{Octal(bit)}"))));

    private static Sh Or(IEnumerable<Sh> tests)
    {
        var all = tests.ToList();
        return all.Count == 0 ? Sh.Of($"! -name '*'") : all.Aggregate((a, b) => Sh.Of($"{a} -o {b}"));
    }

    private static string Octal(int bits) => Permissions.Of(bits).Text;
}
