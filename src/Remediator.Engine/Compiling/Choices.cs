using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>
/// Goes through every answer to the questions that planning asks about late values. Planning is run once for each way through them and
/// is the same code as ever, so a condition, a template or a loop over late values means what it means on the controller; only the
/// questions themselves have to be put in sh.
/// </summary>
internal sealed class Choices
{
    /// <summary>Ways through the questions of one task; more is no script that anyone would read.</summary>
    public const int MostWays = 256;

    private readonly List<(string Key, ShCondition Question, bool Answer)> path = [];
    private int asked;

    /// <summary>True where this way ends because a value is none of those that are known.</summary>
    public bool IsOutside { get; private set; }

    /// <summary>Called with each question that is new on a way.</summary>
    public Action<ShCondition>? OnQuestion { get; init; }

    /// <summary>The answer on the present way: yes at first, no when planning is run again.</summary>
    public bool Ask(ShCondition question)
    {
        if (question is ShCondition.Constant known)
        {
            return known.Value;
        }

        var key = ScriptWriter.Condition(question);
        for (var i = 0; i < asked; i++)
        {
            if (path[i].Key == key)
            {
                return path[i].Answer;
            }

            if (path[i] is { Answer: true, Question: ShCondition.Asked { Operator: "=" } one } && question is ShCondition.Asked { Operator: "=" } other && one.Load.Text == other.Load.Text)
            {
                // It is that one, so it is no other.
                return false;
            }
        }

        if (asked == path.Count)
        {
            path.Add((key, question, true));
            OnQuestion?.Invoke(question);
        }

        return path[asked++].Answer;
    }

    /// <summary>A value turned out to be none of those that are known: nothing can be planned on this way.</summary>
    public void Leave() => IsOutside = true;

    /// <summary>The outcome of each way, as a tree of the questions. Null where there are more than <see cref="MostWays"/>.</summary>
    /// <param name="plan">The same for the same answers.</param>
    /// <param name="key">Outcomes with one key are the same.</param>
    public Decision<T>? Explore<T>(Func<T> plan, Func<T, string> key)
    {
        path.Clear();
        var ways = new List<(List<(ShCondition, bool)> Answers, T Outcome)>();
        while (true)
        {
            (asked, IsOutside) = (0, false);
            var outcome = plan();
            path.RemoveRange(asked, path.Count - asked);
            ways.Add(([.. path.Select(p => (p.Question, p.Answer))], outcome));
            while (path.Count > 0 && !path[^1].Answer)
            {
                path.RemoveAt(path.Count - 1);
            }

            if (path.Count == 0)
            {
                return Tree(ways, 0, ways.Count, 0, key);
            }

            if (ways.Count >= MostWays)
            {
                return null;
            }

            path[^1] = path[^1] with { Answer = false };
        }
    }

    private static Decision<T> Tree<T>(List<(List<(ShCondition Question, bool Answer)> Answers, T Outcome)> ways, int from, int to, int depth, Func<T, string> key)
    {
        if (depth == ways[from].Answers.Count)
        {
            return new Decision<T>.Leaf(ways[from].Outcome);
        }

        var middle = from;
        while (middle < to && ways[middle].Answers[depth].Answer)
        {
            middle++;
        }

        var yes = Tree(ways, from, middle, depth + 1, key);
        var no = Tree(ways, middle, to, depth + 1, key);
        return Decision<T>.Of(ways[from].Answers[depth].Question, yes, no, key);
    }
}

/// <summary>An outcome that hangs on questions: one for each way through them.</summary>
internal abstract record Decision<T>
{
    private Decision()
    {
    }

    public IEnumerable<T> Outcomes => this switch
    {
        Leaf leaf => [leaf.Outcome],
        Branch branch => branch.Yes.Outcomes.Concat(branch.No.Outcomes),
        _ => [],
    };

    /// <summary>Without the question where both answers lead to the same.</summary>
    public static Decision<T> Of(ShCondition question, Decision<T> yes, Decision<T> no, Func<T, string> key) =>
        Text(yes, key) == Text(no, key) ? yes : new Branch(question, yes, no);

    public Decision<TOther> Select<TOther>(Func<T, TOther> change) => this switch
    {
        Branch branch => new Decision<TOther>.Branch(branch.Question, branch.Yes.Select(change), branch.No.Select(change)),
        _ => new Decision<TOther>.Leaf(change(((Leaf)this).Outcome)),
    };

    /// <summary>The outcome on the way that is being planned.</summary>
    public T Choose(Choices choices)
    {
        var at = this;
        while (at is Branch branch)
        {
            at = choices.Ask(branch.Question) ? branch.Yes : branch.No;
        }

        return ((Leaf)at).Outcome;
    }

    private static string Text(Decision<T> tree, Func<T, string> key) => tree switch
    {
        Branch branch => $"({ScriptWriter.Condition(branch.Question)}?{Text(branch.Yes, key)}:{Text(branch.No, key)})",
        _ => key(((Leaf)tree).Outcome),
    };

    public sealed record Leaf(T Outcome) : Decision<T>;

    public sealed record Branch(ShCondition Question, Decision<T> Yes, Decision<T> No) : Decision<T>;
}

/// <summary>A decision of yes or no as one condition of sh.</summary>
internal static class ConditionText
{
    public static ShCondition Of(Decision<bool> tree)
    {
        if (tree is not Decision<bool>.Branch branch)
        {
            return new ShCondition.Constant(((Decision<bool>.Leaf)tree).Outcome);
        }

        return (Of(branch.Yes), Of(branch.No)) switch
        {
            (ShCondition.Constant { Value: true }, ShCondition.Constant) => branch.Question,
            (ShCondition.Constant, ShCondition.Constant) => new ShCondition.Not(branch.Question),
            (var yes, ShCondition.Constant { Value: false }) => All(branch.Question, yes),
            (ShCondition.Constant { Value: true }, var no) => Any(branch.Question, no),
            (ShCondition.Constant, var no) => All(new ShCondition.Not(branch.Question), no),
            (var yes, ShCondition.Constant) => Any(new ShCondition.Not(branch.Question), yes),
            var (yes, no) => new ShCondition.Any([All(branch.Question, yes), All(new ShCondition.Not(branch.Question), no)]),
        };
    }

    private static ShCondition.All All(ShCondition first, ShCondition rest) => new(rest is ShCondition.All all ? [first, .. all.Operands] : [first, rest]);

    private static ShCondition.Any Any(ShCondition first, ShCondition rest) => new(rest is ShCondition.Any any ? [first, .. any.Operands] : [first, rest]);
}
