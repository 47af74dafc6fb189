using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>
/// What differs between Jinja and Scriban when the same tree is evaluated. The virtual members have Python's meaning, which is
/// Jinja's; Scriban overrides those in which it differs.
/// </summary>
public abstract class Dialect
{
    /// <summary>The name errors use.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a condition holds: in Jinja empty text, zero and empty lists do not; in Scriban only null, undefined and false do not.</summary>
    public abstract bool IsTrue(Value value);

    /// <summary>How a value is written by an output statement.</summary>
    public abstract string ToText(Value value);

    /// <summary>What a name without a value gives: Jinja's strict <see cref="UndefinedValue"/>, Scriban's too for plain names (our rule: an undefined variable is an error, not empty text).</summary>
    public abstract Value Undefined(string message, string? hint);

    /// <summary>A global function or object of the language (<c>range</c>, <c>string</c>, …), or null. Variables of the scope win over these in Jinja, the built-ins win over nothing in Scriban: a scope's name always wins.</summary>
    public abstract Value? Global(string name);

    /// <summary>Names that <see cref="Global"/> knows, for did-you-mean.</summary>
    public virtual IEnumerable<string> GlobalNames => [];

    /// <summary>True where a function named without parentheses is called (Scriban's <c>x = string.upcase</c> needs <c>@</c> to avoid it).</summary>
    public abstract bool CallsBareFunctions { get; }

    /// <summary>True where an assignment reaches the variable of an outer scope (Scriban); false where it stays in its own (Jinja).</summary>
    public virtual bool AssignsOuterNames => false;

    /// <summary>True where templates extend one another and <c>self</c> names their blocks (Jinja).</summary>
    public virtual bool HasBlocks => true;

    /// <summary>A name that the language itself gives a value in this place (Scriban's <c>this</c>), or null for a plain variable.</summary>
    public virtual Value? Special(string name, Frame frame) => null;

    /// <summary>True for a name whose entries are the variables themselves, so that <c>name.x = 1</c> sets <c>x</c>.</summary>
    public virtual bool NamesScope(string name) => false;

    /// <summary>The hint for a name that is not defined, or null.</summary>
    public virtual string? HintFor(string name, IEnumerable<string> known) => DidYouMean.Hint(name, known);

    /// <summary>The error of calling what is not a function.</summary>
    public virtual string NotCallable(Value callee) => $"'{callee.TypeName}' object is not callable";

    /// <summary>A copy of a list or dict with one entry set.</summary>
    public virtual Value With(Value container, Value key, Value value) => PythonMutation.With(container, key, value);

    /// <summary>What a macro, a function or the block given to one is when it is called.</summary>
    internal virtual FunctionValue Function(Interpreter interpreter, string name, IReadOnlyList<MacroParameter> parameters, IReadOnlyList<Statement> body, Frame frame) =>
        new(name, arguments => Macro.Call(interpreter.Statements, interpreter, name, parameters, body, frame, arguments));

    /// <summary>The language of included templates; null where the dialect has no templates.</summary>
    public virtual ITemplateLanguage? Language => null;

    /// <summary>The name of the variable that describes the round of a <c>for</c>.</summary>
    public virtual string LoopName => "loop";

    /// <summary>The same of a <c>while</c>, or null.</summary>
    public virtual string? WhileName => null;

    /// <summary>The value of <see cref="LoopName"/> and <see cref="WhileName"/>.</summary>
    public virtual Value LoopVariable(LoopState loop) => new JinjaLoopValue(loop);

    /// <summary>What becomes of an argument whose name is given again; null where that is an error.</summary>
    public virtual Value? Repeated(Value before, Value again) => null;

    /// <summary>The result of any operator but <c>and</c>, <c>or</c> and <c>??</c>, which the evaluator runs itself. Errors are <see cref="EvaluationException"/>s.</summary>
    public virtual Value Binary(BinaryOperator operation, Value left, Value right, EvaluationBudget budget) =>
        PythonOperators.Binary(operation, left, right, budget);

    public virtual Value Unary(UnaryOperator operation, Value operand) =>
        operation == UnaryOperator.Not ? Value.Of(!IsTrue(operand)) : PythonOperators.Sign(operation, operand);

    public virtual bool Compare(CompareOperator operation, Value left, Value right) => PythonOperators.Compare(operation, left, right);

    /// <summary>True where <c>a ?? b</c> is <c>b</c>.</summary>
    public virtual bool IsNothing(Value value) => value is NullValue or UndefinedValue;

    /// <summary>True where <c>and</c> and <c>or</c> give one of their operands (Python) rather than a boolean.</summary>
    public virtual bool LogicGivesOperand => true;

    /// <summary><c>target.name</c>: an entry, a member or a bound method; undefined where there is none.</summary>
    public virtual Value Attribute(Value target, string name, Interpreter interpreter) => PythonAccess.Attribute(target, name, interpreter);

    /// <summary><c>target[index]</c>; undefined where there is none.</summary>
    public virtual Value Index(Value target, Value index, Interpreter interpreter) => PythonAccess.Index(target, index, interpreter);

    public virtual Value Slice(Value target, Value? start, Value? stop, Value? step) => PythonAccess.Slice(target, start, stop, step);

    /// <summary>What a loop goes over: in Python the items of a list, the keys of a dict, the characters of a text.</summary>
    public virtual IReadOnlyList<Value> Items(Value value) => PythonAccess.Items(value);

    /// <summary>The values that several targets of a loop take from one item.</summary>
    public virtual IReadOnlyList<Value> Unpack(Value item, int count) => PythonAccess.Unpack(item, count);

    /// <summary>The text of a whole template once it is written.</summary>
    public virtual string Finish(Template template, string text) => text;

    /// <summary>A filter, or null where the dialect does not know the name.</summary>
    public virtual NamedFunction? Filter(string name) => null;

    /// <summary>A test, or null where the dialect does not know the name.</summary>
    public virtual NamedFunction? Test(string name) => null;

    public virtual IEnumerable<string> FilterNames => [];

    public virtual IEnumerable<string> TestNames => [];
}
