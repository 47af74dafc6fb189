namespace Remediator.Modules.Edits;

/// <summary>A line of an authorized_keys file.</summary>
/// <param name="Options">Empty for none.</param>
/// <param name="Type">Such as <c>ssh-ed25519</c>.</param>
/// <param name="Blob">The key itself, in base64: what makes two lines the same key.</param>
internal sealed record AuthorizedKey(string Options, string Type, string Blob, string Comment)
{
    private static readonly string[] Types =
        ["ssh-ed25519", "ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"];

    public string Line => string.Join(' ', new[] { Options, Type, Blob, Comment }.Where(p => p.Length > 0));

    /// <summary>The keys of a text, or null where a line is none.</summary>
    public static List<AuthorizedKey>? ReadAll(string text, string? options, string? comment)
    {
        var keys = text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(Read).ToList();
        return keys.Contains(null) ? null : [.. keys.Select(k => k! with { Options = options ?? k.Options, Comment = comment ?? k.Comment })];
    }

    private static AuthorizedKey? Read(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return null;
        }

        // Blanks in quotes belong to an option.
        var words = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
            {
                quoted = !quoted;
            }

            if (i == line.Length || (!quoted && char.IsWhiteSpace(line[i])))
            {
                if (i > start)
                {
                    words.Add(line[start..i]);
                }

                start = i + 1;
            }
        }

        var type = words.FindIndex(w => Types.Contains(w));
        return type is < 0 or > 1 || type + 1 >= words.Count ? null
            : new AuthorizedKey(type == 1 ? words[0] : "", words[type], words[type + 1], string.Join(' ', words.Skip(type + 2)));
    }
}
