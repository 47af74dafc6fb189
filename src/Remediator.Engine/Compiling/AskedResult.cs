using Remediator.Language.Expressions;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>What is known beforehand of a result: the script tasks that bring it, one for each item of a loop.</summary>
/// <param name="IsLoop">Its results are a list, of which only the whole can be asked.</param>
/// <param name="MayBeSkipped">Some condition, or check mode, may leave it out.</param>
internal sealed record ResultShape(IReadOnlyList<ScriptTask> Tasks, bool IsLoop, bool MayBeSkipped)
{
    /// <summary>It is the result that a condition of the task itself looks at.</summary>
    public bool IsOwn { get; init; }

    /// <param name="isLate">True where check mode is chosen when the script runs.</param>
    public static ResultShape Of(IReadOnlyList<ScriptTask> tasks, bool isLoop, bool isCheck, bool isLate) =>
        new(tasks, isLoop, tasks.Any(t => t.When is not null || ((t.Check ?? (isCheck || isLate)) && t.Steps.Any(IsSkippedInCheck))));

    public ScriptTask? Only => Tasks.Count == 1 && !IsLoop ? Tasks[0] : null;

    /// <summary>It is what a single command printed and how it ended.</summary>
    public bool IsCommand => Only?.Steps.Where(s => s is not Step.Report).ToList() is [Step.Act { HasOutput: true, KeepsEnds: false }];

    /// <summary>It is what a single look at a file told.</summary>
    public bool IsStat => Only?.Steps is [Step.Capture { Key: "stat" }];

    private static bool IsSkippedInCheck(Step step) => step is Step.Act { IsSkippedInCheck: true } or Step.Act { HasOutput: true, Changes: true, Unless: null };
}

/// <summary>The result of a task that has not run yet.</summary>
internal sealed class AskedResult(string name, ResultShape shape, Choices choices) : AskedValue(name)
{
    private static readonly Dictionary<string, string> Statuses = new()
    {
        ["changed"] = "changed",
        ["change"] = "changed",
        ["failed"] = "failed",
        ["failure"] = "failed",
        ["skipped"] = "skipped",
        ["skip"] = "skipped",
        ["succeeded"] = "succeeded",
        ["success"] = "succeeded",
        ["successful"] = "succeeded",
    };

    private IReadOnlyList<int> Ids => [.. shape.Tasks.Select(t => t.Id)];

    private bool IsSkipped => shape.MayBeSkipped && Ended("skipped");

    public override bool IsTrue() => true;

    public override bool Compare(CompareOperator operation, Value other, bool isRight) => (operation, isRight, other) switch
    {
        (CompareOperator.In, true, TextValue { Text: var key }) => Member(Value.Of(key)) is not UndefinedValue,
        (CompareOperator.NotIn, true, TextValue { Text: var key }) => Member(Value.Of(key)) is UndefinedValue,
        _ => throw Refused(),
    };

    public override bool? Test(string name, CallArguments arguments) =>
        Statuses.TryGetValue(name, out var status) ? Ended(status) : name switch { "defined" or "mapping" => true, "undefined" or "none" => false, _ => throw Refused() };

    public override Value? Filter(string name, CallArguments arguments) => throw Refused();

    public override Value Member(Value key)
    {
        var field = (key as TextValue)?.Text ?? throw Refused();
        switch (field)
        {
            case "changed":
                return Value.Of(Ended("changed"));
            case "skipped":
                return IsSkipped ? Value.True : Missing(field);
            case "failed":
                return IsSkipped ? Missing(field) : Value.Of(Ended("failed"));
            case "rc" when shape.IsCommand:
                return IsSkipped ? Missing(field) : new AskedCode($"{Name}.rc", shape.Only!.Id, choices);
            case "stdout" or "stderr" when shape.IsCommand:
                return IsSkipped ? Missing(field) : new AskedText($"{Name}.{field}", Load(field == "stdout" ? "out" : "err"), choices);
            case "stdout_lines" or "stderr_lines" when shape.IsCommand:
                return IsSkipped ? Missing(field) : new AskedLines($"{Name}.{field}", Load(field == "stdout_lines" ? "out" : "err"), choices);
            case "stat" when shape.IsStat:
                return IsSkipped ? Missing(field) : new AskedStat($"{Name}.stat", Load("cap"), choices);
            default:
                throw new LateValueException($"{Name}.{field}");
        }
    }

    private Sh Load(string stream) => shape.IsOwn ? Sh.Of($"rmd_last {stream}") : Sh.Of($"rmd_printed {shape.Only!.Id} {stream}");

    private bool Ended(string status) => choices.Ask(status switch
    {
        // Of a loop: skipped where all were, and succeeded where none failed.
        "skipped" when shape.Tasks.Count > 1 => new ShCondition.All([.. Ids.Select(id => new ShCondition.Ended(status, [id]))]),
        "succeeded" => new ShCondition.Not(new ShCondition.Ended("failed", Ids)),
        _ => new ShCondition.Ended(status, Ids),
    });

    private static UndefinedValue Missing(string field) => new($"'dict object' has no attribute '{field}'", null);
}

/// <summary>The exit code of a task's command.</summary>
internal sealed class AskedCode(string name, int task, Choices choices) : AskedValue(name)
{
    public override bool IsTrue() => !Ask("-eq", 0);

    public override bool Compare(CompareOperator operation, Value other, bool isRight)
    {
        if (operation is CompareOperator.In or CompareOperator.NotIn && !isRight && other is ListValue list)
        {
            return list.Any(item => Compare(CompareOperator.Equal, item, isRight: false)) == (operation == CompareOperator.In);
        }

        if (other is not IntValue { Value: var number })
        {
            return other is TextValue && operation is CompareOperator.Equal or CompareOperator.NotEqual ? operation == CompareOperator.NotEqual : throw Refused();
        }

        return operation switch
        {
            CompareOperator.Equal => Ask("-eq", number),
            CompareOperator.NotEqual => Ask("-ne", number),
            CompareOperator.Less => Ask(isRight ? "-gt" : "-lt", number),
            CompareOperator.LessOrEqual => Ask(isRight ? "-ge" : "-le", number),
            CompareOperator.Greater => Ask(isRight ? "-lt" : "-gt", number),
            CompareOperator.GreaterOrEqual => Ask(isRight ? "-le" : "-ge", number),
            _ => throw Refused(),
        };
    }

    public override Value? Filter(string name, CallArguments arguments) => name == "int" ? this : null;

    public override bool? Test(string name, CallArguments arguments) => (name, arguments.Positional.Count) switch
    {
        ("defined" or "number", 0) => true,
        ("undefined" or "none", 0) => false,
        ("in", 1) => Compare(CompareOperator.In, arguments.Positional[0], isRight: false),
        _ => null,
    };

    private bool Ask(string operation, long number) => choices.Ask(new ShCondition.ExitCode(task, operation, number));
}

/// <summary>The lines of what a task printed.</summary>
internal sealed class AskedLines(string name, Sh load, Choices choices) : AskedValue(name)
{
    public override bool IsTrue() => !choices.Ask(new ShCondition.Asked(load, "=", ""));

    public override bool Compare(CompareOperator operation, Value other, bool isRight) =>
        isRight && operation is CompareOperator.In or CompareOperator.NotIn && other is TextValue { Text: var line } && !line.Contains('\n')
            ? choices.Ask(new ShCondition.Asked(Sh.Of($"{load} && rmd_v_lined"), "has", $"\n{line}\n")) == (operation == CompareOperator.In)
            : throw Refused();

    public override Value? Filter(string name, CallArguments arguments) =>
        name is "length" or "count" ? new AskedNumber($"{Name} | length", Sh.Of($"{load} && rmd_v_lines"), choices) : null;

    public override bool? Test(string name, CallArguments arguments) => name switch { "defined" => true, "undefined" or "none" => false, _ => null };
}

/// <summary>What <c>stat</c> tells: whether a file is there and of which kind.</summary>
internal sealed class AskedStat(string name, Sh load, Choices choices) : AskedValue(name)
{
    public override bool IsTrue() => true;

    public override bool Compare(CompareOperator operation, Value other, bool isRight) => throw Refused();

    public override Value Member(Value key)
    {
        var field = (key as TextValue)?.Text ?? "";
        var isThere = !choices.Ask(new ShCondition.Asked(load, "=", ""));
        if (field == "exists")
        {
            return Value.Of(isThere);
        }

        if (!isThere)
        {
            return new UndefinedValue($"'dict object' has no attribute '{field}'", null);
        }

        // The type is the first of the four hexadecimal digits.
        return field switch
        {
            "isdir" => Value.Of(Begins("4")),
            "isreg" => Value.Of(Begins("8")),
            "islnk" => Value.Of(Begins("a")),
            _ => throw new LateValueException($"{Name}.{field}"),
        };
    }

    public override bool? Test(string name, CallArguments arguments) => name switch { "defined" => true, "undefined" or "none" => false, _ => null };

    private bool Begins(string digit) => choices.Ask(new ShCondition.Asked(load, "begins", digit));
}
