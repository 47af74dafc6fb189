namespace Remediator.Shell;

/// <summary>
/// Permission bits as chmod takes them: octal, or symbolic clauses such as <c>u=rw,g-w,o=</c>. The octal form has one spelling
/// (<c>0644</c>, <c>04755</c>), which is also how the prelude shows the bits of a file.
/// </summary>
public sealed record Permissions
{
    private readonly IReadOnlyList<Clause> clauses;

    private Permissions(string text, int? bits, IReadOnlyList<Clause> clauses)
    {
        Text = text;
        Bits = bits;
        this.clauses = clauses;
    }

    public string Text { get; }

    /// <summary>The bits of an octal mode; null for a symbolic one.</summary>
    public int? Bits { get; }

    /// <summary>True where what is asked depends on bits of another class (<c>g=u</c>), which only the file itself can tell.</summary>
    public bool IsRelative => clauses.Any(c => c.Copies);

    /// <summary>The mode, or null where the text is none. Octal up to 07777; symbolic of clauses.</summary>
    public static Permissions? Parse(string text)
    {
        if (text.Length is >= 1 and <= 5 && text.All(c => c is >= '0' and <= '7'))
        {
            var bits = Convert.ToInt32(text, 8);
            return bits <= 0xFFF ? Of(bits) : null;
        }

        var clauses = new List<Clause>();
        return text.Split(',').All(part => ReadClause(part, clauses)) ? new Permissions(text, null, clauses) : null;
    }

    public static Permissions Of(int bits) => new("0" + Convert.ToString(bits, 8).PadLeft(3, '0'), bits, []);

    /// <summary>The bits that must be set and those that must not, for a folder or a file that has some execute bit or has none.</summary>
    public (int Set, int Clear) Masks(bool isFolder, bool isExecutable)
    {
        if (Bits is { } exact)
        {
            return (exact, 0xFFF & ~exact);
        }

        int set = 0, clear = 0;
        foreach (var clause in clauses)
        {
            var bits = clause.Bits | (clause.ExecutesWhereSome && (isFolder || isExecutable) ? clause.Who & 0x49 : 0);
            var (on, off) = clause.Operator switch
            {
                '+' => (bits, 0),
                '-' => (0, bits),
                // The set-id bits of a folder stay unless they are named.
                _ => (bits, clause.Who & (isFolder ? 0x1FF : 0xDFF) & ~bits),
            };
            set = (set | on) & ~off;
            clear = (clear | off) & ~on;
        }

        return (set, clear);
    }

    public override string ToString() => Text;

    private static bool ReadClause(string text, List<Clause> clauses)
    {
        var i = 0;
        var who = 0;
        for (; i < text.Length && text[i] is 'u' or 'g' or 'o' or 'a'; i++)
        {
            who |= text[i] switch { 'u' => 0x9C0, 'g' => 0x438, 'o' => 0x207, _ => 0xFFF };
        }

        if (i == text.Length)
        {
            return false;
        }

        // Nobody named means everybody, less the umask, which is 022 in our sessions.
        var reach = who == 0 ? 0xFFF & ~0x12 : who;
        who = who == 0 ? 0xFFF : who;

        while (i < text.Length)
        {
            var op = text[i++];
            if (op is not ('=' or '+' or '-'))
            {
                return false;
            }

            int bits = 0;
            bool some = false, copies = false;
            for (; i < text.Length && text[i] is not ('=' or '+' or '-'); i++)
            {
                switch (text[i])
                {
                    case 'r': bits |= reach & 0x124; break;
                    case 'w': bits |= reach & 0x92; break;
                    case 'x': bits |= reach & 0x49; break;
                    case 's': bits |= reach & 0xC00; break;
                    case 't': bits |= 0x200; break;
                    case 'X': some = true; break;
                    case 'u' or 'g' or 'o': copies = true; break;
                    default: return false;
                }
            }

            clauses.Add(new Clause(who, op, bits, some, copies));
        }

        return true;
    }

    private sealed record Clause(int Who, char Operator, int Bits, bool ExecutesWhereSome, bool Copies);
}
