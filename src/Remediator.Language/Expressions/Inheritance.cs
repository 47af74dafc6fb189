using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Templates that use others: include, import, extends and blocks.</summary>
internal sealed class Inheritance(Interpreter interpreter, StatementRenderer statements)
{
    private Page? page;

    /// <summary>Writes a template, or the one that it extends with its blocks in place.</summary>
    public void Run(Template template, Frame frame)
    {
        var outer = page;
        interpreter.Budget.Enter();
        try
        {
            page = new Page(template.Source, frame);
            if (interpreter.Dialect.HasBlocks)
            {
                frame.Set("self", new ModuleValue("self", new BlockTable(page, CaptureBlock)));
            }

            Run(template);
        }
        finally
        {
            page = outer;
            interpreter.Budget.Leave();
        }
    }

    public void Run(Statement statement, Frame frame)
    {
        switch (statement)
        {
            case IncludeStatement include:
                Include(include, frame);
                break;
            case ImportStatement import:
                Import(import, frame);
                break;
            case ExtendsStatement extends:
                page!.Parent = page.Parent is null
                    ? Find(interpreter.Expressions.Evaluate(extends.Template, frame), extends.Template.Span)
                    : throw new EvaluationException("extended multiple times", extends.Span);
                break;
            case BlockStatement block:
                if (page!.Parent is null)
                {
                    RunBlock(block.Name, block.Scoped ? frame : page.Frame, block);
                }

                break;
            default:
                throw new EvaluationException($"a statement of the kind {statement.GetType().Name} cannot be run here", statement.Span);
        }
    }

    private void Run(Template template)
    {
        var current = page!;
        current.Register(template.Body);
        current.Parent = null;
        foreach (var statement in template.Body)
        {
            var flow = Flow.Next;
            if (current.Parent is null)
            {
                flow = statements.Run([statement], current.Frame);
            }
            else
            {
                // After an extends only the parent writes; the rest is run for its assignments and macros.
                statements.Capture(() => flow = statements.Run([statement], current.Frame));
            }

            if (flow == Flow.Return)
            {
                break;
            }
        }

        if (current.Parent is { } parent)
        {
            interpreter.Budget.Enter();
            current.Source = parent.Source;
            Run(parent);
            interpreter.Budget.Leave();
        }
    }

    private void RunBlock(string name, Frame frame, BlockStatement? at, int level = 0)
    {
        var versions = page!.Blocks[name];
        var block = versions[level];
        if (block.Required)
        {
            throw new EvaluationException($"Required block '{name}' not found", at?.Span);
        }

        var inner = new Frame(frame);
        inner.Set("super", new FunctionValue("super", _ => level + 1 < versions.Count
            ? Value.Of(statements.Capture(() => RunBlock(name, frame, at, level + 1)))
            : interpreter.Dialect.Undefined($"there is no parent block called '{name}'.", null)));
        interpreter.Budget.Enter();
        statements.Run(block.Body, inner);
        interpreter.Budget.Leave();
    }

    private Value CaptureBlock(Page of, string name) => Value.Of(statements.Capture(() => RunBlock(name, of.Frame, null)));

    private void Include(IncludeStatement include, Frame frame)
    {
        var template = Find(interpreter.Expressions.Evaluate(include.Template, frame), include.Template.Span, include.IgnoreMissing);
        if (template is not null)
        {
            Run(template, include.WithContext ? new Frame(frame) : new Frame(new Frame((IScope?)null)));
        }
    }

    private void Import(ImportStatement import, Frame frame)
    {
        var template = Find(interpreter.Expressions.Evaluate(import.Template, frame), import.Template.Span)!;
        var inner = import.WithContext ? new Frame(frame) : new Frame(new Frame((IScope?)null));
        statements.Capture(() => Run(template, inner));
        var exports = inner.Own.Where(e => !e.Key.StartsWith('_') && e.Key != "self").ToDictionary(e => e.Key, e => e.Value);
        if (import.As is { } name)
        {
            frame.Set(name, new ModuleValue(template.Source.Name, exports));
        }

        foreach (var (wanted, alias) in import.Names)
        {
            frame.Set(alias, exports.TryGetValue(wanted, out var value)
                ? value
                : interpreter.Dialect.Undefined($"the template '{template.Source.Name}' does not export the requested name '{wanted}'", DidYouMean.Hint(wanted, exports.Keys)));
        }
    }

    private Template? Find(Value name, Span span, bool ignoreMissing = false)
    {
        interpreter.At = span;
        var names = name is ListValue list ? list.Select(PythonText.Str).ToList() : [PythonText.Str(Interpreter.Defined(name))];
        foreach (var candidate in names)
        {
            if (interpreter.FindTemplate(candidate, page?.Source ?? span.Source) is { } template)
            {
                return template;
            }
        }

        return ignoreMissing ? null : throw new EvaluationException($"template not found: {string.Join(", ", names)}", span);
    }

    /// <summary>One template being written, with those that it extends.</summary>
    private sealed class Page(SourceText source, Frame frame)
    {
        public SourceText Source { get; set; } = source;

        public Frame Frame { get; } = frame;

        public Template? Parent { get; set; }

        /// <summary>Versions of each block, the most derived first.</summary>
        public Dictionary<string, List<BlockStatement>> Blocks { get; } = [];

        public void Register(IReadOnlyList<Statement> body)
        {
            foreach (var block in Tree.Blocks(body))
            {
                if (!Blocks.TryGetValue(block.Name, out var versions))
                {
                    Blocks[block.Name] = versions = [];
                }

                versions.Add(block);
            }
        }
    }

    /// <summary>The members of <c>self</c>: a function for each block.</summary>
    private sealed class BlockTable(Page page, Func<Page, string, Value> capture) : IReadOnlyDictionary<string, Value>
    {
        public IEnumerable<string> Keys => page.Blocks.Keys;

        public IEnumerable<Value> Values => Keys.Select(key => this[key]);

        public int Count => page.Blocks.Count;

        public Value this[string key] => new FunctionValue(key, _ => capture(page, key));

        public bool ContainsKey(string key) => page.Blocks.ContainsKey(key);

        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Value value)
        {
            value = ContainsKey(key) ? this[key] : null;
            return value is not null;
        }

        public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
