using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Scriban;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Peers;

/// <summary>
/// Runs the template files of Scriban's own tests (name.txt and the expected name.out.txt) and counts per folder. A file that expects an
/// error passes where we report one too; its wording is ours.
/// </summary>
internal static class ScribanFiles
{
    private const string ErrorMark = " : error : ";

    /// <summary>Files that test what is not of the language as we have it, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["010-literals"] = "whole numbers beyond 64 bits are errors",
        ["108-variable-error1"] = "a keyword as a variable is an error",
        ["121-array-binary(scientific)"] = "the scientific mode is another language",
        ["130-indexer-accessor-error3"] = "members of an object cannot be made readonly",
        ["131-member-accessor-error3"] = "members of an object cannot be made readonly",
        ["160-array-expression"] = "arrays have no properties of their own",
        ["170-array-members"] = "arrays have no properties of their own",
    };

    /// <summary>Scriban's tests count the rounds of a loop up to 1,000; one of them must be stopped.</summary>
    private static readonly EvaluationLimits Limits = EvaluationLimits.Default with { OutputLength = 500_000 };

    public static int Run(string checkout, string? show)
    {
        var root = Path.Combine(checkout, "src", "Scriban.Tests", "TestFiles");
        var (all, failed) = (0, 0);
        foreach (var folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal).Where(IsCovered))
        {
            var (passed, leftOut) = (0, 0);
            var missed = new List<string>();
            foreach (var input in Directory.GetFiles(folder, "*.txt").Where(f => !f.EndsWith(".out.txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                if (LeftOut.ContainsKey(Path.GetFileNameWithoutExtension(input)))
                {
                    leftOut++;
                    continue;
                }

                var expected = Normal(File.ReadAllText(input[..^4] + ".out.txt"));
                var actual = Normal(Render(Normal(File.ReadAllText(input)).Replace("﻿", "")));
                if (show == "errors" && expected.Contains(ErrorMark, StringComparison.Ordinal))
                {
                    Console.WriteLine($"--- {Path.GetFileNameWithoutExtension(input)}\n{expected}\n--- ours\n{actual}");
                }

                if (Agrees(expected, actual))
                {
                    passed++;
                    continue;
                }

                missed.Add(Path.GetFileNameWithoutExtension(input));
                if (show == Path.GetFileNameWithoutExtension(input) || show == "all")
                {
                    Console.WriteLine($"--- {missed[^1]}: expected\n{expected}\n--- got\n{actual}\n---");
                }
            }

            Console.WriteLine($"{Path.GetFileName(folder)}: {passed} passed, {missed.Count} failed, {leftOut} left out{(missed.Count > 0 ? ": " + string.Join(", ", missed) : "")}");
            failed += missed.Count;
            all += passed + missed.Count + leftOut;
        }

        Console.WriteLine($"{all - failed - LeftOut.Count} of {all} passed: {100.0 * (all - failed - LeftOut.Count) / all:0.0} %");
        Console.WriteLine("left out:");
        foreach (var (name, reason) in LeftOut)
        {
            Console.WriteLine($"  {name}: {reason}");
        }

        return failed == 0 ? 0 : 1;
    }

    private static bool IsCovered(string folder) => string.CompareOrdinal(Path.GetFileName(folder), "500") < 0;

    private static string Normal(string text) => text.Replace("\r\n", "\n").Replace("﻿", "").TrimEnd();

    private static bool Agrees(string expected, string actual) =>
        expected.Contains(ErrorMark, StringComparison.Ordinal) ? actual.Contains(ErrorMark, StringComparison.Ordinal) : expected == actual;

    private static string Render(string text)
    {
        var source = new SourceText("text", text);
        var diagnostics = new DiagnosticBag();
        var language = new ScribanLanguage(new ScribanOptions(StrictUndefined: false));
        if (language.Parse(source, diagnostics) is not { } template)
        {
            return string.Join('\n', diagnostics.Select(Describe));
        }

        var result = Evaluator.Render(template, new EvaluationContext(new Variables(), new Nothing(), Limits));
        return result.Succeeded ? result.Value : Describe(result.Error!);
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var (line, column) = diagnostic.Span.Position;
        return $"text({line},{column}){ErrorMark}{diagnostic.Message}{(diagnostic.Hint is null ? "" : $" ({diagnostic.Hint})")}";
    }

    /// <summary>The variables that the tests of Scriban set.</summary>
    private sealed class Variables : IScope
    {
        private readonly DictValue values = Value.Dict(
            ("special_concat_strings", new FunctionValue("special_concat_strings", c => Joined(["a", "b", "c"], c))),
            ("special_concat_params", new FunctionValue("special_concat_params", c => Joined([], c))),
            ("special_concat_string_and_params", new FunctionValue("special_concat_string_and_params", c => Joined(["a"], c))),
            ("product", Value.Dict(("title", Value.Of("Orange")), ("type", Value.Of("fruit")))),
            ("products", Value.Of(((string[])["Orange", "Banana", "Apple", "Computer", "Mobile Phone", "Table", "Sofa"]).Select(title => (Value)Value.Dict(("title", Value.Of(title)))))));

        /// <summary>What the functions of the test program give: named arguments with their values, and the rest by number.</summary>
        private static Value Joined(string[] names, CallArguments arguments)
        {
            var rest = arguments.Positional.Skip(names.Length).Concat(arguments.Named.Where(n => !names.Contains(n.Key)).SelectMany(n => n.Value as IEnumerable<Value> ?? [n.Value]));
            return Value.Of(string.Join(", ", names.Select((name, i) =>
                    $"{name}: {(arguments.Named.TryGetValue(name, out var named) ? named : i < arguments.Positional.Count ? arguments.Positional[i] : "default_" + name)}")
                .Concat(rest.Select((value, i) => $"v{i}: {value}"))));
        }

        public IEnumerable<string> Names => values.Keys.Select(k => k.ToString()!);

        public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Value value) => values.TryGet(name, out value);
    }

    private sealed class Nothing : IOutside
    {
        public DateTimeOffset Now => DateTimeOffset.UtcNow;

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => [];

        public SourceText? FindTemplate(string name, SourceText from) => null;
    }
}
