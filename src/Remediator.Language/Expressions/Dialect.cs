using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>What differs between Jinja and Scriban when the same tree is evaluated.</summary>
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

    /// <summary>True where a function named without parentheses is called (Scriban's <c>x = string.upcase</c> needs <c>@</c> to avoid it).</summary>
    public abstract bool CallsBareFunctions { get; }
}
