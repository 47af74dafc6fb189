using DiffPlex;

namespace Remediator.Engine.Reporting;

/// <summary>Old lines from <paramref name="OldStart"/> to before <paramref name="OldEnd"/> give way to new lines; zero-based.</summary>
internal readonly record struct LineEdit(int OldStart, int OldEnd, int NewStart, int NewEnd);

/// <summary>
/// Finds the edits between two lists of lines. DiffPlex's search takes time with the square of what differs, so it is given small
/// parts only: what both texts begin and end with is left out, lines that stand in one text alone are edits without a search, and
/// a long rest is first cut at the lines that stand once in each text.
/// </summary>
internal static class LineEdits
{
    /// <summary>A part whose sizes multiply to more is not searched but replaced as a whole.</summary>
    private const long MaxSearch = 4_000_000;

    /// <summary>A part with fewer lines on both sides together is searched at once.</summary>
    private const int SmallPart = 1000;

    /// <summary>Lines with their newlines.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>The edits in order; none touch each other.</summary>
    public static IReadOnlyList<LineEdit> Between(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var search = new Search(Number(before, numbers), Number(after, numbers), numbers.Count);
        return search.Run();
    }

    private static int[] Number(IReadOnlyList<string> lines, Dictionary<string, int> numbers)
    {
        var result = new int[lines.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (!numbers.TryGetValue(lines[i], out result[i]))
            {
                numbers[lines[i]] = result[i] = numbers.Count;
            }
        }

        return result;
    }

    private sealed class Search(int[] before, int[] after, int distinct)
    {
        private readonly bool[] isDeleted = new bool[before.Length];
        private readonly bool[] isInserted = new bool[after.Length];

        /// <summary>Per distinct line: the last look in which the other side had it. Saves a set for each part.</summary>
        private readonly int[] seenIn = new int[distinct];
        private int look;

        public IReadOnlyList<LineEdit> Run()
        {
            Compare(0, before.Length, 0, after.Length);
            return Collect();
        }

        private void Compare(int oldStart, int oldEnd, int newStart, int newEnd)
        {
            while (oldStart < oldEnd && newStart < newEnd && before[oldStart] == after[newStart])
            {
                oldStart++;
                newStart++;
            }

            while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] == after[newEnd - 1])
            {
                oldEnd--;
                newEnd--;
            }

            var olds = Shared(before, oldStart, oldEnd, after, newStart, newEnd, isDeleted);
            var news = Shared(after, newStart, newEnd, before, oldStart, oldEnd, isInserted);
            if (olds.Count == 0 || news.Count == 0)
            {
                return;
            }

            var anchors = olds.Count + news.Count > SmallPart ? Anchors(olds, news) : [];
            if (anchors.Count == 0)
            {
                Match(olds, news);
                return;
            }

            var (oldAt, newAt) = (oldStart, newStart);
            foreach (var (oldIndex, newIndex) in anchors)
            {
                Compare(oldAt, oldIndex, newAt, newIndex);
                (oldAt, newAt) = (oldIndex + 1, newIndex + 1);
            }

            Compare(oldAt, oldEnd, newAt, newEnd);
        }

        /// <summary>Places of the lines that the other side has too; the others are marked as edits.</summary>
        private List<int> Shared(int[] side, int start, int end, int[] other, int otherStart, int otherEnd, bool[] isEdited)
        {
            look++;
            for (var i = otherStart; i < otherEnd; i++)
            {
                seenIn[other[i]] = look;
            }

            var shared = new List<int>();
            for (var i = start; i < end; i++)
            {
                if (seenIn[side[i]] == look)
                {
                    shared.Add(i);
                }
                else
                {
                    isEdited[i] = true;
                }
            }

            return shared;
        }

        private void Match(List<int> olds, List<int> news)
        {
            if ((long)olds.Count * news.Count > MaxSearch)
            {
                olds.ForEach(i => isDeleted[i] = true);
                news.ForEach(i => isInserted[i] = true);
                return;
            }

            var found = new Differ().CreateLineDiffs(Text(olds, before), Text(news, after), ignoreWhitespace: false);
            foreach (var block in found.DiffBlocks)
            {
                olds.GetRange(block.DeleteStartA, block.DeleteCountA).ForEach(i => isDeleted[i] = true);
                news.GetRange(block.InsertStartB, block.InsertCountB).ForEach(i => isInserted[i] = true);
            }
        }

        /// <summary>Lines as their numbers: equal where the lines are.</summary>
        private static string Text(List<int> places, int[] side) => string.Join('\n', places.Select(i => side[i]));

        /// <summary>Pairs of lines that stand once in each part, as many as keep their order (patience).</summary>
        private List<(int Old, int New)> Anchors(List<int> olds, List<int> news)
        {
            var oldPlace = UniquePlaces(olds, before);
            var newPlace = UniquePlaces(news, after);
            var piles = new List<(int Old, int New)>();
            var chains = new List<(int Old, int New, int Previous)>();
            var tops = new List<int>();
            foreach (var (number, old) in oldPlace.OrderBy(e => e.Value))
            {
                if (!newPlace.TryGetValue(number, out var place))
                {
                    continue;
                }

                var pile = LowerBound(tops, chains, place);
                chains.Add((old, place, pile > 0 ? tops[pile - 1] : -1));
                if (pile == tops.Count)
                {
                    tops.Add(chains.Count - 1);
                }
                else
                {
                    tops[pile] = chains.Count - 1;
                }
            }

            for (var i = tops.Count > 0 ? tops[^1] : -1; i >= 0; i = chains[i].Previous)
            {
                piles.Add((chains[i].Old, chains[i].New));
            }

            piles.Reverse();
            return piles;
        }

        private static int LowerBound(List<int> tops, List<(int Old, int New, int Previous)> chains, int place)
        {
            var (low, high) = (0, tops.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = chains[tops[middle]].New < place ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private static Dictionary<int, int> UniquePlaces(List<int> places, int[] side) =>
            places.GroupBy(i => side[i]).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.First());

        private List<LineEdit> Collect()
        {
            var edits = new List<LineEdit>();
            var (i, j) = (0, 0);
            while (i < before.Length || j < after.Length)
            {
                var (oldStart, newStart) = (i, j);
                while (i < before.Length && isDeleted[i])
                {
                    i++;
                }

                while (j < after.Length && isInserted[j])
                {
                    j++;
                }

                if (i > oldStart || j > newStart)
                {
                    edits.Add(new LineEdit(oldStart, i, newStart, j));
                }
                else
                {
                    i++;
                    j++;
                }
            }

            return edits;
        }
    }
}
