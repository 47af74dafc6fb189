using System.Globalization;
using Remediator.Language.Values;

namespace Remediator.Engine.Running;

/// <summary>When a command ran, in the texts that Python makes of times.</summary>
internal static class CommandTimes
{
    /// <summary><c>start</c>, <c>end</c> and <c>delta</c>; null where it did not run.</summary>
    /// <param name="took">How long it ran, or null.</param>
    /// <param name="ended">When it ended, in local time.</param>
    public static IReadOnlyList<(string Name, Value Value)> Of(TimeSpan? took, DateTimeOffset ended) => took is not { } span
        ? [("start", Value.Null), ("end", Value.Null), ("delta", Value.Null)]
        : [("start", Moment(ended - span)), ("end", Moment(ended)), ("delta", Value.Of($"{(span.Days == 0 ? "" : span.Days == 1 ? "1 day, " : $"{span.Days} days, ")}{span.Hours}:{span:mm\\:ss\\.ffffff}"))];

    private static Value Moment(DateTimeOffset time) => Value.Of(time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
}
