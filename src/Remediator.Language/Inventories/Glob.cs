using System.Text;
using System.Text.RegularExpressions;

namespace Remediator.Language.Inventories;

/// <summary>The globs of host patterns: <c>*</c>, <c>?</c> and classes.</summary>
public static class Glob
{
    /// <summary>A shell glob; its classes (<c>[ab]</c>, <c>[!a]</c>) stay classes.</summary>
    public static string ToRegex(string glob)
    {
        var regex = new StringBuilder(@"\A");
        for (var at = 0; at < glob.Length; at++)
        {
            var close = glob[at] == '[' ? glob.IndexOf(']', Math.Min(at + 2, glob.Length)) : -1;
            if (close > 0)
            {
                var set = glob[(at + 1)..close];
                var negated = set[0] == '!';
                regex.Append(negated ? "[^" : "[").Append((negated ? set[1..] : set).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal)).Append(']');
                at = close;
            }
            else
            {
                regex.Append(glob[at] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString()) });
            }
        }

        return regex.Append(@"\z").ToString();
    }
}
