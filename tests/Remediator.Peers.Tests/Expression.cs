using FsCheck;
using FsCheck.Fluent;

namespace Remediator.Peers.Tests;

/// <summary>A made expression: a form of the <see cref="Grammar"/> and what stands in its holes.</summary>
internal sealed record Expression(char Type, string Form, IReadOnlyList<Expression> Parts)
{
    /// <summary>Random expressions, the deeper the larger the size.</summary>
    public static Arbitrary<Expression> Any { get; } = Arb.From(Gen.Sized(size => Of('A', Math.Min(5, 1 + (size / 20)))), Smaller);

    public string Text
    {
        get
        {
            var pieces = Form.Split('<');
            var text = pieces[0];
            var part = 0;
            for (var i = 1; i < pieces.Length; i++)
            {
                text += IsHole(pieces[i]) ? Parts[part++].Text + pieces[i][2..] : "<" + pieces[i];
            }

            return text;
        }
    }

    public override string ToString() => Text;

    private static bool IsHole(string piece) => piece.Length > 1 && piece[1] == '>' && char.IsAsciiLetterUpper(piece[0]);

    private static Gen<Expression> Of(char type, int depth)
    {
        var forms = Grammar.Forms[type].Where(form => depth > 0 || !Holes(form).Any()).ToArray();
        return forms.Length == 0 ? Of('I', 0) : Gen.Elements(forms).SelectMany(form => PartsOf(Holes(form), depth - 1).Select(parts => new Expression(type, form, parts)));
    }

    private static Gen<IReadOnlyList<Expression>> PartsOf(IReadOnlyList<char> types, int depth) => types.Aggregate(
        Gen.Constant<IReadOnlyList<Expression>>([]),
        (done, type) => done.SelectMany(parts => Of(type, Math.Max(0, depth)).Select(part => (IReadOnlyList<Expression>)[.. parts, part])));

    private static char[] Holes(string form) => [.. form.Split('<').Skip(1).Where(IsHole).Select(piece => piece[0])];

    /// <summary>Simpler expressions first: a part alone, a leaf of the same type, then the same form with a simpler part.</summary>
    private static IEnumerable<Expression> Smaller(Expression expression)
    {
        if (expression.Parts.Count == 0)
        {
            yield break;
        }

        foreach (var part in expression.Parts)
        {
            yield return part;
        }

        if (Grammar.Forms[expression.Type].FirstOrDefault(form => Holes(form).Length == 0) is { } leaf)
        {
            yield return new Expression(expression.Type, leaf, []);
        }

        for (var i = 0; i < expression.Parts.Count; i++)
        {
            foreach (var smaller in Smaller(expression.Parts[i]).Where(s => s.Type == expression.Parts[i].Type))
            {
                yield return expression with { Parts = [.. expression.Parts.Take(i), smaller, .. expression.Parts.Skip(i + 1)] };
            }
        }
    }
}
